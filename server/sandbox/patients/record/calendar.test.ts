import { describe, expect, it } from 'vitest';
import { clinicDay, openCalendar, shiftDay } from './calendar.ts';

describe('shiftDay', () => {
  it('moves by years, months, weeks and days', () => {
    expect(shiftDay('2026-11-21', '2y3m', -1)).toBe('2024-08-21');
    expect(shiftDay('2026-11-21', '2w1d', 1)).toBe('2026-12-06');
    expect(shiftDay('2026-01-15', '1m', -1)).toBe('2025-12-15');
  });

  it('stops at the last day of a shorter month', () => {
    expect(shiftDay('2026-03-31', '1m', -1)).toBe('2026-02-28');
    expect(shiftDay('2028-02-29', '1y', -1)).toBe('2027-02-28');
    expect(shiftDay('2028-02-29', '4y', -1)).toBe('2024-02-29');
  });

  it('refuses what is no span', () => {
    expect(() => shiftDay('2026-11-21', '3 years', -1)).toThrow('Not a span');
  });
});

describe('openCalendar', () => {
  it('refuses what is no day', () => {
    expect(() => openCalendar('21-11-2026')).toThrow('Not a day');
    expect(() => openCalendar('2026-13-01')).toThrow('Not a day');
  });

  it('writes instants with the offset of the clinic, in summer and in winter', () => {
    const calendar = openCalendar('2026-11-21');
    expect(calendar.at('2026-07-01', '09:30')).toBe('2026-07-01T09:30:00-04:00');
    expect(calendar.at('2026-11-21', '09:30')).toBe('2026-11-21T09:30:00-05:00');
    expect(calendar.at('2026-03-07', '09:30')).toBe('2026-03-07T09:30:00-05:00');
    expect(calendar.at('2026-03-08', '09:30')).toBe('2026-03-08T09:30:00-04:00');
  });

  it('keeps children at their age, with the birthday today and tomorrow', () => {
    const calendar = openCalendar('2026-11-21');
    expect(calendar.bornYearsAgo(7, '11-21')).toBe('2019-11-21');
    expect(calendar.bornYearsAgo(7, '11-22')).toBe('2018-11-22');
  });

  it('moves office days off the weekend, back in the past and on in the future', () => {
    const calendar = openCalendar('2026-11-21');
    expect(calendar.workdayAgo('0d')).toBe('2026-11-20');
    expect(calendar.workdayAgo('1d')).toBe('2026-11-20');
    expect(calendar.workdayAhead('1d')).toBe('2026-11-23');
    expect(calendar.workdayAhead('3d')).toBe('2026-11-24');
  });
});

describe('clinicDay', () => {
  it('is still yesterday in the clinic while it is past midnight in Greenwich', () => {
    expect(clinicDay(new Date('2026-11-21T03:00:00Z'))).toBe('2026-11-20');
    expect(clinicDay(new Date('2026-11-21T05:00:00Z'))).toBe('2026-11-21');
  });
});
