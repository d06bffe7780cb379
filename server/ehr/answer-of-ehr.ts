// What an EHR's answer means. Its OperationOutcome tells us a code; its texts may hold health data and go
// nowhere.
import type { Bundle, BundleEntry, OperationOutcome, Resource } from '@medplum/fhirtypes';
import { markDecimals } from '#profiles/elements';
import { AppError } from '#server/errors';
import type { EgressAnswer } from '#server/http';

/** 401: the token is not (or no longer) good. The caller refreshes once and asks again. */
export class TokenRejected extends Error {
  constructor() {
    super('The EHR did not accept the access token.');
    this.name = 'TokenRejected';
  }
}

/** As the web reads text: a byte order mark is none of it, half a character becomes a sign for one. */
const UTF8 = new TextDecoder();

/** The resource of a 200; throws what any other answer means. */
export function readAnswer(answer: EgressAnswer): Resource {
  if (answer.status === 401) throw new TokenRejected();
  const resource = readResource(UTF8.decode(answer.bytes));
  if (answer.status === 200 && resource) return resource;
  throw explain(answer.status, resource);
}

function readResource(text: string): Resource | undefined {
  try {
    const value = markDecimals(text);
    const isResource = typeof value === 'object' && value !== null && 'resourceType' in value;
    return isResource && typeof value.resourceType === 'string' ? (value as Resource) : undefined;
  } catch {
    // Not JSON is an answer too: the status says the rest.
    return undefined;
  }
}

function explain(status: number, resource: Resource | undefined): AppError {
  const code = outcomeCode(resource);
  if (status === 403)
    return new AppError('forbidden', `ehr.forbidden${code}`, 'The hospital’s system does not allow this.');
  if (status === 404)
    return new AppError('not-found', `ehr.not-found${code}`, 'The hospital’s system does not have this.');
  if (status === 410)
    return new AppError('gone', `ehr.gone${code}`, 'This was deleted in the hospital’s system.');
  if (status === 429 || status >= 500)
    return new AppError('unavailable', `ehr.down${code}`, 'The hospital’s system is not available just now.');
  return new AppError(
    'ehr-refused',
    `ehr.refused${code}`,
    'The hospital’s system did not accept this request.',
  );
}

/** `.<issue code>` where it is one of FHIR's own words (issue-type is a required binding). */
function outcomeCode(resource: Resource | undefined): string {
  if (resource?.resourceType !== 'OperationOutcome') return '';
  const code = (resource as OperationOutcome).issue?.[0]?.code;
  return typeof code === 'string' && /^[a-z-]{1,40}$/.test(code) ? `.${code}` : '';
}

const MODES: readonly unknown[] = ['match', 'include', 'outcome', undefined];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Form alone, of what is read here. By hand: a page may hold hundreds of resources, and copying is no check. */
function isBundle(resource: Resource): resource is Bundle {
  const { entry = [], link = [] } = resource as { entry?: unknown; link?: unknown };
  return (
    resource.resourceType === 'Bundle' &&
    Array.isArray(entry) &&
    entry.every(isBundleEntry) &&
    Array.isArray(link) &&
    link.every((one) => isObject(one) && typeof one.relation === 'string' && typeof one.url === 'string')
  );
}

function isBundleEntry(entry: unknown): boolean {
  if (!isObject(entry) || !isObject(entry.resource)) return false;
  const { resource, search } = entry;
  const isNamed = resource.id === undefined || typeof resource.id === 'string';
  const isFound = search === undefined || (isObject(search) && MODES.includes(search.mode));
  return typeof resource.resourceType === 'string' && isNamed && isFound;
}

/** The answer to a search; throws where it is something else, or a bundle in no form of FHIR's. */
export function demandBundle(resource: Resource): Bundle {
  if (isBundle(resource)) return resource;
  throw new AppError(
    'ehr-refused',
    'ehr.not-a-bundle',
    'The hospital’s system answered a search with something else.',
  );
}

/**
 * What a search found, without what was only included or told (trap 23); with `type`, without what is of
 * another type.
 */
export function listMatches(bundle: Bundle, type?: string): Resource[] {
  const entries: unknown = bundle.entry ?? [];
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry: BundleEntry | null) => {
    const resource = entry?.resource;
    const isMatch =
      (entry?.search?.mode ?? 'match') === 'match' && resource?.resourceType !== 'OperationOutcome';
    return resource && isMatch && (type === undefined || resource.resourceType === type) ? [resource] : [];
  });
}

export function nextLink(bundle: Bundle): string | null {
  const links: unknown = bundle.link ?? [];
  if (!Array.isArray(links)) throw malformed();
  const next = (links as { relation?: unknown; url?: unknown }[]).find((link) => link?.relation === 'next');
  if (next && typeof next.url !== 'string') throw malformed();
  return typeof next?.url === 'string' ? next.url : null;
}

function malformed(): AppError {
  return new AppError(
    'ehr-refused',
    'ehr.bundle-malformed',
    'The hospital’s system answered in a form that cannot be read.',
  );
}

/** Issue types that say a list is not whole (FHIR R4 issue-type). */
const INCOMPLETE = ['suppressed', 'incomplete', 'too-costly', 'timeout', 'transient'];

/** An EHR that holds something back says so in an outcome among the entries; then the list is not the list. */
export function demandComplete(bundle: Bundle): void {
  const entries: unknown = bundle.entry ?? [];
  const told = (Array.isArray(entries) ? entries : []).flatMap((entry: BundleEntry | null) =>
    entry?.resource?.resourceType === 'OperationOutcome' ? [entry.resource as OperationOutcome] : [],
  );
  const codes = told.flatMap(({ issue }) => (Array.isArray(issue) ? issue.map((one) => one?.code) : []));
  if (codes.some((code) => code !== undefined && INCOMPLETE.includes(code))) throw incomplete();
}

export function incomplete(): AppError {
  return new AppError('ehr-refused', 'ehr.incomplete', 'The hospital’s system held part of this list back.');
}
