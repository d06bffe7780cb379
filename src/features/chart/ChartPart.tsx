// One part of the chart by its name: which list, and how its rows are drawn.
import type { AnyRow, ObservationRow } from '#domain/chart';
import { useText } from '#ui/text';
import type { PartName } from './chart-order.ts';
import type { ChartLines } from './chart-queries.ts';
import { useChartScene } from './chart-scene.ts';
import { DocumentReader } from './DocumentReader.tsx';
import { EntryList } from './EntryList.tsx';
import { ListFold } from './ListFold.tsx';
import { listMeasures } from './list-measures.ts';
import { MeasureCard } from './MeasureCard.tsx';
import type { EntryListName } from './row-texts.ts';

interface ChartPartProps {
  part: Exclude<PartName, 'since'>;
  lines: ChartLines;
  isOver: boolean;
  isOpen: boolean;
  onToggle: (isOpen: boolean) => void;
  onPrint: () => void;
}

export function ChartPart({ part, lines, isOver, isOpen, onToggle, onPrint }: ChartPartProps) {
  const say = useText();
  const { launchId } = useChartScene();
  const frame = { launchId, isOver, isOpen, onToggle, onPrint };
  if (part === 'vitals' || part === 'labs')
    return (
      <ListFold
        {...frame}
        list={part}
        line={lines[part]}
        note={(rows: ObservationRow[]) => say('chart.note.measures', { count: listMeasures(rows).length })}
      >
        {(rows: ObservationRow[]) => <Measures rows={rows} isTrendOpen={part === 'vitals'} />}
      </ListFold>
    );
  if (part === 'documents')
    return (
      <ListFold {...frame} list={part} line={lines[part]} note={(rows) => countText(rows)}>
        {(rows) => <EntryList list={part} rows={rows} below={(row) => <DocumentReader row={row} />} />}
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

function Measures({ rows, isTrendOpen }: { rows: readonly ObservationRow[]; isTrendOpen: boolean }) {
  return (
    <ul className={isTrendOpen ? 'measures measures-wide' : 'measures'}>
      {listMeasures(rows).map((measure) => (
        <MeasureCard key={measure.key} measure={measure} isTrendOpen={isTrendOpen} />
      ))}
    </ul>
  );
}
