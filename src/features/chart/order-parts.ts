// The parts of a reading in the order in which they are said. A pressure is systolic over diastolic whatever
// the record's order is: records tell the two apart by code, not by place (US Core 8, blood pressure).
import type { ObservationRow } from '#domain/chart';

export type ReadingPart = ObservationRow['components'][number];

/** LOINC, as a measure's key begins. */
const SYSTOLIC = '8480-6|';
const DIASTOLIC = '8462-4|';

export function orderParts(parts: readonly ReadingPart[]): readonly ReadingPart[] {
  const high = parts.find(({ measure }) => measure.startsWith(SYSTOLIC));
  const low = parts.find(({ measure }) => measure.startsWith(DIASTOLIC));
  return high && low ? [high, low, ...parts.filter((part) => part !== high && part !== low)] : parts;
}

/** The unit of the two, where they may be said as 134/82; `null` for everything else, which needs its names. */
export function pressureUnit(ordered: readonly ReadingPart[]): string | null {
  const [high, low, ...others] = ordered;
  if (others.length > 0 || !high?.measure.startsWith(SYSTOLIC) || !low?.measure.startsWith(DIASTOLIC))
    return null;
  if (high.value?.kind !== 'quantity' || low.value?.kind !== 'quantity') return null;
  return high.value.unit === low.value.unit ? high.value.unit : null;
}
