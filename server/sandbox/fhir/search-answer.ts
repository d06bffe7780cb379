// Answers a search: the page, its links on this server's own address, and what a personality adds to it.
// Must not know how matches are found or how the answer travels.
import { getDataType, parseSearchRequest } from '@medplum/core';
import type { FhirRequest } from '@medplum/fhir-router';
import type { Bundle, BundleEntry, Resource, ResourceType } from '@medplum/fhirtypes';
import { EPIC_CODES } from './outcomes.ts';
import { hasTrait } from './personality-traits.ts';
import type { SandboxRepository } from './repository.ts';
import { MOST_PER_PAGE } from './repository.ts';
import type { ServedTable, TypeRow } from './resource-table.ts';
import type { QueryPairs, RawQuery } from './search-query.ts';
import { checkQuery } from './search-query.ts';

/** Search set of a checked request; throws an OperationOutcomeError for what the table does not have. */
export async function answerSearch(
  needs: { readonly table: ServedTable; readonly baseUrl: string },
  row: TypeRow,
  req: FhirRequest,
  repo: SandboxRepository,
): Promise<Bundle> {
  const { personality } = needs.table;
  const query = req.method === 'POST' ? joinQueries(req.query, req.body as RawQuery) : req.query;
  const pairs = checkQuery(personality, row, query);
  const request = parseSearchRequest(row.type as ResourceType, groupPairs(pairs));
  const { bundle, last } = await repo.searchPage(request, hasTrait(personality, 'oracle.paging-repeats'));
  const address = `${needs.baseUrl}/${row.type}`;
  bundle.link = [{ relation: 'self', url: linkOf(address, pairs) }];
  if (last && request.count !== 0) {
    const cursor = Buffer.from(`${last.id}/${last.versionId}`).toString('base64url');
    const rest = pairs.filter(([key]) => key !== '_cursor');
    bundle.link.push({ relation: 'next', url: linkOf(address, [...rest, ['_cursor', cursor]]) });
  }
  if (request.fields) {
    const wanted = new Set(request.fields);
    bundle.entry =
      bundle.entry?.map((entry) => (entry.search?.mode === 'match' ? narrow(entry, wanted) : entry)) ?? [];
  }
  if (hasTrait(personality, 'epic.4101') && !bundle.entry && bundle.total === 0) {
    bundle.entry = [nothingFound(needs.baseUrl)];
  }
  return bundle;
}

function joinQueries(first: RawQuery, second: RawQuery | undefined): RawQuery {
  const joined: Record<string, string[]> = {};
  for (const [key, value] of [...Object.entries(first), ...Object.entries(second ?? {})]) {
    joined[key] = [...(joined[key] ?? []), ...[value ?? ''].flat()];
  }
  return joined;
}

function groupPairs(pairs: QueryPairs): Record<string, string[]> {
  const grouped: Record<string, string[]> = {};
  for (const [key, value] of pairs) {
    grouped[key] = [
      ...(grouped[key] ?? []),
      key === '_count' ? String(Math.min(Number(value), MOST_PER_PAGE)) : value,
    ];
  }
  return grouped;
}

function linkOf(address: string, pairs: QueryPairs): string {
  const query = new URLSearchParams(pairs.map(([key, value]) => [key, value]));
  return pairs.length === 0 ? address : `${address}?${query}`;
}

/** `_elements`: what was asked for and what the type cannot be without, marked as a part. */
function narrow(entry: BundleEntry, wanted: ReadonlySet<string>): BundleEntry {
  const { resource } = entry;
  if (!resource) {
    return entry;
  }
  const mandatory = getDataType(resource.resourceType).mandatoryProperties ?? new Set();
  const always = new Set(['resourceType', 'id', 'meta']);
  const kept = Object.entries(resource).filter(
    ([key]) => always.has(key) || wanted.has(key) || mandatory.has(key),
  );
  const tag = { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' };
  const meta = { ...resource.meta, tag: [...(resource.meta?.tag ?? []), tag] };
  return { ...entry, resource: { ...Object.fromEntries(kept), meta } as Resource };
}

function nothingFound(baseUrl: string): BundleEntry {
  const display = 'Resource request returns no results.';
  return {
    fullUrl: `${baseUrl}/OperationOutcome`,
    resource: {
      resourceType: 'OperationOutcome',
      issue: [
        {
          severity: 'warning',
          code: 'processing',
          details: { coding: [{ system: EPIC_CODES, code: '4101', display }], text: display },
          diagnostics: display,
        },
      ],
    },
    search: { mode: 'outcome' },
  };
}
