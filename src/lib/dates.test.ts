import { describe, expect, it } from 'vitest';
import { ageOn, formatClock, formatDate, formatInstant, localDay } from './dates.ts';

describe('dates as recorded', () => {
  it.each([
    ['2026-11-21', '21-Nov-2026'],
    ['2026-03-01', '01-Mar-2026'],
    ['2019-03', 'Mar 2019'],
    ['2019', '2019'],
    ['2024-02-29', '29-Feb-2024'],
  ])('%s is written %s', (recorded, written) => expect(formatDate(recorded)).toBe(written));

  it('has Spanish months', () => expect(formatDate('2026-01-05', 'es')).toBe('05-ene-2026'));

  it.each(['', 'about 1960', '2026-13-01', '2026-02-30', '2025-02-29', '11/21/2026', '2026-1-1'])(
    'shows %j as it is, since it is no date',
    (recorded) => expect(formatDate(recorded)).toBe(recorded),
  );
});

describe('age', () => {
  const years = (least: number, most = least) => ({ unit: 'years', least, most });
  it('turns on the birthday, not the day before', () => {
    expect(ageOn('1961-11-21', '2026-11-20')).toEqual(years(64));
    expect(ageOn('1961-11-21', '2026-11-21')).toEqual(years(65));
  });
  it('of a 29 February child turns on 1 March in a common year', () => {
    expect(ageOn('2004-02-29', '2026-02-28')).toEqual(years(21));
    expect(ageOn('2004-02-29', '2026-03-01')).toEqual(years(22));
  });
  it('is in months below two years and in days in the first month', () => {
    expect(ageOn('2024-11-21', '2026-11-21')).toEqual(years(2));
    expect(ageOn('2024-11-22', '2026-11-21')).toEqual({ unit: 'months', least: 23, most: 23 });
    expect(ageOn('2026-10-22', '2026-11-21')).toEqual({ unit: 'days', least: 30, most: 30 });
    expect(ageOn('2026-11-21', '2026-11-21')).toEqual({ unit: 'days', least: 0, most: 0 });
  });
  it('is a span where only the year or the month is known', () => {
    expect(ageOn('1961', '2026-11-21')).toEqual(years(64, 65));
    expect(ageOn('2026', '2026-11-21')).toEqual(years(0));
    expect(ageOn('1961-11', '2026-11-21')).toEqual(years(64, 65));
    expect(ageOn('1961-10', '2026-11-21')).toEqual(years(65));
    expect(ageOn('1961-12', '2026-11-21')).toEqual(years(64));
  });
  it('of somebody born after that day, or of no date, is not given', () => {
    expect(ageOn('2026-11-22', '2026-11-21')).toBeNull();
    expect(ageOn('2027', '2026-11-21')).toBeNull();
    expect(ageOn('unknown', '2026-11-21')).toBeNull();
  });
});

describe('instants', () => {
  it('carry the zone, and the day of that zone', () => {
    expect(formatInstant('2026-11-21T02:05:00Z', 'en', 'America/Chicago')).toBe('20-Nov-2026 20:05 CST');
    expect(formatInstant('2026-07-01T02:05:00Z', 'en', 'America/Chicago')).toBe('30-Jun-2026 21:05 CDT');
    expect(formatInstant('2026-11-21T00:00:00Z', 'es', 'UTC')).toBe('21-nov-2026 00:00 UTC');
  });
  it('are told to the second where it matters when', () =>
    expect(formatClock('2026-11-21T15:12:04.900Z', 'America/Chicago')).toBe('09:12:04'));
  it('that are none are shown as they are', () => {
    expect(formatInstant('soon')).toBe('soon');
    expect(formatClock('soon')).toBe('soon');
  });
  it('have a local calendar day', () => expect(localDay(new Date(2026, 0, 5, 23, 59))).toBe('2026-01-05'));
});
