// When something that took no effect is tried again: later each time, never all at once, never before the EHR's word.

const FIRST_MS = 2_000;
const LONGEST_MS = 5 * 60_000;
/** An EHR may ask for more patience than this; a clinician's note is tried all the same. */
const LONGEST_ASKED_MS = 60 * 60_000;

/**
 * `failures`: how often in a row so far, from 1. `random`: in [0, 1), so that a hundred deliveries of one outage do
 * not come back in one second. `retryAfterSeconds`: as the EHR asked (RFC 9110 §10.2.3); null: it did not.
 */
export function decideRetryAt(
  now: Date,
  of: { failures: number; random: number; retryAfterSeconds: number | null },
): Date {
  const doubled = FIRST_MS * 2 ** Math.min(Math.max(of.failures, 1) - 1, 20);
  const longest = Math.min(doubled, LONGEST_MS);
  const backOff = longest / 2 + (longest / 2) * of.random;
  const asked = Math.min((of.retryAfterSeconds ?? 0) * 1000, LONGEST_ASKED_MS);
  // Whoever was asked to wait comes a little after the moment, each at another one.
  return new Date(now.getTime() + Math.max(backOff, asked > 0 ? asked + 1_000 * of.random : 0));
}
