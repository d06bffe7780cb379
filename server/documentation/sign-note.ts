// Signing: under the note's lock the rule is asked, the text composed anew and compared with what was seen; then
// signature, frozen text and outbox row are one. However often and from wherever it is asked, it happens once.
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import {
  composeNote,
  composeWithdrawal,
  DEFAULT_NOTE_TYPE,
  judgeText,
  type NoteView,
  type SignNote,
  type SignReason,
  type WithdrawNote,
} from '#domain/documentation';
import type { Db } from '#server/db';
import { AppError } from '#server/errors';
import type { Session } from '#server/http';
import { appendToOutbox } from '#server/jobs';
import { type AtNote, askSignable, atNote, isOfVisit, linesOf, readStanding } from './at-note.ts';
import type { DocumentationNeeds } from './documentation-needs.ts';
import { type Draft, deleteDraft, type Note } from './draft-store.ts';
import { newReference } from './new-names.ts';
import { type Frozen, insertSigned, type NewSigned, type Signed } from './signed-store.ts';
import { standingOf } from './standings.ts';
import { takeBackOf } from './summary-store.ts';
import { viewNote } from './view-note.ts';
import { badText, demandDraft } from './write-draft.ts';

export type SignAnswer =
  | { ok: true; view: NoteView }
  | { ok: false; code: 'note.held' | 'note.changed'; reasons: readonly SignReason[]; view: NoteView };

type Refused = Omit<Extract<SignAnswer, { ok: false }>, 'view'>;

export async function signNote(
  needs: DocumentationNeeds,
  session: Session,
  input: z.infer<typeof SignNote>,
): Promise<SignAnswer> {
  const at = await atNote(needs, session, input.visitId);
  const refused = await needs.database.transaction((tx) => signInside(needs, tx, at, input));
  // The embedded database puts nothing on the disk by itself: "signed" is said after it is there.
  await needs.database.syncDurable();
  const view = viewNote(at, await readStanding(needs, needs.database.db, at.of));
  return refused ? { ...refused, view } : { ok: true, view };
}

/** Null: it is signed, now or by the same press before. */
async function signInside(
  needs: DocumentationNeeds,
  tx: Db,
  at: AtNote,
  input: z.infer<typeof SignNote>,
): Promise<Refused | null> {
  const standing = await readStanding(needs, tx, at.of, 'lock');
  if (standing.signed.some(({ requestKey }) => requestKey === input.requestKey)) return null;
  const draft = demandDraft(standing.draft, input.draftId);
  const answer = askSignable(at, standing, draft);
  if (!answer.ok) return { ok: false, code: 'note.held', reasons: answer.reasons };
  const before = standing.signed.find(({ id }) => id === draft.ofSigned) ?? null;
  const records = linesOf(at, draft.kind, before);
  const { kind, content, reference } = draft;
  const text = composeNote({ kind, records, content, facts: standing.facts, reference });
  const digest = digestOf(text);
  if (draft.revision !== input.revision || digest !== input.digest)
    return { ok: false, code: 'note.changed', reasons: [] };
  await freeze(needs, tx, at, demandNote(standing.note), {
    ...{ title: records.title, text, content, kind, draft },
    ...{ ofSigned: draft.ofSigned, reference, requestKey: input.requestKey },
  });
  await deleteDraft(tx, draft.id);
  if (kind === 'replacement' && draft.ofSigned) await takeBackOf(tx, draft.ofSigned, at.now);
  await needs.visits.document(tx, at.of);
  return null;
}

/** "Entered in error": a signed text of its own; the one it speaks of stays as it was. */
export async function withdrawNote(
  needs: DocumentationNeeds,
  session: Session,
  input: z.infer<typeof WithdrawNote>,
): Promise<NoteView> {
  const problem = judgeText([input.reason]);
  if (problem) throw badText(problem);
  const at = await atNote(needs, session, input.visitId);
  demandOfVisit(at);
  await needs.database.transaction(async (tx) => {
    const standing = await readStanding(needs, tx, at.of, 'lock');
    if (standing.signed.some(({ requestKey }) => requestKey === input.requestKey)) return;
    const wrong = demandCurrent(standing.signed, input.signedNoteId);
    const records = linesOf(at, 'entered-in-error', wrong);
    const reference = newReference();
    await freeze(needs, tx, at, demandNote(standing.note), {
      ...{ title: records.title, text: composeWithdrawal(records, input.reason, reference), content: null },
      ...{ kind: 'entered-in-error', draft: null, ofSigned: wrong.id },
      ...{ reference, requestKey: input.requestKey },
    });
    await takeBackOf(tx, wrong.id, at.now);
  });
  await needs.database.syncDurable();
  return viewNote(at, await readStanding(needs, needs.database.db, at.of));
}

interface ToFreeze
  extends Pick<NewSigned, 'kind' | 'ofSigned' | 'reference' | 'requestKey'>,
    Pick<Frozen, 'title' | 'text' | 'content'> {
  draft: Draft | null;
}

async function freeze(
  needs: DocumentationNeeds,
  tx: Db,
  { session, person, site, of, now }: AtNote,
  note: Note,
  { title, text, content, draft, ...row }: ToFreeze,
): Promise<void> {
  const { patientId, encounterId } = note.known;
  const id = await insertSigned(
    { database: needs.database, tx },
    note,
    {
      ...{ ...row, draftId: draft?.id ?? null, typeCode: site.noteType ?? DEFAULT_NOTE_TYPE },
      ...{ signedAt: now, launchId: session.launchId, personKey: session.personKey },
    },
    {
      ...{ title, text, content, digest: digestOf(text), patient: `Patient/${patientId}` },
      encounter: encounterId === null ? null : `Encounter/${encounterId}`,
      author: {
        reference: session.fhirUser ?? '',
        name: person.name,
        iss: person.subject?.iss ?? null,
        sub: person.subject?.sub ?? null,
        personKey: session.personKey,
      },
    },
  );
  await needs.keepGrant(session.launchId, tx);
  await appendToOutbox(tx, { tenantId: of.tenantId, kind: 'note.signed', about: id, at: now });
}

export const digestOf = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** A clinician of this visit whom the EHR named by a Practitioner of its own. */
export function demandOfVisit(at: AtNote): void {
  const isNamed = at.session.fhirUser?.startsWith('Practitioner/') === true;
  if (at.session.role === 'clinician' && isNamed && isOfVisit(at)) return;
  throw new AppError('forbidden', 'note.not-yours', 'Only a clinician of this visit can do this.');
}

export function demandCurrent(signed: readonly Signed[], id: string): Signed {
  const found = signed.find((one) => one.id === id);
  if (!found) throw new AppError('not-found', 'note.unknown', 'There is no such signed note here.');
  if (found.kind === 'entered-in-error' || standingOf(signed, id) !== 'current')
    throw new AppError('conflict', 'note.outdated', 'This note was replaced or withdrawn meanwhile.');
  return found;
}

export function demandNote(note: Note | null): Note {
  if (note) return note;
  throw new AppError('not-found', 'note.unknown', 'There is no such signed note here.');
}
