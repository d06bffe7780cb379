// Writes the versions of a resource as a history Bundle (R4 http.html#history). Must not know storage or access.
import type { Bundle, BundleEntry } from '@medplum/fhirtypes';
import type { Version } from './layer.ts';

const MOST_VERSIONS = 1000;

/** History of one resource; `versions` come newest first. */
export function buildHistory(
  baseUrl: string,
  type: string,
  id: string,
  versions: readonly Version[],
  page: { offset?: number | undefined; limit?: number | undefined } = {},
): Bundle {
  const from = page.offset ?? 0;
  const shown = versions.slice(from, from + (page.limit ?? MOST_VERSIONS));
  return {
    resourceType: 'Bundle',
    type: 'history',
    total: versions.length,
    entry: shown.map((version) => buildEntry(`${baseUrl}/${type}/${id}`, `${type}/${id}`, version)),
  };
}

function buildEntry(fullUrl: string, url: string, version: Version): BundleEntry {
  const isFirst = version.versionId === '1';
  const [method, status] = version.resource
    ? isFirst
      ? ['POST', '201']
      : ['PUT', '200']
    : ['DELETE', '204'];
  return {
    fullUrl,
    ...(version.resource ? { resource: version.resource } : {}),
    request: {
      method: method as 'POST' | 'PUT' | 'DELETE',
      url: method === 'POST' ? (url.split('/')[0] ?? url) : url,
    },
    response: { status: status ?? '', etag: `W/"${version.versionId}"`, lastModified: version.lastUpdated },
  };
}
