import { describe, expect, it } from 'vitest';
import { decideWait, isBefore, orderQueue } from './decide-wait.ts';

describe('decideWait', () => {
  it('says nothing from a thin day, and a range from a fuller one', () => {
    expect(decideWait([5, 9], 0, 0)).toEqual({ state: 'not-known-yet' });
    expect(decideWait([4, 8, 12, 20], 0, 0)).toEqual({ state: 'known', fromMinutes: 4, toMinutes: 12 });
    expect(decideWait([4, 8, 12, 20], 1, 0)).toEqual({ state: 'known', fromMinutes: 8, toMinutes: 24 });
  });

  it('takes off what has been waited, and stops saying a range that is over', () => {
    expect(decideWait([4, 8, 12, 20], 0, 6)).toEqual({ state: 'known', fromMinutes: 0, toMinutes: 6 });
    expect(decideWait([4, 8, 12, 20], 0, 12)).toEqual({ state: 'not-known-yet' });
  });
});

describe('the order of the waiting room', () => {
  const early = { visitId: 'a', planned: 900, since: 950 };
  const late = { visitId: 'b', planned: 1000, since: 890 };
  const unplanned = { visitId: 'c', planned: null, since: 920 };

  it('is by planned time, then by who came first', () => {
    expect(orderQueue([late, unplanned, early]).map(({ visitId }) => visitId)).toEqual(['a', 'c', 'b']);
  });

  it('gives the reason why somebody who came later stands before', () => {
    expect(isBefore(early, late)).toBe('earlier-appointment');
    expect(isBefore(late, early)).toBe(null);
    expect(isBefore(unplanned, { ...unplanned, visitId: 'd', since: 930 })).toBe(null);
  });
});
