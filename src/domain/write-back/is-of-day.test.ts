import { describe, expect, it } from 'vitest';
import { isOfDay } from './is-of-day.ts';

const VISIT = new Date('2026-11-22T15:00:00Z');
const shown = (start: string | null, end: string | null = null) => isOfDay({ start, end }, VISIT);

describe('an encounter that the EHR shows', () => {
  it.each([
    ['of the same hour', '2026-11-22T14:55:00Z', '2026-11-22T15:20:00Z'],
    ['of the morning, in the hospital’s zone', '2026-11-22T08:00:00-05:00', '2026-11-22T08:30:00-05:00'],
    ['of twelve hours before, to the minute', '2026-11-22T02:00:00Z', '2026-11-22T03:00:00Z'],
    ['begun days ago and still open', '2026-11-19T09:00:00Z', null],
    ['with a day and no time', '2026-11-22', '2026-11-22'],
    ['of yesterday by its day alone, which another zone may call today', '2026-11-21', '2026-11-21'],
    ['that says nothing', null, null],
    ['that says what is no date', 'soon', null],
  ])('%s may be this visit’s', (_name, start, end) => {
    expect(shown(start, end)).toBe(true);
  });

  it.each([
    ['of yesterday’s visit', '2026-11-21T15:00:00Z', '2026-11-21T15:30:00Z'],
    ['ended a minute more than twelve hours before', '2026-11-22T02:00:00Z', '2026-11-22T02:59:00Z'],
    ['of tomorrow', '2026-11-23T15:00:00Z', null],
    ['of a day before yesterday, without a time', '2026-11-20', '2026-11-20'],
    ['ended long ago, begun nobody knows when', null, '2026-11-10T10:00:00Z'],
  ])('%s is another visit’s', (_name, start, end) => {
    expect(shown(start, end)).toBe(false);
  });
});
