// What a patient's page asks and tells of signs that cannot wait, and which of them staff may write down. Nothing of it is kept in the browser: the answers
// live in the form until they are sent, and do not come back. Must not know how anything is drawn.
import { queryOptions } from '@tanstack/react-query';
import type { AskedSignsView, GoOnWord, SignTelling } from '#domain/red-flags';
import { getJson } from '#lib/api';
import { apiPath } from '#lib/paths';
import { usePatientCommand } from './patient-visit-queries.ts';

/** `place`: what they said of where they are; elsewhere others answer. */
export function askedSignsQuery(launchId: string, visitId: string, place: string) {
  return queryOptions({
    queryKey: ['asked-signs', launchId, visitId, place],
    queryFn: ({ signal }) =>
      getJson<AskedSignsView>(apiPath(launchId, `my-visits/${encodeURIComponent(visitId)}/signs`), {
        signal,
      }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: 1,
  });
}

/** Every sign, for who writes down what was said aloud; with who answers where the patient is. */
export function staffSignsQuery(launchId: string, visitId: string, place: string) {
  return queryOptions({
    queryKey: ['staff-signs', launchId, visitId, place],
    queryFn: ({ signal }) =>
      getJson<AskedSignsView>(apiPath(launchId, `visits/${encodeURIComponent(visitId)}/signs`), { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: 1,
  });
}

export function useTellSigns(launchId: string, visitId: string) {
  return usePatientCommand((body: SignTelling) => ({ call: 'signs', body }), launchId, visitId);
}

/** How they go on after they were shown who answers at once. */
export function useGoOn(launchId: string, visitId: string) {
  return usePatientCommand((word: GoOnWord) => ({ call: 'signs/go-on', body: { word } }), launchId, visitId);
}
