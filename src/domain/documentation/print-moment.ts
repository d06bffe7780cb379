// Moments as they stand in a note: 21-Nov-2026, never 11/21; times with their zone; what is partial stays partial.

const MONTHS = {
  en: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
  es: ['ene', 'feb', 'mar', 'abr', 'may', 'jun', 'jul', 'ago', 'sep', 'oct', 'nov', 'dic'],
} as const;
type Language = keyof typeof MONTHS;

/** A date as recorded (YYYY, YYYY-MM, YYYY-MM-DD, with or without a time): its day as the record wrote it. */
export function printRecordedDay(recorded: string, language: Language = 'en'): string {
  const [, year, month, day] = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(recorded) ?? [];
  const name = MONTHS[language][Number(month) - 1];
  if (!year) return 'date not readable';
  if (!name) return year;
  return day ? `${day}-${name}-${year}` : `${name} ${year}`;
}

/** `day` 21-Nov-2026, `time` 14:03, `zone` as people call it (EST, UTC). */
export function splitInstant(
  instant: string,
  timeZone: string,
  language: Language = 'en',
): { day: string; time: string; zone: string } {
  const parts = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, hourCycle: 'h23', timeZoneName: 'short' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
  }).formatToParts(new Date(instant));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? '';
  return {
    day: printRecordedDay(`${part('year')}-${part('month')}-${part('day')}`, language),
    time: `${part('hour')}:${part('minute')}`,
    zone: part('timeZoneName'),
  };
}

/** 21-Nov-2026 14:03 UTC */
export function printInstant(instant: string, timeZone: string, language: Language = 'en'): string {
  const { day, time, zone } = splitInstant(instant, timeZone, language);
  return `${day} ${time} ${zone}`;
}

/** 14:03–14:25 UTC; the second with its day where it is another one. `until` null: no end is recorded. */
export function printSpan(from: string, until: string | null, timeZone: string): string {
  const begin = splitInstant(from, timeZone);
  if (until === null) return `${begin.time} ${begin.zone}–end not recorded`;
  const end = splitInstant(until, timeZone);
  const isSameZone = begin.zone === end.zone;
  const day = begin.day === end.day ? '' : `${end.day} `;
  return `${begin.time}${isSameZone ? '' : ` ${begin.zone}`}–${day}${end.time} ${end.zone}`;
}
