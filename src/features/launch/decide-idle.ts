// When the screen warns, locks and speaks. Pure: instants in, a phase out. All instants are the server's.

export type IdlePhase =
  | { phase: 'in-use' /** ms until something changes */; next: number }
  | { phase: 'warned'; secondsLeft: number; next: number }
  | { phase: 'over' };

export interface IdleTimes {
  warnAt: number;
  lockAt: number;
}

/** From `warnAt` on the screen warns, from `lockAt` on it counts as locked, whatever the server said last. */
export function decideIdle(now: number, { warnAt, lockAt }: IdleTimes): IdlePhase {
  if (now >= lockAt) return { phase: 'over' };
  if (now < warnAt) return { phase: 'in-use', next: Math.min(warnAt, lockAt) - now };
  const left = lockAt - now;
  const secondsLeft = Math.ceil(left / 1000);
  return { phase: 'warned', secondsLeft, next: left - (secondsLeft - 1) * 1000 };
}

/** Seconds left that are said aloud; each second would drown everything else. */
const SPOKEN = [60, 30, 10] as const;

/** The last of them that was reached; `null` before the first. */
export function decideSpoken(secondsLeft: number): number | null {
  return SPOKEN.findLast((mark) => secondsLeft <= mark) ?? null;
}

/** Input is reported at once, then at most once a minute. */
const REPORT_EVERY_MS = 60_000;

export function decideReport(lastReportedAt: number | null, now: number): boolean {
  return lastReportedAt === null || now - lastReportedAt >= REPORT_EVERY_MS;
}
