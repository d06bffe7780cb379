import { describe, expect, it } from 'vitest';
import { isLocked, isOver, LIFETIME, listDeadlines } from './session-lifetime.ts';

const MINUTE = 60_000;
const times = { startedAt: 0, lastActivityAt: 60 * MINUTE, lockedAt: null };

describe('the life of a session', () => {
  it('locks at exactly 15 minutes without activity', () => {
    expect(isLocked(times, 75 * MINUTE - 1)).toBe(false);
    expect(isLocked(times, 75 * MINUTE)).toBe(true);
  });
  it('stays locked, whatever happens', () => {
    expect(isLocked({ ...times, lockedAt: 1, lastActivityAt: 80 * MINUTE }, 80 * MINUTE)).toBe(true);
  });
  it('ends at exactly 12 hours', () => {
    expect(isOver(times, 12 * 60 * MINUTE - 1)).toBe(false);
    expect(isOver(times, 12 * 60 * MINUTE)).toBe(true);
  });
  it('warns two minutes before the lock, more than the 20 seconds of WCAG 2.2.1', () => {
    const { warnAt, lockAt, endsAt } = listDeadlines(times);
    expect([warnAt, lockAt, endsAt]).toEqual([73 * MINUTE, 75 * MINUTE, 720 * MINUTE]);
  });
  it('renews the id within the hour', () => {
    expect(LIFETIME.renewId + LIFETIME.renewalGrace).toBeLessThan(60 * MINUTE);
  });
});
