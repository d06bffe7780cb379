import { describe, expect, it } from 'vitest';
import { alignLines } from './align-lines.ts';

const line = (...points: [at: number, value: number][]) => ({
  name: 'x',
  points: points.map(([at, value]) => ({ at, value })),
});

describe('lines on one axis', () => {
  it('puts instants in order, in seconds, each once', () =>
    expect(alignLines([line([3000, 3], [1000, 1]), line([1000, 9])])).toEqual([
      [1, 3],
      [1, 3],
      [9, null],
    ]));
  it('leaves a gap where a line has nothing, and keeps zero', () =>
    expect(alignLines([line([1000, 0]), line([2000, 5])])).toEqual([
      [1, 2],
      [0, null],
      [null, 5],
    ]));
  it('of nothing is nothing', () => expect(alignLines([])).toEqual([[]]));
});
