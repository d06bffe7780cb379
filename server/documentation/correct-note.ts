// Beginning what corrects a signed note: a draft that adds to it or is to stand in its place, saved and signed like
// the first one. A draft of a correction can be given up; what was signed cannot.
import type { z } from 'zod';
import type { NoteKind, NoteView, OfDraft, OfSigned } from '#domain/documentation';
import { TEMPLATES } from '#domain/documentation';
import { AppError } from '#server/errors';
import type { Session } from '#server/http';
import { atNote, atOwnNote, readStanding } from './at-note.ts';
import type { DocumentationNeeds } from './documentation-needs.ts';
import { deleteDraft, insertDraft } from './draft-store.ts';
import { newReference } from './new-names.ts';
import { demandCurrent, demandNote, demandOfVisit } from './sign-note.ts';
import { viewNote } from './view-note.ts';
import { demandDraft, NOTHING_WRITTEN } from './write-draft.ts';

export async function beginCorrection(
  needs: DocumentationNeeds,
  session: Session,
  { visitId, signedNoteId }: z.infer<typeof OfSigned>,
  kind: Exclude<NoteKind, 'note'>,
): Promise<NoteView> {
  const at = await atNote(needs, session, visitId);
  demandOfVisit(at);
  await needs.database.transaction(async (tx) => {
    const { note, draft, signed } = await readStanding(needs, tx, at.of, 'lock');
    const before = demandCurrent(signed, signedNoteId);
    if (before.kind === 'addendum')
      throw new AppError('conflict', 'note.outdated', 'Correct the note that this addendum adds to.');
    // Pressed twice: the draft is there.
    if (draft?.kind === kind && draft.ofSigned === signedNoteId) return;
    if (draft)
      throw new AppError(
        'conflict',
        'note.other-draft',
        'Another draft of this visit is open: finish it first.',
      );
    const content =
      kind === 'replacement' ? (before.frozen.content ?? NOTHING_WRITTEN.content) : NOTHING_WRITTEN.content;
    const template = TEMPLATES[0]?.id ?? 'primary-care';
    const row = { kind, ofSigned: before.id, template, reference: newReference() };
    await insertDraft(
      { database: needs.database, tx },
      demandNote(note),
      { ...row, content, name: null },
      at.now,
    );
  });
  return viewNote(at, await readStanding(needs, needs.database.db, at.of));
}

export async function discardDraft(
  needs: DocumentationNeeds,
  session: Session,
  { visitId, draftId }: z.infer<typeof OfDraft>,
): Promise<NoteView> {
  const at = await atOwnNote(needs, session, visitId);
  await needs.database.transaction(async (tx) => {
    const { draft: found } = await readStanding(needs, tx, at.of, 'lock');
    const draft = demandDraft(found, draftId);
    if (draft.kind === 'note')
      throw new AppError('conflict', 'note.first', 'The first note of a visit is not given up.');
    await deleteDraft(tx, draft.id);
  });
  return viewNote(at, await readStanding(needs, needs.database.db, at.of));
}
