import { describe, expect, it } from 'vitest';
import { decideIdle, decideReport, decideSpoken } from './decide-idle.ts';

const times = { warnAt: 780_000, lockAt: 900_000 };

describe('idle', () => {
  it('is in use until the warning, to the millisecond', () => {
    expect(decideIdle(0, times)).toEqual({ phase: 'in-use', next: 780_000 });
    expect(decideIdle(779_999, times)).toEqual({ phase: 'in-use', next: 1 });
    expect(decideIdle(780_000, times)).toEqual({ phase: 'warned', secondsLeft: 120, next: 1000 });
  });
  it('counts whole seconds down and wakes at each', () => {
    expect(decideIdle(780_400, times)).toEqual({ phase: 'warned', secondsLeft: 120, next: 600 });
    expect(decideIdle(899_000, times)).toEqual({ phase: 'warned', secondsLeft: 1, next: 1000 });
    expect(decideIdle(899_999, times)).toEqual({ phase: 'warned', secondsLeft: 1, next: 1 });
  });
  it('is over at the lock, not before', () => expect(decideIdle(900_000, times)).toEqual({ phase: 'over' }));
  it('locks also where the warning comes too late', () =>
    expect(decideIdle(900_000, { warnAt: 1_000_000, lockAt: 900_000 })).toEqual({ phase: 'over' }));
});

it('says the time left at one minute, thirty and ten seconds', () => {
  expect([120, 61, 60, 59, 31, 30, 11, 10, 1].map(decideSpoken)).toEqual([
    null,
    null,
    60,
    60,
    60,
    30,
    30,
    10,
    10,
  ]);
});

it('reports the first input at once and then once a minute', () => {
  expect(decideReport(null, 5)).toBe(true);
  expect(decideReport(1000, 60_999)).toBe(false);
  expect(decideReport(1000, 61_000)).toBe(true);
});
