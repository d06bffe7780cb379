// What a clinician's screen asks and orders of this patient's visits. The server's answer to an order is the visit
// as it is afterwards. Must not know how anything is drawn.
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { InviteView, VisitsView, VisitView } from '#domain/visit';
import { ApiError, getJson, postJson } from '#lib/api';
import { apiPath } from '#lib/paths';

/** Told within seconds also where the live line is down. */
const POLL_MS = 3000;
const LIST_POLL_MS = 10_000;

/** An order: the end of its address, and what goes with it. */
export interface VisitOrder {
  call: string;
  body?: object;
}

export function visitsQuery(launchId: string) {
  return queryOptions({
    queryKey: ['visits', launchId],
    queryFn: ({ signal }) => getJson<VisitsView>(apiPath(launchId, 'visits'), { signal }),
    refetchInterval: LIST_POLL_MS,
    retry: false,
  });
}

export function visitQuery(launchId: string, visitId: string) {
  return queryOptions({
    queryKey: ['visit', launchId, visitId],
    queryFn: ({ signal }) => getJson<VisitView>(visitPath(launchId, visitId), { signal }),
    refetchInterval: POLL_MS,
    refetchIntervalInBackground: true,
    retry: false,
  });
}

/** Makes a visit from a record of the EHR, or of one's own; finds it where it was made before. */
export function useMakeVisit(launchId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (source: { kind: 'encounter' | 'appointment' | 'own'; id?: string; plannedStart?: null }) =>
      postJson<VisitView>(apiPath(launchId, 'visits'), { source }),
    onSuccess: (view) => {
      client.setQueryData(visitQuery(launchId, view.visitId).queryKey, view);
      return client.invalidateQueries({ queryKey: visitsQuery(launchId).queryKey });
    },
  });
}

export function useVisitOrder(launchId: string, visitId: string) {
  const client = useQueryClient();
  const { queryKey } = visitQuery(launchId, visitId);
  return useMutation({
    mutationFn: ({ call, body }: VisitOrder) =>
      postJson<VisitView>(`${visitPath(launchId, visitId)}/${call}`, body ?? {}),
    onSuccess: async (view) => {
      // A poll that left before would bring the old state back.
      await client.cancelQueries({ queryKey });
      client.setQueryData(queryKey, view);
      await client.invalidateQueries({ queryKey: visitsQuery(launchId).queryKey });
    },
    // Somebody else moved the visit, or the gate closed: the page shows what holds now.
    onError: (error) => {
      if (error instanceof ApiError && error.status === 409) void client.invalidateQueries({ queryKey });
    },
  });
}

/** The patient's own way in. */
export function useInvite(launchId: string, visitId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => postJson<InviteView>(`${visitPath(launchId, visitId)}/invite`, {}),
    onSuccess: () => client.invalidateQueries({ queryKey: visitQuery(launchId, visitId).queryKey }),
  });
}

function visitPath(launchId: string, visitId: string): string {
  return apiPath(launchId, `visits/${encodeURIComponent(visitId)}`);
}
