// The sandbox's calendar: days and instants relative to one given day. Knows no clock: whoever builds
// a seed says which day today is. Instants carry the offset of the clinic's zone (America/New_York).

/** A date, `YYYY-MM-DD`; where FHIR allows it also `YYYY-MM` or `YYYY`. */
export type Day = string;
/** A distance in time, e.g. `2y3m`, `6w`, `10d`. */
export type Span = string;

export interface Calendar {
  readonly today: Day;
  ago(span: Span): Day;
  ahead(span: Span): Day;
  after(day: Day, span: Span): Day;
  /** The Friday before where `span` ago fell on a weekend: offices are closed then. */
  workdayAgo(span: Span): Day;
  /** The Monday after where `span` ahead falls on a weekend. */
  workdayAhead(span: Span): Day;
  /** The birthday of somebody who is `years` old today: children never grow up in the sandbox. */
  bornYearsAgo(years: number, monthAndDay: string): Day;
  /** The instant a clock on the clinic's wall shows `time` (HH:MM) on that day. */
  at(day: Day, time: string): string;
}

const DAY_MS = 86_400_000;
const ZONE = new Intl.DateTimeFormat('en-US', { timeZone: 'America/New_York', timeZoneName: 'longOffset' });

export function openCalendar(today: Day): Calendar {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(today) || Number.isNaN(Date.parse(today))) {
    throw new Error(`Not a day (YYYY-MM-DD): ${today}`);
  }
  const offsets = new Map<Day, string>();
  const ago = (span: Span) => shiftDay(today, span, -1);
  return {
    today,
    ago,
    ahead: (span) => shiftDay(today, span, 1),
    after: (day, span) => shiftDay(day, span, 1),
    workdayAgo: (span) => nearestWorkday(ago(span), -1),
    workdayAhead: (span) => nearestWorkday(shiftDay(today, span, 1), 1),
    bornYearsAgo(years, monthAndDay) {
      const year = Number(today.slice(0, 4)) - years;
      return `${today.slice(5) >= monthAndDay ? year : year - 1}-${monthAndDay}`;
    },
    at(day, time) {
      let offset = offsets.get(day);
      if (!offset) {
        offset = offsetOn(day);
        offsets.set(day, offset);
      }
      return `${day}T${time}:00${offset}`;
    },
  };
}

/** The day a wall calendar in the clinic shows at that moment. */
export function clinicDay(now: Date): Day {
  // The Swedish locale writes dates as FHIR does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/New_York' }).format(now);
}

/** Adds (or, with `sign` -1, subtracts) a span; a day past the month's end becomes its last day. */
export function shiftDay(day: Day, span: Span, sign: 1 | -1): Day {
  if (!/^(\d+[ymwd])+$/.test(span)) throw new Error(`Not a span of time: ${span}`);
  let months = 0;
  let days = 0;
  for (const [, count, unit] of span.matchAll(/(\d+)([ymwd])/g)) {
    if (unit === 'y') months += 12 * Number(count);
    else if (unit === 'm') months += Number(count);
    else days += Number(count) * (unit === 'w' ? 7 : 1);
  }
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month + sign * months, 0)).getUTCDate();
  const moved = Date.UTC(year, month - 1 + sign * months, Math.min(date, lastOfMonth)) + sign * days * DAY_MS;
  return new Date(moved).toISOString().slice(0, 10);
}

export function isWeekend(day: Day): boolean {
  return [0, 6].includes(new Date(day).getUTCDay());
}

function nearestWorkday(day: Day, sign: 1 | -1): Day {
  return isWeekend(day) ? nearestWorkday(shiftDay(day, '1d', sign), sign) : day;
}

function offsetOn(day: Day): string {
  const noon = ZONE.formatToParts(new Date(`${day}T16:00:00Z`));
  const name = noon.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  return name.replace('GMT', '') || 'Z';
}
