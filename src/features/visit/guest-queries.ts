// What a guest's page asks and says, and what a clinician's desk orders about guests. Must not know how anything is
// drawn.
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { AskedSignsView, OwnSignsView, SignTelling } from '#domain/red-flags';
import type { GuestInviteView, GuestRole, GuestVisitView } from '#domain/visit';
import { ApiError, getJson, postJson } from '#lib/api';
import { apiPath } from '#lib/paths';
import { visitQuery } from './staff-visit-queries.ts';

const POLL_MS = 3000;

export function guestVisitQuery(launchId: string) {
  return queryOptions({
    queryKey: ['guest-visit', launchId],
    queryFn: ({ signal }) => getJson<GuestVisitView>(apiPath(launchId, 'guest-visit'), { signal }),
    refetchInterval: POLL_MS,
    refetchIntervalInBackground: true,
    retry: false,
  });
}

/** Asks the clinician to be let in again. */
export function useAskAgain(launchId: string) {
  const client = useQueryClient();
  const { queryKey } = guestVisitQuery(launchId);
  return useMutation({
    mutationFn: () => postJson<GuestVisitView>(apiPath(launchId, 'guest-visit/ask-again'), {}),
    onSuccess: async (view) => {
      await client.cancelQueries({ queryKey });
      client.setQueryData(queryKey, view);
    },
  });
}

/** Of the patient's side alone: see `mayReport`. */
export function guestSignsQuery(launchId: string) {
  return queryOptions({
    queryKey: ['guest-signs', launchId],
    queryFn: ({ signal }) => getJson<AskedSignsView>(apiPath(launchId, 'guest-visit/signs'), { signal }),
    retry: 1,
  });
}

export function useReportSigns(launchId: string) {
  return useMutation({
    mutationFn: (telling: SignTelling) =>
      postJson<OwnSignsView>(apiPath(launchId, 'guest-visit/signs'), telling),
  });
}

export interface NewGuest {
  name: string | null;
  role: GuestRole;
  language: string | null;
}

/** The address comes once: whoever asks again invites another guest. */
export function useInviteGuest(launchId: string, visitId: string) {
  const client = useQueryClient();
  const { queryKey } = visitQuery(launchId, visitId);
  return useMutation({
    mutationFn: (guest: NewGuest) =>
      postJson<GuestInviteView>(apiPath(launchId, `visits/${encodeURIComponent(visitId)}/guests`), guest),
    onSettled: () => client.invalidateQueries({ queryKey }),
  });
}

/** Newcomers are stopped while the gate of the running visit is closed. */
export function isNoNewcomers(error: Error | null): boolean {
  return error instanceof ApiError && error.code === 'visit.no-newcomers';
}
