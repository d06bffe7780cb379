// What the note's screens ask and order. The server's answer to an order is the note as it stands afterwards; after
// an answer that was lost or refused, how it stands is asked before anything is repeated. Must not know how anything
// is drawn.
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { ChartListName } from '#domain/chart';
import type {
  DraftKey,
  NoteDraft,
  NoteView,
  PulledFact,
  Saved,
  SignedNoteView,
  TemplateId,
} from '#domain/documentation';
import { ApiError, getJson, postJson } from '#lib/api';
import { apiPath } from '#lib/paths';
import type { SaveOrder } from './draft-keeper.ts';

/** Text of another page, and what holds the signature, are seen within seconds. */
const POLL_MS = 6000;

export interface OfVisit {
  readonly launchId: string;
  readonly visitId: string;
}

export function noteQuery({ launchId, visitId }: OfVisit) {
  return queryOptions({
    queryKey: ['note', launchId, visitId],
    queryFn: ({ signal }) => getJson<NoteView>(notePath({ launchId, visitId }), { signal }),
    refetchInterval: POLL_MS,
    retry: false,
  });
}

export type NoteOrder =
  | { readonly call: ''; readonly body: Record<never, never> }
  | { readonly call: '/template'; readonly body: { draftId: string; template: TemplateId } }
  | { readonly call: '/discard'; readonly body: { draftId: string } }
  | { readonly call: '/addendum' | '/replace'; readonly body: { signedNoteId: string } };

export function useNoteOrder(visit: OfVisit) {
  const client = useQueryClient();
  const { queryKey } = noteQuery(visit);
  return useMutation({
    mutationFn: ({ call, body }: NoteOrder) => postJson<NoteView>(notePath(visit, call), body),
    onSuccess: async (view) => {
      // A poll that left before would bring the old note back.
      await client.cancelQueries({ queryKey });
      client.setQueryData(queryKey, view);
    },
    onError: () => client.invalidateQueries({ queryKey }),
  });
}

export function usePullFact(visit: OfVisit) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (fact: { list: ChartListName; entryId: string }) =>
      postJson<PulledFact>(notePath(visit, '/facts'), fact),
    onSuccess: (fact) =>
      client.setQueryData(
        noteQuery(visit).queryKey,
        (view) => view && { ...view, facts: [...view.facts.filter(isOther(fact)), fact] },
      ),
  });
}

const isOther = (fact: PulledFact) => (one: PulledFact) => one.factId !== fact.factId;

export function sendDraft(visit: OfVisit, draftId: string, order: SaveOrder): Promise<Saved> {
  return postJson(notePath(visit, '/save'), { draftId, ...order });
}

export async function askDraft(visit: OfVisit): Promise<NoteDraft | null> {
  return (await getJson<NoteView>(notePath(visit))).draft;
}

export function askDraftKey(visit: OfVisit, draftId: string): Promise<DraftKey> {
  return postJson(notePath(visit, '/draft-key'), { draftId });
}

/** What is signed: this revision, as it was read, for one press of the button. */
export interface SignOrder {
  readonly draftId: string;
  readonly reference: string;
  readonly revision: number;
  readonly digest: string;
  readonly requestKey: string;
}

/** `held`, `changed`: not signed, look again. `unclear`: no answer, and nobody could be asked. */
export type SignAnswer = 'signed' | 'held' | 'changed' | 'unclear';

export function useSign(visit: OfVisit) {
  const client = useQueryClient();
  const query = noteQuery(visit);
  const { queryKey } = query;
  return useMutation({
    mutationFn: async ({ reference, ...body }: SignOrder): Promise<SignAnswer> => {
      const refusal = await postJson<NoteView>(notePath(visit, '/sign'), body).then(
        (view) => client.setQueryData(queryKey, view) && null,
        (error: unknown) => error,
      );
      if (refusal === null) return 'signed';
      await client.cancelQueries({ queryKey });
      const now = await client.fetchQuery({ ...query, staleTime: 0 }).catch(() => null);
      if (now === null) return 'unclear';
      if (isSignedIn(now, reference)) return 'signed';
      return refusal instanceof ApiError && refusal.code === 'note.changed' ? 'changed' : 'held';
    },
  });
}

export function isSignedIn({ signed }: Pick<NoteView, 'signed'>, reference: string): boolean {
  return signed.some((one) => one.reference === reference);
}

export interface Withdrawal {
  readonly signedNoteId: string;
  readonly reason: string;
  readonly requestKey: string;
}

/** Signed in one step. A lost answer is no failure before the note was asked. */
export function useWithdraw(visit: OfVisit) {
  const client = useQueryClient();
  const query = noteQuery(visit);
  return useMutation({
    mutationFn: async (withdrawal: Withdrawal): Promise<NoteView> => {
      return postJson<NoteView>(notePath(visit, '/withdraw'), withdrawal).catch(async (error: unknown) => {
        await client.cancelQueries({ queryKey: query.queryKey });
        const now = await client.fetchQuery({ ...query, staleTime: 0 }).catch(() => null);
        if (now?.signed.some((one) => isWithdrawalOf(one, withdrawal))) return now;
        throw error;
      });
    },
    onSuccess: (view) => client.setQueryData(query.queryKey, view),
  });
}

function isWithdrawalOf({ kind, of }: SignedNoteView, { signedNoteId }: Withdrawal): boolean {
  return kind === 'entered-in-error' && of === signedNoteId;
}

function notePath({ launchId, visitId }: OfVisit, call = ''): string {
  return apiPath(launchId, `visits/${encodeURIComponent(visitId)}/note${call}`);
}
