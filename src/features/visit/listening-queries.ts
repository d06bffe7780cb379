// What everybody in a visit asks and says of recording and of listening by software. Must not know how it is drawn.
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { ListeningView } from '#domain/visit';
import { getJson, postJson } from '#lib/api';
import type { Language } from '#lib/i18n';
import { apiPath } from '#lib/paths';

/** The live line tells at once; this is for when it is down. */
const POLL_MS = 3000;
/** Where the site uses nothing, hardly anything can change. */
const IDLE_MS = 60_000;

export function listeningQuery(launchId: string, visitId: string, language: Language) {
  return queryOptions({
    queryKey: ['listening', launchId, visitId, language],
    queryFn: ({ signal }) =>
      getJson<ListeningView>(`${listeningPath(launchId, visitId)}?language=${language}`, { signal }),
    refetchInterval: ({ state }) => (state.data?.parts.length === 0 ? IDLE_MS : POLL_MS),
    refetchIntervalInBackground: true,
    retry: false,
  });
}

/** `call`: the end of the address, e.g. `answer`. Afterwards the view is asked anew, whatever came of it. */
export interface ListeningStep {
  call: 'ask' | 'answer' | 'take-back' | 'place' | 'spoken';
  body: object;
}

export function useListeningStep(launchId: string, visitId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ call, body }: ListeningStep) =>
      postJson<object>(`${listeningPath(launchId, visitId)}/${call}`, body),
    onSettled: () => client.invalidateQueries({ queryKey: ['listening', launchId, visitId] }),
  });
}

function listeningPath(launchId: string, visitId: string): string {
  return apiPath(launchId, `visits/${encodeURIComponent(visitId)}/listening`);
}
