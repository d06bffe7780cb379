// How long somebody may have to wait, said as a range and only when this clinician's own day shows enough of it.
import type { WaitView } from './visit-parts.ts';

/** Fewer waits than this say nothing. */
const ENOUGH = 3;

/**
 * `waits`: minutes that today's patients of this clinician waited, those who were seen. `ahead`: how many wait
 * before this one. `waited`: minutes already. From the middle half of the waits; never less than what is left.
 */
export function decideWait(waits: readonly number[], ahead: number, waited: number): WaitView {
  if (waits.length < ENOUGH) return { state: 'not-known-yet' };
  const sorted = waits.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  const turns = ahead + 1;
  // Who has waited longer than the range says is told nothing false: the range is not known for them.
  const toMinutes = Math.ceil(at(0.75) * turns - waited);
  if (toMinutes <= 0) return { state: 'not-known-yet' };
  return { state: 'known', fromMinutes: Math.max(0, Math.floor(at(0.25) * turns - waited)), toMinutes };
}

/** The order of a waiting room: by planned time, then by who came first. Lower comes earlier. */
export interface Waiting {
  readonly visitId: string;
  /** Milliseconds; null: not planned. */
  readonly planned: number | null;
  readonly since: number;
}

export function orderQueue(waiting: readonly Waiting[]): Waiting[] {
  const of = (one: Waiting) => one.planned ?? one.since;
  return waiting.toSorted((a, b) => of(a) - of(b) || a.since - b.since);
}

/** Why somebody who came later stands before: their appointment is earlier. */
export function isBefore(one: Waiting, other: Waiting): 'earlier-appointment' | null {
  const [first] = orderQueue([one, other]);
  return first === one && one.since > other.since ? 'earlier-appointment' : null;
}
