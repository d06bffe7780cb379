// The measures of a list, each with its newest value; curves at once or when asked for.
import type { ObservationRow } from '#domain/chart';
import { listMeasures } from './list-measures.ts';
import { MeasureCard } from './MeasureCard.tsx';

interface MeasuresProps {
  rows: readonly ObservationRow[];
  isTrendOpen: boolean;
}

export function Measures({ rows, isTrendOpen }: MeasuresProps) {
  return (
    <ul className={isTrendOpen ? 'measures measures-wide' : 'measures'}>
      {listMeasures(rows).map((measure) => (
        <MeasureCard key={measure.key} measure={measure} isTrendOpen={isTrendOpen} />
      ))}
    </ul>
  );
}
