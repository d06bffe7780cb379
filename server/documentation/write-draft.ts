// Writing: a draft is begun or found, saved by revision, given a template. Whatever a page sends is kept: as the draft,
// or beside it when another page was faster. Nobody overwrites what they have not seen.

import type { z } from 'zod';
import {
  type ChooseTemplate,
  judgeContent,
  type NoteContent,
  type NoteDraft,
  type NoteView,
  type Saved,
  type SaveNote,
  SECTIONS,
  TEMPLATES,
  type TextProblem,
} from '#domain/documentation';
import type { Db } from '#server/db';
import { AppError } from '#server/errors';
import type { Session } from '#server/http';
import { type AtNote, atNote, atOwnNote, demandWriter, encounterOf, readStanding } from './at-note.ts';
import type { DocumentationNeeds } from './documentation-needs.ts';
import {
  type Draft,
  deleteOthers,
  findDraft,
  findNote,
  insertDraft,
  insertNote,
  insertOther,
  listOthers,
  type Note,
  updateDraft,
  updateNoteFacts,
  updateTemplate,
} from './draft-store.ts';
import { newReference } from './new-names.ts';
import { listSigned } from './signed-store.ts';
import { findCurrent } from './standings.ts';
import { viewDraft, viewNote } from './view-note.ts';

type Of<Schema extends z.ZodType> = z.infer<Schema>;

/** Makes or finds the visit's draft; where a signed note stands, none is made: it is added to or replaced. */
export async function openDraft(
  needs: DocumentationNeeds,
  session: Session,
  visitId: string,
): Promise<NoteView> {
  const at = await atOwnNote(needs, session, visitId);
  await needs.database.transaction(async (tx) => {
    const on = { database: needs.database, tx };
    const note = await holdNote(needs, tx, at);
    const hasDraft = (await findDraft(on, at.of)) !== null;
    if (hasDraft || findCurrent(await listSigned(on, at.of))) return;
    const template = TEMPLATES[0]?.id ?? 'primary-care';
    const draft = { kind: 'note', ofSigned: null, template, reference: newReference() } as const;
    await insertDraft(on, note, { ...draft, ...NOTHING_WRITTEN }, at.now);
  });
  return viewNote(at, await readStanding(needs, needs.database.db, at.of));
}

export const NOTHING_WRITTEN: { content: NoteContent; name: string | null } = {
  content: { sections: {}, minutes: null, facts: [] },
  name: null,
};

/** The visit's note, locked; made when there is none. The encounter is learned while it can still be told. */
export async function holdNote(needs: DocumentationNeeds, tx: Db, at: AtNote): Promise<Note> {
  const on = { database: needs.database, tx };
  const encounterId = encounterOf(at);
  const { patientId } = at.record;
  await insertNote(on, at.of, { patientId, encounterId }, at.now);
  const note = await findNote(on, at.of, 'lock');
  if (!note) throw new Error('A note that was just made is not there.');
  if (note.known.encounterId !== null || encounterId === null) return note;
  const known = { ...note.known, encounterId };
  await updateNoteFacts(on, note, known);
  return { ...note, known };
}

export type SaveAnswer = { ok: true; saved: Saved } | { ok: false; draft: NoteDraft };

export async function saveNote(
  needs: DocumentationNeeds,
  session: Session,
  input: Of<typeof SaveNote>,
): Promise<SaveAnswer> {
  const problem = judgeContent(input.content);
  if (problem) throw badText(problem);
  const of = await demandWriter(needs, session, input.visitId);
  const { name } = await needs.findPerson(session);
  const saved = await saveInside(needs, { of, session, name, now: needs.now() }, input);
  if (saved) return { ok: true, saved };
  const at = await atNote(needs, session, input.visitId);
  const standing = await readStanding(needs, needs.database.db, of);
  return { ok: false, draft: viewDraft(at, standing, demandDraft(standing.draft, input.draftId)) };
}

/** Null: another page was faster; what came is kept beside the draft. */
async function saveInside(
  needs: DocumentationNeeds,
  { of, session, name, now }: Pick<AtNote, 'of' | 'session' | 'now'> & { name: string | null },
  input: Of<typeof SaveNote>,
): Promise<Saved | null> {
  const { page, baseRevision } = input;
  const written = { content: input.content, name };
  const by = { personKey: session.personKey, page, at: now };
  return needs.database.transaction(async (tx) => {
    const on = { database: needs.database, tx };
    await findNote(on, of, 'lock');
    const draft = demandDraft(await findDraft(on, of), input.draftId);
    if (isRepeat(draft, input)) return savedOf(draft.revision, draft.savedAt ?? now);
    if (draft.revision !== baseRevision) {
      const before = (await listOthers(on, draft.id)).find((one) => one.page === page);
      // Sent again, because its answer was lost: a person may be looking at it.
      if (!before || printContent(before.content) !== printContent(input.content))
        await insertOther(on, draft, written, { ...by, baseRevision });
      return null;
    }
    const revision = await updateDraft(on, draft, written, by);
    await deleteOthers(tx, draft.id, input.settles);
    return savedOf(revision, now);
  });
}

/** The answer was lost and the same page sends the same again; what it settled was settled then. */
function isRepeat(draft: Draft, { page, baseRevision, content }: Of<typeof SaveNote>): boolean {
  const isLast = draft.savedPage === page && draft.revision === baseRevision + 1;
  return isLast && printContent(draft.content) === printContent(content);
}

function printContent({ sections, minutes, facts }: NoteContent): string {
  const texts = SECTIONS.map((section) => sections[section] ?? '');
  return JSON.stringify([texts, minutes, facts.map(({ factId, section }) => [factId, section])]);
}

const savedOf = (revision: number, at: Date): Saved => ({ revision, savedAt: at.toISOString() });

export async function chooseTemplate(
  needs: DocumentationNeeds,
  session: Session,
  input: Of<typeof ChooseTemplate>,
): Promise<NoteView> {
  const at = await atOwnNote(needs, session, input.visitId);
  await needs.database.transaction(async (tx) => {
    const draft = await findDraft({ database: needs.database, tx }, at.of);
    await updateTemplate(tx, demandDraft(draft, input.draftId).id, input.template);
  });
  return viewNote(at, await readStanding(needs, needs.database.db, at.of));
}

export function demandDraft(draft: Draft | null, draftId: string): Draft {
  if (draft?.id === draftId) return draft;
  throw new AppError(
    'conflict',
    'note.no-draft',
    'This draft was signed or given up meanwhile. The text on your screen is still there.',
  );
}

const PROBLEMS: { readonly [One in TextProblem]: string } = {
  'half-character': 'The text holds half a character (a lone surrogate). Remove it and save again.',
  nul: 'The text holds a NUL character. Remove it and save again.',
  'too-long': 'The note is longer than 200 kB. Shorten it and save again.',
};

export function badText(problem: TextProblem): AppError {
  return problem === 'too-long'
    ? new AppError('too-large', 'note.too-long', PROBLEMS[problem])
    : new AppError('bad-request', 'note.text', PROBLEMS[problem]);
}
