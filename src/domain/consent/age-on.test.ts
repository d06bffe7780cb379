import { describe, expect, it } from 'vitest';
import { ageAt } from './age-on.ts';

describe('ageAt', () => {
  it.each([
    ['the last second before the birthday in Hawaii', '2008-11-22', '2026-11-22T09:59:59Z', 'HI', 17],
    ['midnight of the birthday in Hawaii', '2008-11-22', '2026-11-22T10:00:00Z', 'HI', 18],
    ['a day that has begun in one zone of Florida alone', '2008-11-22', '2026-11-22T05:30:00Z', 'FL', 17],
    ['midnight of the year, still the old one in New York', '2008-01-01', '2026-01-01T04:59:59Z', 'NY', 17],
    ['midnight of the year in New York', '2008-01-01', '2026-01-01T05:00:00Z', 'NY', 18],
    ['place unknown: the day has begun in Europe alone', '2008-11-22', '2026-11-22T11:59:59Z', null, 17],
    ['place unknown: it has begun everywhere', '2008-11-22', '2026-11-22T12:00:00Z', null, 18],
    ['born on a leap day, in a year without one', '2008-02-29', '2026-02-28T12:00:00-05:00', 'NY', 17],
    ['the day after', '2008-02-29', '2026-03-01T12:00:00-05:00', 'NY', 18],
    ['the month alone: its last day counts', '2008-11', '2026-11-29T12:00:00-05:00', 'NY', 17],
    ['the year alone: its last day counts', '2008', '2026-12-30T12:00:00-05:00', 'NY', 17],
    ['not born yet by the record', '2030-01-01', '2026-11-22T12:00:00-05:00', 'NY', 0],
  ] as const)('%s', (_name, born, at, state, years) => {
    expect(ageAt(born, at, state)).toBe(years);
  });

  it.each([[null], ['unknown'], ['22-11-2008'], ['2008-1-2'], ['born 2008']])('%s: not known', (born) => {
    expect(ageAt(born, '2026-11-22T12:00:00Z', 'NY')).toBeNull();
  });
});
