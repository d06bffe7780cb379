// Which parts of the chart are open. Until a person says otherwise: all where there is room, the first ones
// where there is not.
import { useState } from 'react';
import { ONE_COLUMN, OPEN_WHEN_NARROW, type PartName } from './chart-order.ts';

export interface Folds {
  isOpen(part: PartName): boolean;
  set(part: PartName, isOpen: boolean): void;
  setAll(isOpen: boolean): void;
}

export function useFolds(isWide: boolean): Folds {
  const [chosen, setChosen] = useState<Partial<Record<PartName, boolean>>>({});
  return {
    isOpen: (part) => chosen[part] ?? (isWide || OPEN_WHEN_NARROW.includes(part)),
    set: (part, isOpen) => setChosen((before) => ({ ...before, [part]: isOpen })),
    setAll: (isOpen) => setChosen(Object.fromEntries(ONE_COLUMN.map((part) => [part, isOpen]))),
  };
}
