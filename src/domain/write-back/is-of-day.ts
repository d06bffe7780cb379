// Whether an encounter that the EHR shows can be the one of a visit, by its time alone. What it does not say rules
// nothing out.

/** The farthest that a hospital's day and ours can be apart, either way, is a zone's offset: at most 14 hours. */
const ZONE_MS = 14 * 3600_000;
/** A visit is met by an encounter of the same day, opened some hours before it or left open after it. */
const NEAR_MS = 12 * 3600_000;

/** `shown`: FHIR dateTimes, with or without a time; null: open on that side. */
export function isOfDay(shown: { start: string | null; end: string | null }, visitAt: Date): boolean {
  const from = shown.start === null ? Number.NEGATIVE_INFINITY : firstOf(shown.start);
  const until = shown.end === null ? Number.POSITIVE_INFINITY : lastOf(shown.end);
  if (Number.isNaN(from) || Number.isNaN(until)) return true;
  const at = visitAt.getTime();
  // One that was begun and never ended belongs to the day it was begun on, and to every day after it.
  return from <= at + NEAR_MS && until >= at - NEAR_MS;
}

const hasTime = (dateTime: string) => dateTime.includes('T');
const firstOf = (dateTime: string) => Date.parse(dateTime) - (hasTime(dateTime) ? 0 : ZONE_MS);
const lastOf = (dateTime: string) =>
  hasTime(dateTime) ? Date.parse(dateTime) : Date.parse(dateTime) + 24 * 3600_000 + ZONE_MS;
