// The measures of a list, each with its newest value; curves at once or when asked for.
import type { ObservationRow } from '#domain/chart';
import { listMeasures, orderVitals } from './list-measures.ts';
import { MeasureCard } from './MeasureCard.tsx';

interface MeasuresProps {
  rows: readonly ObservationRow[];
  /** Vital signs: in their known order, with their curves open. */
  isVitals: boolean;
}

export function Measures({ rows, isVitals }: MeasuresProps) {
  const measures = listMeasures(rows);
  return (
    <ul className={isVitals ? 'measures measures-wide' : 'measures'}>
      {(isVitals ? orderVitals(measures) : measures).map((measure) => (
        <MeasureCard key={measure.key} measure={measure} isTrendOpen={isVitals} />
      ))}
    </ul>
  );
}
