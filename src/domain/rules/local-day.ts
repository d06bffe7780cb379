// Instants as days of a state, and days as instants. Knows zones and daylight saving; asks no clock.
import type { Days } from './find-row.ts';
import { STATE_ZONES, type StateCode } from './vocabulary.ts';

const READERS = new Map<string, Intl.DateTimeFormat>();

/** The wall clock of a zone at this instant, as `2026-11-20T15:00:00`. */
function wallClock(at: number, zone: string): string {
  let reader = READERS.get(zone);
  if (!reader) {
    // Swedish writes dates as ISO 8601 does.
    reader = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
    READERS.set(zone, reader);
  }
  return reader.format(at).replace(' ', 'T');
}

/** The day it is at the instant by the calendar of this zone (IANA name). */
export const dayIn = (instant: string, zone: string): string =>
  wallClock(Date.parse(instant), zone).slice(0, 10);

/** The day it is in this state at the instant, in its earliest and its latest zone. */
export function listDays(instant: string, state: StateCode): Days {
  const days = STATE_ZONES[state].map((zone) => dayIn(instant, zone)).sort();
  return { first: days[0] ?? '', last: days.at(-1) ?? '' };
}

/** The last second of a day in this state, with its offset: in the zone where the day ends first. */
export function endOfDay(day: string, state: StateCode): string {
  const ends = STATE_ZONES[state].map((zone) => endIn(day, zone));
  return ends.reduce((first, end) => (Date.parse(end) < Date.parse(first) ? end : first));
}

function endIn(day: string, zone: string): string {
  const wall = Date.parse(`${day}T23:59:59Z`);
  // In every place with a USPS code clocks change in the small hours: by this instant the day's last offset holds.
  const offset = offsetAt(wall, zone);
  const minutes = Math.abs(offset) / 60_000;
  const two = (part: number): string => String(Math.floor(part)).padStart(2, '0');
  return `${day}T23:59:59${offset < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}

const offsetAt = (at: number, zone: string): number => Date.parse(`${wallClock(at, zone)}Z`) - at;

/** The same day so many months later; the last of the month where there is no such day. */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month - 1 + months + 1, 0));
  lastOfMonth.setUTCDate(Math.min(date, lastOfMonth.getUTCDate()));
  return lastOfMonth.toISOString().slice(0, 10);
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
