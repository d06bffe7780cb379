import { describe, expect, it } from 'vitest';
import { newAllowance, take } from './allowance.ts';

const rate = { burst: 3, perSecond: 2 };

describe('an allowance', () => {
  it('gives the whole burst at once and then refuses', () => {
    const allowance = newAllowance(rate, 0);
    expect([1, 1, 1, 1].map((cost) => take(allowance, rate, cost, 0))).toEqual([true, true, true, false]);
  });

  it('fills with time, never beyond the burst', () => {
    const allowance = newAllowance(rate, 0);
    expect(take(allowance, rate, 3, 0)).toBe(true);
    expect(take(allowance, rate, 1, 499)).toBe(false);
    const rested = newAllowance(rate, 0);
    expect(take(rested, rate, 3, 0)).toBe(true);
    expect(take(rested, rate, 1, 500)).toBe(true);
    expect(take(rested, rate, 4, 60_000)).toBe(false);
  });

  it('does not forgive who goes on while it is empty', () => {
    const allowance = newAllowance(rate, 0);
    for (let sent = 0; sent < 13; sent += 1) take(allowance, rate, 1, 0);
    expect(take(allowance, rate, 1, 5_000)).toBe(false);
  });
});
