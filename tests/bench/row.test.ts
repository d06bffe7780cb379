import { describe, expect, it } from 'vitest';
import { compare, median, percentile } from './row.ts';

describe('figures', () => {
  it('takes the middle and the nearest rank', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(percentile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.95)).toBe(10);
    expect(percentile([7], 0.95)).toBe(7);
  });

  it('times both in turns, the peer twice, after one round of warming up', async () => {
    const order: string[] = [];
    const figures = await compare({
      rounds: 2,
      ours: { calls: 1, call: () => order.push('ours') },
      peer: { calls: 2, call: () => order.push('peer') },
    });
    expect(order.slice(0, 15)).toEqual(Array(3).fill(['ours', 'peer', 'peer', 'peer', 'peer']).flat());
    expect(figures.ours).toHaveLength(2);
    expect(figures.ratio).toBeGreaterThan(0);
  });
});
