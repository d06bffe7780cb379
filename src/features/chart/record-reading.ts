// Reads single resources and later pages through our proxy, with the FHIR client. Loaded when first needed.
import FHIR from 'fhirclient';
import { type ChartListName, foldRows, orderRows } from '#domain/chart';
import { ApiError } from '#lib/api';
import { launchBase } from '#lib/paths';
import { type ChartRows, type EntryListName, readChartRows } from '#profiles/chart-list';

export interface NextPage extends ChartRows<EntryListName> {
  next: string | null;
  more: boolean;
}

/** One resource as the EHR gives it: `readResource('k3', 'Observation/7')`. */
export function readResource(launchId: string, reference: string, signal: AbortSignal): Promise<unknown> {
  return ask(launchId, { url: reference, signal });
}

/** `next` is an address on our own origin; rows in the order of the list. */
export async function readNextPage(launchId: string, list: ChartListName, next: string): Promise<NextPage> {
  if (list === 'patient') throw new ApiError(0, 'no-pages', null, '');
  const bundle = await ask(launchId, { url: new URL(next, window.location.origin).href });
  const found = Array.isArray(bundle?.entry) ? bundle.entry : [];
  const resources = found.map((entry: { resource?: unknown }) => entry?.resource).filter(Boolean);
  const rest = Array.isArray(bundle?.link)
    ? bundle.link.find((link: { relation?: string }) => link?.relation === 'next')?.url
    : null;
  const following = typeof rest === 'string' ? rest : null;
  return { ...readChartRows(list, resources), next: following, more: following !== null };
}

/** All rows known of a list, folded and put in order anew. */
export function joinRows(list: ChartListName, rows: Parameters<typeof foldRows>[1]) {
  return orderRows(list, foldRows(list, rows));
}

// The client's own error texts hold addresses and answers: ours take their place.
async function ask(launchId: string, request: { url: string; signal?: AbortSignal }) {
  const serverUrl = `${window.location.origin}${launchBase(launchId)}/fhir`;
  try {
    const client = FHIR.client({ serverUrl });
    return await client.request({ ...request, headers: { 'X-Webside': '1' }, redirect: 'error' });
  } catch (thrown) {
    if (request.signal?.aborted) throw thrown;
    const status = thrown instanceof Error && 'status' in thrown ? Number(thrown.status) : 0;
    throw new ApiError(status, status === 409 ? 'wrong-patient' : 'record-not-read', null, '');
  }
}
