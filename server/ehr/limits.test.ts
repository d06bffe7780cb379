import { describe, expect, it, vi } from 'vitest';
import { createTurnstile } from './limits.ts';

const NONE = { maxParallel: 16, callsPerMinute: undefined };
function startAt(at: string, limits: Parameters<typeof createTurnstile>[0] = NONE) {
  let now = Date.parse(at);
  const turnstile = createTurnstile(limits, () => new Date(now));
  return { turnstile, skip: (ms: number) => (now += ms) };
}
const START = '2026-11-22T10:00:00Z';
const busy = { code: 'ehr.busy' };

describe('how much at a time', () => {
  it('no more than maxParallel are inside; the next goes in when one leaves', async () => {
    const { turnstile } = startAt(START, { maxParallel: 2, callsPerMinute: undefined });
    const [leave] = [await turnstile.enter(), await turnstile.enter()];
    let isIn = false;
    const third = turnstile.enter().then(() => {
      isIn = true;
    });
    await new Promise(setImmediate);
    expect(isIn).toBe(false);
    leave();
    await third;
    expect(isIn).toBe(true);
  });

  it('leaving twice makes no second place', async () => {
    const { turnstile } = startAt(START, { maxParallel: 1, callsPerMinute: undefined });
    const leave = await turnstile.enter();
    leave();
    leave();
    const leaveAgain = await turnstile.enter();
    let isIn = false;
    const third = turnstile.enter().then(() => {
      isIn = true;
    });
    await new Promise(setImmediate);
    expect(isIn).toBe(false);
    leaveAgain();
    await third;
  });

  it('who waited ten seconds is told that it is busy, and no place is lost', async () => {
    vi.useFakeTimers();
    try {
      const { turnstile } = startAt(START, { maxParallel: 1, callsPerMinute: undefined });
      const leave = await turnstile.enter();
      const refused = expect(turnstile.enter()).rejects.toMatchObject(busy);
      await vi.advanceTimersByTimeAsync(10_000);
      await refused;
      leave();
      (await turnstile.enter())();
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('how much in a minute', () => {
  it('the quota and not one more, until the minute is over', async () => {
    const { turnstile, skip } = startAt(START, { maxParallel: 16, callsPerMinute: 3 });
    for (let call = 0; call < 3; call += 1) (await turnstile.enter())();
    await expect(turnstile.enter()).rejects.toMatchObject(busy);
    skip(59_999);
    await expect(turnstile.enter()).rejects.toMatchObject(busy);
    skip(1);
    (await turnstile.enter())();
  });
});

describe('an EHR that asks for time', () => {
  it.each([
    ['seconds', 429, '30', 30_000],
    ['a date', 429, 'Sun, 22 Nov 2026 10:00:20 GMT', 20_000],
    ['out of service', 503, '10', 10_000],
    ['more than a minute is a minute', 429, '86400', 60_000],
  ])('%s', async (_, status, retryAfter, pause) => {
    const { turnstile, skip } = startAt(START);
    expect(turnstile.heed({ status, retryAfter })).toBe(false);
    await expect(turnstile.enter()).rejects.toMatchObject(busy);
    skip(pause - 5_001);
    await expect(turnstile.enter()).rejects.toMatchObject(busy);
    skip(5_001);
    (await turnstile.enter())();
  });

  it.each([
    ['200', { status: 200, retryAfter: '30' }],
    ['500', { status: 500, retryAfter: '30' }],
    ['503 that names no time', { status: 503, retryAfter: null }],
  ])('%s asks for none', async (_, answer) => {
    const { turnstile } = startAt(START);
    expect(turnstile.heed(answer)).toBe(false);
    (await turnstile.enter())();
  });

  it('a short time is waited for; without one it grows each time, and an answer ends that', () => {
    const { turnstile, skip } = startAt(START);
    const refused = { status: 429, retryAfter: null };
    const turns = [0, 1, 2].map(() => {
      const isSoon = turnstile.heed(refused);
      skip(60_000);
      return isSoon;
    });
    expect([...turns, turnstile.heed(refused)]).toEqual([true, true, true, false]);
    skip(60_000);
    turnstile.heed({ status: 200, retryAfter: null });
    expect(turnstile.heed(refused)).toBe(true);
  });

  it('a Retry-After that is neither number nor date is none', () => {
    const { turnstile } = startAt(START);
    expect(turnstile.heed({ status: 429, retryAfter: 'soon' })).toBe(true);
  });
});
