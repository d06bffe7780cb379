// One part of the chart by its name: which list, and how its rows are drawn.

import { lazy, Suspense } from 'react';
import type { AnyRow, ObservationRow } from '#domain/chart';
import { Loading } from '#ui/Loading';
import { useText } from '#ui/text';
import type { PartName } from './chart-order.ts';
import type { ChartLines } from './chart-queries.ts';
import { useChartScene } from './chart-scene.ts';
import { EntryList } from './EntryList.tsx';
import { ListFold } from './ListFold.tsx';
import { withMoreWords } from './more-words.ts';
import type { EntryListName } from './row-texts.ts';

const DocumentReader = lazy(() =>
  withMoreWords(import('./DocumentReader.tsx')).then((file) => ({ default: file.DocumentReader })),
);
const Measures = lazy(() =>
  withMoreWords(import('./Measures.tsx')).then((file) => ({ default: file.Measures })),
);

interface ChartPartProps {
  part: Exclude<PartName, 'since'>;
  lines: ChartLines;
  isOver: boolean;
  readAt: string | null;
  isOpen: boolean;
  onToggle: (isOpen: boolean) => void;
  onPrint: () => void;
}

export function ChartPart({ part, lines, isOver, readAt, isOpen, onToggle, onPrint }: ChartPartProps) {
  const say = useText();
  const { launchId } = useChartScene();
  const frame = { launchId, isOver, readAt, isOpen, onToggle, onPrint };
  if (part === 'vitals' || part === 'labs')
    return (
      <ListFold
        {...frame}
        list={part}
        line={lines[part]}
        note={(rows: ObservationRow[]) => say('chart.note.measures', { count: countMeasures(rows) })}
      >
        {(rows: ObservationRow[]) => (
          <Suspense fallback={<Loading words={say('app.loading.part')} />}>
            <Measures rows={rows} isVitals={part === 'vitals'} />
          </Suspense>
        )}
      </ListFold>
    );
  if (part === 'documents')
    return (
      <ListFold {...frame} list={part} line={lines[part]} note={(rows) => countText(rows)}>
        {(rows) => (
          <EntryList
            list={part}
            rows={rows}
            below={(row, facts) => (
              <Suspense>
                <DocumentReader row={row} facts={facts} />
              </Suspense>
            )}
          />
        )}
      </ListFold>
    );
  const list: EntryListName = part;
  return (
    <ListFold {...frame} list={list} line={lines[list]} note={(rows) => countText(rows)}>
      {(rows) => <EntryList<AnyRow> list={list} rows={rows} />}
    </ListFold>
  );

  function countText(rows: readonly { isCurrent: boolean }[]): string {
    const isNow = ['problems', 'medications', 'allergies', 'coverage'].includes(part);
    const current = rows.filter(({ isCurrent }) => isCurrent).length;
    return isNow
      ? say('chart.note.current', { current, past: rows.length - current })
      : say('chart.note.count', { count: rows.length });
  }
}

/** Home readings count apart, as they stand apart. */
function countMeasures(rows: readonly ObservationRow[]): number {
  return new Set(rows.map(({ measure, isHome }) => `${measure} ${isHome}`)).size;
}
