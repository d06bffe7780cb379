// What a clinician or a nurse sees of a visit's note. Reads only.
import {
  listTimeSuggestion,
  type NoteDraft,
  type NoteView,
  type OtherText,
  type SignedNoteView,
} from '#domain/documentation';
import type { Session } from '#server/http';
import {
  type AtNote,
  askSignable,
  atNote,
  isOfVisit,
  linesOf,
  readStanding,
  type Standing,
} from './at-note.ts';
import type { DocumentationNeeds } from './documentation-needs.ts';
import type { Draft, Other } from './draft-store.ts';
import type { Signed } from './signed-store.ts';
import { findCurrent, standingsOf } from './standings.ts';

export async function readNote(
  needs: DocumentationNeeds,
  session: Session,
  visitId: string,
): Promise<NoteView> {
  const at = await atNote(needs, session, visitId);
  return viewNote(at, await readStanding(needs, needs.database.db, at.of));
}

export function viewNote(at: AtNote, standing: Standing): NoteView {
  const { record } = at;
  const { draft, signed, facts } = standing;
  const standings = standingsOf(signed);
  return {
    visitId: record.visitId,
    patient: { name: record.patientName, birthDate: record.birthDate },
    draft: draft && viewDraft(at, standing, draft),
    facts,
    time: listTimeSuggestion(staysOf(at), record.endedAt),
    gate: record.gate.map((line) => ({
      ...line,
      parts: line.parts.map((part) => ({ ...part, rules: [...part.rules] })),
    })),
    signed: signed.map((one) => viewSigned(at, one, standings.get(one.id) ?? 'current')),
    may: listActs(at, standing),
  };
}

export function viewDraft(at: AtNote, standing: Standing, draft: Draft): NoteDraft {
  const answer = askSignable(at, standing, draft);
  const { revision, content, savedAt, savedPage, name, savedBy } = draft;
  return {
    ...{ draftId: draft.id, kind: draft.kind, of: draft.ofSigned, template: draft.template },
    ...{ revision, content, reference: draft.reference },
    savedAt: savedAt?.toISOString() ?? null,
    savedBy: savedPage === null ? null : { name, isYou: savedBy === at.session.personKey, page: savedPage },
    records: linesOf(at, draft.kind, standing.signed.find(({ id }) => id === draft.ofSigned) ?? null),
    others: standing.others.map((other) => viewOther(at, other)),
    holds: answer.ok ? [] : answer.reasons.map(({ code, data }) => ({ code, data: { ...data } })),
  };
}

function viewOther({ session }: AtNote, other: Other): OtherText {
  const { id, baseRevision, content, at, name, personKey, page } = other;
  return {
    ...{ otherId: id, baseRevision, content, page },
    at: at.toISOString(),
    by: { name, isYou: personKey === session.personKey },
  };
}

function viewSigned({ session }: AtNote, one: Signed, standing: SignedNoteView['standing']): SignedNoteView {
  const { title, text, digest, author, content } = one.frozen;
  return {
    ...{ signedNoteId: one.id, kind: one.kind, of: one.ofSigned, reference: one.reference },
    ...{ title, text, digest, standing },
    sections: content?.sections ?? {},
    signedAt: one.signedAt.toISOString(),
    by: { name: author.name, isYou: one.personKey === session.personKey },
  };
}

/** The caller's own time in the room; for a nurse the responsible clinician's. */
function staysOf({ session, record }: AtNote) {
  const host = record.people.find(({ role }) => role === 'host');
  const own = record.people.find(({ personKey }) => personKey === session.personKey);
  return (session.role === 'clinician' ? own : host)?.stays ?? [];
}

function listActs(at: AtNote, { draft, signed }: Standing): NoteView['may'] {
  if (at.session.role !== 'clinician') return [];
  if (!isOfVisit(at)) return [];
  const current = findCurrent(signed);
  const acts: NoteView['may'] = [];
  if (draft || !current) acts.push('write');
  if (draft) acts.push('sign');
  if (current && !draft) acts.push('addendum', 'replace');
  if (current) acts.push('withdraw', 'summary');
  return acts;
}
