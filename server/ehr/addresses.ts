// Addresses at an EHR: spelled here from checked parts, or admitted when the EHR names one. Nothing that a
// browser sent becomes an address.
import { isFhirId } from '#domain/launch';
import { AppError } from '#server/errors';
import type { Tenant } from '#server/smart/tenants';
import { EhrFailure } from './failures.ts';

/** Where to ask, and with what. */
export interface Line {
  tenant: Tenant;
  fhirBase: string;
  /** None for what is open to all (`/metadata`). */
  accessToken?: string;
}

/** Parameters; a list where one stands twice (`date=ge…&date=le…`). */
export type SearchParams = Record<string, string | readonly string[]>;

/** The FHIR base with its closing slash. */
export function baseOf(line: Line): string {
  return `${line.fhirBase.replace(/\/+$/, '')}/`;
}

export function addressOfRead(line: Line, type: string, id: string): string {
  return `${baseOf(line)}${demandType(type)}/${demandId(id)}`;
}

export function addressOfSearch(line: Line, type: string, params: SearchParams): string {
  const pairs = Object.entries(params).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, String(one)]),
  );
  return `${baseOf(line)}${demandType(type)}?${new URLSearchParams(pairs)}`;
}

function demandType(type: string): string {
  if (!/^[A-Z][A-Za-z]{1,63}$/.test(type))
    throw new AppError('bad-request', 'ehr.type', 'This is no type of record.');
  return type;
}

/** `.` and `..` are ids to FHIR and a way out of the base to a URL (security-rules 6 a). */
function demandId(id: string): string {
  if (!isFhirId(id)) throw new AppError('bad-request', 'ehr.id', 'This is no id of a record.');
  return id;
}

export function headersOf({ tenant, accessToken }: Line): Record<string, string> {
  return {
    accept: 'application/fhir+json',
    ...(accessToken !== undefined && { authorization: `Bearer ${accessToken}` }),
    ...(tenant.vendor === 'epic' && { 'epic-client-id': tenant.clientId }),
  };
}

/** A `next` link on another origin or outside the base would carry the token away (traps 21, 23). */
export function demandOwnAddress(line: Line, link: string): string {
  const base = new URL(baseOf(line));
  const url = URL.parse(link, base);
  const isOurs = url && url.origin === base.origin && url.pathname.startsWith(base.pathname) && !url.username;
  // Some servers page on the base itself (`<base>?page=…`).
  const isBase = url && url.origin === base.origin && `${url.pathname}/` === base.pathname && !url.username;
  if (isOurs || isBase) return url.href;
  throw new EhrFailure('ehr.foreign-link');
}
