// The letter beside a value: what the record says of it, else where it lies against the recorded range.
import type { ObservationRow } from '#domain/chart';

export type Reading = Pick<ObservationRow, 'value' | 'range' | 'interpretation'>;

export interface Flag {
  /** As recorded (H, LL, A …), or H and L by the range. */
  letter: string;
  /** The record gave no letter of its own. */
  isByRange: boolean;
}

/** FHIR v3-ObservationInterpretation codes that say "nothing to see". */
const UNREMARKABLE = ['N', 'NORMAL', 'NEG', 'ND', 'S', 'NR'];

/** `null`: inside its range, or nothing known against it. */
export function decideFlag({ value, range, interpretation }: Reading): Flag | null {
  if (interpretation !== null) {
    const isPlain = UNREMARKABLE.includes(interpretation.toUpperCase());
    return isPlain ? null : { letter: interpretation, isByRange: false };
  }
  if (value?.kind !== 'quantity' || range === null) return null;
  const { number, comparator } = value;
  // "<5" lies somewhere below 5: too high is not known of it, and the other way round.
  const mayBeHigh = comparator === null || comparator.startsWith('>');
  const mayBeLow = comparator === null || comparator.startsWith('<');
  if (range.highNumber !== null && number > range.highNumber && mayBeHigh)
    return { letter: 'H', isByRange: true };
  if (range.lowNumber !== null && number < range.lowNumber && mayBeLow)
    return { letter: 'L', isByRange: true };
  return null;
}
