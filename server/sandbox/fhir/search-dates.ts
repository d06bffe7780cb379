// FHIR date search: what span of time a date means and how a prefix compares two spans (R4 search.html
// §3.1.1.4.5 and §3.1.1.4.8). Must not know resources, indexes or the clock. Times without a zone are UTC.

/** Milliseconds since the epoch, from inclusive, to exclusive. Open sides are infinite. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export const DATE_PREFIXES = ['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb'] as const;
export type DatePrefix = (typeof DATE_PREFIXES)[number];

const PARTS =
  /^(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01])(?:T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d|60)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:\d\d)?)?)?)?$/;
const DAY = 86_400_000;

/** The span a FHIR date, dateTime or instant means; undefined if it is none. */
export function readSpan(text: string): Span | undefined {
  const parts = PARTS.exec(text);
  if (!parts) {
    return undefined;
  }
  const [, year, month, day, hour, minute, second, fraction, zone] = parts;
  if (!month) {
    return { start: Date.UTC(Number(year), 0, 1), end: Date.UTC(Number(year) + 1, 0, 1) };
  }
  if (!day) {
    return {
      start: Date.UTC(Number(year), Number(month) - 1, 1),
      end: Date.UTC(Number(year), Number(month), 1),
    };
  }
  const midnight = Date.UTC(Number(year), Number(month) - 1, Number(day));
  if (new Date(midnight).getUTCDate() !== Number(day)) {
    return undefined;
  }
  if (!hour) {
    return { start: midnight, end: midnight + DAY };
  }
  const millis = fraction ? Number(fraction.padEnd(3, '0').slice(0, 3)) : 0;
  const start =
    midnight +
    Number(hour) * 3_600_000 +
    Number(minute) * 60_000 +
    Number(second ?? 0) * 1000 +
    millis -
    offset(zone);
  return { start, end: start + (fraction ? 1 : second ? 1000 : 60_000) };
}

function offset(zone: string | undefined): number {
  if (!zone || zone === 'Z') {
    return 0;
  }
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}

/** The span of a FHIR Period; a missing side is open. */
export function readPeriod(period: {
  start?: string | undefined;
  end?: string | undefined;
}): Span | undefined {
  const start = period.start === undefined ? { start: -Infinity } : readSpan(period.start);
  const end = period.end === undefined ? { end: Infinity } : readSpan(period.end);
  return start && end && (period.start || period.end) ? { start: start.start, end: end.end } : undefined;
}

/** True where a resource's span fits the prefix and the span that was searched for. */
export function spanMatches(prefix: DatePrefix, wanted: Span, found: Span): boolean {
  const contained = wanted.start <= found.start && found.end <= wanted.end;
  switch (prefix) {
    case 'eq':
      return contained;
    case 'ne':
      return !contained;
    case 'gt':
      return found.end > wanted.end;
    case 'lt':
      return found.start < wanted.start;
    case 'ge':
      return found.end > wanted.end || contained;
    case 'le':
      return found.start < wanted.start || contained;
    case 'sa':
      return found.start >= wanted.end;
    case 'eb':
      return found.end <= wanted.start;
  }
}
