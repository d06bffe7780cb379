import { describe, expect, it } from 'vitest';
import { addDays, addMonths, endOfDay, listDays } from './local-day.ts';

describe('the day it is in a state', () => {
  it('changes at midnight there', () => {
    expect(listDays('2026-11-21T04:59:59Z', 'NY')).toEqual({ first: '2026-11-20', last: '2026-11-20' });
    expect(listDays('2026-11-21T05:00:00Z', 'NY')).toEqual({ first: '2026-11-21', last: '2026-11-21' });
  });

  it('is two days for an hour where there are two zones', () => {
    expect(listDays('2026-11-21T06:30:00Z', 'TX')).toEqual({ first: '2026-11-20', last: '2026-11-21' });
    expect(listDays('2026-11-21T07:00:00Z', 'TX')).toEqual({ first: '2026-11-21', last: '2026-11-21' });
  });

  it('is two days for an hour in Arizona in summer alone', () => {
    expect(listDays('2026-07-02T06:30:00Z', 'AZ')).toEqual({ first: '2026-07-01', last: '2026-07-02' });
    expect(listDays('2026-12-02T06:30:00Z', 'AZ')).toEqual({ first: '2026-12-01', last: '2026-12-01' });
  });
});

describe('the end of a day', () => {
  it.each([
    ['2026-07-01', 'NY', '2026-07-01T23:59:59-04:00'],
    ['2026-03-08', 'NY', '2026-03-08T23:59:59-04:00'],
    ['2026-11-01', 'NY', '2026-11-01T23:59:59-05:00'],
    ['2026-12-31', 'HI', '2026-12-31T23:59:59-10:00'],
    ['2026-12-31', 'GU', '2026-12-31T23:59:59+10:00'],
    ['2026-12-31', 'TX', '2026-12-31T23:59:59-06:00'],
    ['2026-12-31', 'OR', '2026-12-31T23:59:59-07:00'],
  ] as const)('%s in %s is %s', (day, state, end) => expect(endOfDay(day, state)).toBe(end));
});

describe('days and months', () => {
  it.each([
    ['2025-11-20', 12, '2026-11-20'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2026-01-31', 1, '2026-02-28'],
    ['2026-12-15', 1, '2027-01-15'],
  ])('%s and %s months is %s', (day, months, later) => expect(addMonths(day, months)).toBe(later));

  it('a day later', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
  });
});
