// What an EHR's answer means. Its OperationOutcome tells us a code; its texts may hold health data and go
// nowhere.
import type { Bundle, OperationOutcome, Resource } from '@medplum/fhirtypes';
import { markDecimals } from '#profiles/elements';
import { AppError } from '#server/errors';

/** 401: the token is not (or no longer) good. The caller refreshes once and asks again. */
export class TokenRejected extends Error {
  constructor() {
    super('The EHR did not accept the access token.');
    this.name = 'TokenRejected';
  }
}

/** The resource of a 200; throws what any other answer means. */
export async function readAnswer(answer: Response): Promise<Resource> {
  if (answer.status === 401) throw new TokenRejected();
  const resource = readResource(await answer.text());
  if (answer.status === 200 && resource) return resource;
  throw explain(answer.status, resource);
}

function readResource(text: string): Resource | undefined {
  try {
    const value = markDecimals(text);
    return isResource(value) ? value : undefined;
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

/** What a search found, without repeats and without what was only included or told (trap 23). */
export function listMatches(bundle: Bundle): Resource[] {
  const entries: unknown = bundle.entry ?? [];
  if (!Array.isArray(entries)) throw malformed();
  return entries.flatMap((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null) throw malformed();
    const { resource, search } = entry as { resource?: unknown; search?: { mode?: unknown } };
    if ((search?.mode ?? 'match') !== 'match' || resource === undefined) return [];
    if (!isResource(resource)) throw malformed();
    return resource.resourceType === 'OperationOutcome' ? [] : [resource];
  });
}

function isResource(value: unknown): value is Resource {
  const hasType = typeof value === 'object' && value !== null && 'resourceType' in value;
  return hasType && typeof value.resourceType === 'string';
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
