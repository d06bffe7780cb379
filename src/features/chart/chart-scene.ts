// What every part of the chart may do besides drawing: open the details of an entry, of the launch it is in.
import { createContext, useContext } from 'react';
import type { AnyRow } from '#domain/chart';

export interface ChartScene {
  launchId: string;
  /** Shows an entry's facts and its raw form. */
  openDetails(row: AnyRow): void;
}

export const ChartSceneContext = createContext<ChartScene | null>(null);

/** True while this part is being printed: paper gets all rows that were read, whatever is folded on the screen. */
export const PrintedContext = createContext(false);

export function useChartScene(): ChartScene {
  const scene = useContext(ChartSceneContext);
  if (!scene) throw new Error('this part stands outside the chart');
  return scene;
}
