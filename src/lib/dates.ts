// Dates as people in a clinic read them without error: 21-Nov-2026, never 11/21 or 21/11; partial dates
// as known; ages from the date shown; times with their zone. Must not read the clock.

/** As recorded: YYYY, YYYY-MM or YYYY-MM-DD (FHIR `date`). */
const RECORDED = /^(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?$/;

const MONTHS = {
  en: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
  es: ['ene', 'feb', 'mar', 'abr', 'may', 'jun', 'jul', 'ago', 'sep', 'oct', 'nov', 'dic'],
} as const;

interface Parts {
  year: number;
  /** 1–12 */
  month: number | null;
  day: number | null;
}

function partsOf(recorded: string): Parts | null {
  const found = RECORDED.exec(recorded);
  if (!found) return null;
  const [year, month, day] = found.slice(1).map((text) => (text === undefined ? null : Number(text)));
  if (day != null && new Date(Date.UTC(year ?? 0, (month ?? 1) - 1, day)).getUTCDate() !== day) return null;
  return { year: year ?? 0, month: month ?? null, day: day ?? null };
}

/** `2026-11-21` → 21-Nov-2026, `2026-11` → Nov 2026, `2026` → 2026; anything else is shown as recorded. */
export function formatDate(recorded: string, language: 'en' | 'es' = 'en'): string {
  const parts = partsOf(recorded);
  if (!parts || parts.month === null) return recorded;
  const month = MONTHS[language][parts.month - 1];
  return parts.day === null
    ? `${month} ${parts.year}`
    : `${String(parts.day).padStart(2, '0')}-${month}-${parts.year}`;
}

/**
 * Age on a day: whole years from two years on, months below, days in the first month. A partial birth
 * date gives the span that is possible (`least` < `most`). `null`: not a date, or after that day.
 */
export interface Age {
  unit: 'years' | 'months' | 'days';
  least: number;
  most: number;
}

/** `today` as YYYY-MM-DD, in the reader's own zone. */
export function ageOn(birth: string, today: string): Age | null {
  const born = partsOf(birth);
  const now = partsOf(today);
  if (!born || now?.month == null || now.day === null) return null;
  const day = { year: now.year, month: now.month, day: now.day };
  if (born.month === null) return yearSpan(now.year - born.year - 1, now.year - born.year);
  if (born.day === null) {
    const months = (day.year - born.year) * 12 + day.month - born.month;
    return yearSpan(Math.floor((months - 1) / 12), Math.floor(months / 12));
  }
  return fullAge({ year: born.year, month: born.month, day: born.day }, day);
}

function yearSpan(least: number, most: number): Age | null {
  return most < 0 ? null : { unit: 'years', least: Math.max(0, least), most };
}

type Day = { year: number; month: number; day: number };

function fullAge(born: Day, day: Day): Age | null {
  const days =
    (Date.UTC(day.year, day.month - 1, day.day) - Date.UTC(born.year, born.month - 1, born.day)) / 864e5;
  if (days < 0) return null;
  const months = (day.year - born.year) * 12 + day.month - born.month - (day.day < born.day ? 1 : 0);
  if (months >= 24) return same('years', Math.floor(months / 12));
  return months >= 1 ? same('months', months) : same('days', days);
}

function same(unit: Age['unit'], count: number): Age {
  return { unit, least: count, most: count };
}

/** The calendar day of an instant where the reader sits, as YYYY-MM-DD. */
export function localDay(instant: Date): string {
  const two = (count: number) => String(count).padStart(2, '0');
  return `${instant.getFullYear()}-${two(instant.getMonth() + 1)}-${two(instant.getDate())}`;
}

/**
 * An ISO instant as `21-Nov-2026 14:05 CST`: zone always there, since two people may be in different
 * ones. `zone` is an IANA name; absent: the reader's own.
 */
export function formatInstant(iso: string, language: 'en' | 'es' = 'en', zone?: string): string {
  const instant = new Date(iso);
  if (Number.isNaN(instant.getTime())) return iso;
  const write = new Intl.DateTimeFormat('en-US', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
    ...(zone && { timeZone: zone }),
  });
  const part = Object.fromEntries(write.formatToParts(instant).map(({ type, value }) => [type, value]));
  const date = formatDate(`${part.year}-${part.month}-${part.day}`, language);
  return `${date} ${part.hour}:${part.minute} ${part.timeZoneName}`;
}

/** The time of day of an ISO instant where the reader sits, to the second: `09:12:04`. */
export function formatClock(iso: string, zone?: string): string {
  const instant = new Date(iso);
  if (Number.isNaN(instant.getTime())) return iso;
  return new Intl.DateTimeFormat('en-US', {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    ...(zone && { timeZone: zone }),
  }).format(instant);
}
