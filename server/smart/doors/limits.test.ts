import { describe, expect, it } from 'vitest';
import { createFailureLimit } from './failure-limit.ts';
import { createLaunchLimit } from './launch-limit.ts';

const at = (milliseconds: number) => new Date(milliseconds);

describe('launches of one EHR', () => {
  it('are fifty a second, and the next second has its own', () => {
    const limit = createLaunchLimit();
    for (let one = 0; one < 50; one += 1) expect(limit.admit('a', at(one))).toBe(true);
    expect(limit.admit('a', at(999))).toBe(false);
    expect(limit.admit('a', at(1_000))).toBe(true);
    expect(limit.admit('a', at(1_000))).toBe(false);
  });

  it('are not counted for another', () => {
    const limit = createLaunchLimit();
    for (let one = 0; one < 50; one += 1) limit.admit('a', at(0));
    expect([limit.admit('a', at(0)), limit.admit('b', at(0))]).toEqual([false, true]);
  });
});

describe('failures of one address', () => {
  it('are thirty a minute', () => {
    const limit = createFailureLimit();
    for (let one = 0; one < 30; one += 1) {
      expect(limit.isOver('x', at(one))).toBe(false);
      limit.count('x', at(one));
    }
    expect([limit.isOver('x', at(59_999)), limit.isOver('y', at(59_999))]).toEqual([true, false]);
    expect(limit.isOver('x', at(60_000))).toBe(false);
  });
});
