// How old somebody is for certain on a day. Who may be under age counts as under age.
import { listDays, type StateCode } from '#domain/rules';

/** In the zone where a day begins last; no place with a USPS code is behind it. */
const LAST_ZONE_MS = 12 * 3600_000;

/**
 * Whole years; null where no birth date is recorded. A partial date (YYYY, YYYY-MM) counts from the latest day it can
 * mean; the day is the one it is where the person is, or where the day begins last while that is not known.
 */
export function ageAt(birthDate: string | null, at: string, state: StateCode | null): number | null {
  const parts = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(String(birthDate));
  if (!parts) return null;
  const [, year, month = '12', day = '31'] = parts;
  const today = state ? listDays(at, state).first : new Date(Date.parse(at) - LAST_ZONE_MS).toISOString();
  const years = Number(today.slice(0, 4)) - Number(year);
  return Math.max(0, today.slice(5, 10) >= `${month}-${day}` ? years : years - 1);
}
