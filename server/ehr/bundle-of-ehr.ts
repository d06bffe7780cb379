// Reads a searchset: what it found, where it goes on, and whether the EHR says that it is not the whole of it.
import type { Bundle, BundleEntry, Resource } from '@medplum/fhirtypes';
import { z } from 'zod';
import type { Tenant } from '#server/smart/tenants';
import { EhrFailure } from './failures.ts';
import { explainAnswer, listIssues } from './outcome-codes.ts';

const BundleShape = z.looseObject({
  resourceType: z.literal('Bundle'),
  entry: z
    .array(
      z.looseObject({
        resource: z.looseObject({ resourceType: z.string(), id: z.string().optional() }),
        search: z.looseObject({ mode: z.enum(['match', 'include', 'outcome']).optional() }).optional(),
      }),
    )
    .optional(),
  link: z.array(z.looseObject({ relation: z.string(), url: z.string() })).optional(),
});

/** A page is asked for with at most 200; an EHR that keeps to no count is believed up to here. */
const MOST_ENTRIES = 5_000;

/** The answer to a search; throws where it is something else, too much, or a bundle in no form of FHIR's. */
export function demandBundle(resource: Resource): Bundle {
  const entries = resource.resourceType === 'Bundle' && 'entry' in resource ? resource.entry : [];
  // Before every entry is looked at: a hundred thousand of them are a burden by themselves.
  if (Array.isArray(entries) && entries.length > MOST_ENTRIES) throw new EhrFailure('ehr.too-many-entries');
  if (BundleShape.safeParse(resource).success) return resource as Bundle;
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
