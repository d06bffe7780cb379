// What the screens ask and order of their launch. Polling is no activity; only `activity` is, and only a
// person's own input leads to it. Must not know how an answer is drawn.
import { type QueryClient, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { BannerView, SessionView } from '#domain/launch';
import { ApiError, getJson, postJson } from '#lib/api';
import { apiPath } from '#lib/paths';

/** Log-out elsewhere shall be seen here within 5 s. */
const POLL_MS = 4000;

export interface OpenSession {
  state: 'open';
  view: SessionView;
  /** `performance.now()` when the answer came: counts on by a clock nobody can set. */
  heardAt: number;
  /** `Date.now()` then: counts on while the machine sleeps. */
  heardOn: number;
}
/** This screen logged out itself; `next` is our own door that signs in again, where there is one. */
export interface EndedSession {
  state: 'ended';
  next: string | null;
}
export type HeardSession = OpenSession | EndedSession;

/** A failure that may pass by itself, unlike a refusal. */
function mayPass(error: Error): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status >= 500 || error.status === 429);
}

export function sessionQuery(launchId: string) {
  return queryOptions({
    queryKey: ['session', launchId],
    queryFn: async ({ signal }): Promise<HeardSession> => ({
      state: 'open',
      view: await getJson<SessionView>(apiPath(launchId, 'session'), { signal }),
      heardAt: performance.now(),
      heardOn: Date.now(),
    }),
    refetchInterval: ({ state }) => {
      const isOver = state.data?.state === 'ended' || (state.error !== null && !mayPass(state.error));
      return isOver ? false : POLL_MS;
    },
    refetchOnWindowFocus: ({ state }) => state.data?.state !== 'ended',
    staleTime: 1000,
    retry: false,
    retryOnMount: false,
  });
}

export function bannerQuery(launchId: string) {
  return queryOptions({
    queryKey: ['banner', launchId],
    queryFn: ({ signal }) => getJson<BannerView>(apiPath(launchId, 'banner'), { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: (failed, error) => failed < 1 && mayPass(error),
  });
}

/** Takes everything of the patient out of memory; the session itself stays known. */
export function forgetPatient(client: QueryClient, how: 'wholly' | 'but-the-call' = 'wholly'): void {
  const kept = how === 'wholly' ? ['session'] : ['session', 'visits', 'visit', 'visit-room'];
  client.removeQueries({ predicate: ({ queryKey }) => !kept.includes(String(queryKey[0])) });
}

/** A person did something: the server moves the lock on. */
export function useActivity(launchId: string) {
  const client = useQueryClient();
  const { queryKey } = sessionQuery(launchId);
  return useMutation({
    mutationFn: () => postJson<Pick<SessionView, 'warnAt' | 'lockAt'>>(apiPath(launchId, 'activity'), {}),
    onSuccess: async (times) => {
      // A poll that left before would bring the old instants back.
      await client.cancelQueries({ queryKey });
      client.setQueryData(queryKey, (heard) =>
        heard?.state === 'open' ? { ...heard, view: { ...heard.view, ...times } } : heard,
      );
    },
    onError: () => client.invalidateQueries({ queryKey }),
  });
}

export function useLogOut(launchId: string) {
  const client = useQueryClient();
  const { queryKey } = sessionQuery(launchId);
  return useMutation({
    mutationFn: (everywhere: boolean) =>
      postJson<{ next: string | null }>(apiPath(launchId, 'logout'), { everywhere }).catch(goneAlready),
    onSuccess: async ({ next }) => {
      await client.cancelQueries();
      await forgetUnsent();
      forgetPatient(client);
      // Going there by itself would sign the person in again, since the EHR still knows them.
      const door = next?.startsWith('/launch/') ? next : null;
      client.setQueryData(queryKey, (): HeardSession => ({ state: 'ended', next: door }));
    },
  });
}

/** Nothing that was typed stays in this browser, not even unreadable. Where it keeps nothing there is nothing to do. */
function forgetUnsent(): Promise<void> {
  return import('#lib/unsent').then(({ forgetTexts }) => forgetTexts()).catch(() => undefined);
}

/** Logging out of what has ended is logged out. */
function goneAlready(error: unknown): { next: null } {
  if (error instanceof ApiError && error.status === 401) return { next: null };
  throw error;
}

/** Answers with our address that starts the EHR's identity check; it comes back to this launch. */
export function useUnlock(launchId: string) {
  return useMutation({
    mutationFn: () => postJson<{ redirect: string }>(apiPath(launchId, 'unlock'), {}),
    onSuccess: ({ redirect }) => window.location.assign(redirect),
  });
}

/** A one-time code that opens this launch in another window of this browser. */
export function askHandOff(launchId: string): Promise<{ code: string }> {
  return postJson(apiPath(launchId, 'handoff'), {});
}
