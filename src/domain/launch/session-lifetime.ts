// How long a session lives: idle lock, absolute end, renewal of its id. Instants are milliseconds since
// the epoch by the server's clock; this file reads no clock.

const MINUTE = 60_000;

/** Idle 15 min, warning 2 min before; absolute 12 h; id renewal ≤ 60 min (security-rules rule 4 and 6 k). */
export const LIFETIME = {
  warn: 13 * MINUTE,
  lock: 15 * MINUTE,
  absolute: 12 * 60 * MINUTE,
  /** The id is due for renewal well before the hour, at the next request. */
  renewId: 50 * MINUTE,
  /** Parallel requests under way with the id before. */
  renewalGrace: 30_000,
  /** From the first offer of a new id to the end of one that is not given up for it: ≤ 60 min in all. */
  renewalEnd: 10 * MINUTE,
} as const;

export interface SessionTimes {
  startedAt: number;
  lastActivityAt: number;
  /** Set once locked; only the EHR's identity check takes it away. */
  lockedAt: number | null;
}

/** Locked stays locked: activity after the time-out does not open it (45 CFR 164.312(a)(2)(iii)). */
export function isLocked(times: SessionTimes, now: number): boolean {
  return times.lockedAt !== null || now - times.lastActivityAt >= LIFETIME.lock;
}

export function isOver(times: SessionTimes, now: number): boolean {
  return now - times.startedAt >= LIFETIME.absolute;
}

/** What the screen counts down to. */
export function listDeadlines(times: SessionTimes): { warnAt: number; lockAt: number; endsAt: number } {
  return {
    warnAt: times.lastActivityAt + LIFETIME.warn,
    lockAt: times.lastActivityAt + LIFETIME.lock,
    endsAt: times.startedAt + LIFETIME.absolute,
  };
}
