// Reads a searchset: what it found, where it goes on, and whether the EHR says that it is not the whole of it.
import type { Bundle, BundleEntry, Resource } from '@medplum/fhirtypes';
import type { Tenant } from '#server/smart/tenants';
import { EhrFailure } from './failures.ts';
import { explainAnswer, listIssues } from './outcome-codes.ts';

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

/** A page is asked for with at most 200; an EHR that keeps to no count is believed up to here. */
const MOST_ENTRIES = 5_000;

/** The answer to a search; throws where it is something else, too much, or a bundle in no form of FHIR's. */
export function demandBundle(resource: Resource): Bundle {
  const entries = resource.resourceType === 'Bundle' && 'entry' in resource ? resource.entry : [];
  // Before every entry is looked at: a hundred thousand of them are a burden by themselves.
  if (Array.isArray(entries) && entries.length > MOST_ENTRIES) throw new EhrFailure('ehr.too-many-entries');
  if (isBundle(resource)) return resource;
  throw new EhrFailure('ehr.not-a-bundle');
}

/**
 * What a search found, without what was only included or told (trap 23); with `type`, without what is of
 * another type.
 */
export function listMatches(bundle: Bundle, type?: string): Resource[] {
  return (bundle.entry ?? []).flatMap((entry: BundleEntry) => {
    const { resource } = entry;
    const isMatch =
      (entry.search?.mode ?? 'match') === 'match' && resource?.resourceType !== 'OperationOutcome';
    return resource && isMatch && (type === undefined || resource.resourceType === type) ? [resource] : [];
  });
}

export function linkOf(bundle: Bundle, relation: 'next' | 'self' | 'last'): string | null {
  return bundle.link?.find((link) => link.relation === relation)?.url ?? null;
}

/** Issue types that say that a list is not whole (FHIR R4 issue-type). */
const INCOMPLETE = ['suppressed', 'incomplete', 'too-costly', 'timeout', 'transient', 'throttled'];
/** Epic's "nothing was found" is the empty list (ehr-integration 2.4), however severe it is called. */
const NOTHING_FOUND = '4101';

/** An EHR that holds something back says so in an outcome among the entries; then the list is not the list. */
export function demandComplete(bundle: Bundle, vendor: Tenant['vendor']): void {
  for (const { resource } of bundle.entry ?? [])
    for (const { isError, words } of listIssues(resource)) {
      if (words.some((word) => INCOMPLETE.includes(word))) throw new EhrFailure('ehr.incomplete', words[0]);
      if (vendor === 'epic' && words.includes(NOTHING_FOUND)) continue;
      if (isError) throw explainAnswer({ vendor, status: 200, isEmpty: false, words });
    }
}
