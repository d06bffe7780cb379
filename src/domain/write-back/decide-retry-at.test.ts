import { describe, expect, it } from 'vitest';
import { decideRetryAt } from './decide-retry-at.ts';

const NOW = new Date('2026-11-20T15:00:00Z');
const waits = (failures: number, random: number, retryAfterSeconds: number | null = null) =>
  decideRetryAt(NOW, { failures, random, retryAfterSeconds }).getTime() - NOW.getTime();

describe('decideRetryAt', () => {
  it('waits longer after each failure, up to five minutes', () => {
    expect([1, 2, 3, 4, 30, 4000].map((failures) => waits(failures, 0))).toEqual([
      1_000, 2_000, 4_000, 8_000, 150_000, 150_000,
    ]);
    expect(waits(30, 0.999)).toBeLessThanOrEqual(300_000);
  });

  it('spreads over the second half of the span', () => {
    expect(waits(1, 0.5)).toBe(1_500);
    expect(waits(30, 0.5)).toBe(225_000);
  });

  it('never comes before the EHR’s word, and spreads after it', () => {
    expect(waits(1, 0, 30)).toBe(30_000);
    expect(waits(1, 0.5, 30)).toBe(30_500);
    expect(waits(30, 0, 30)).toBe(150_000);
  });

  it('waits no longer than an hour, whatever is asked', () => {
    expect(waits(1, 0, 86_400)).toBe(3_600_000);
  });

  it('takes no failure and a negative wish for the least', () => {
    expect(waits(0, 0, -5)).toBe(1_000);
  });
});
