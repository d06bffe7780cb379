// SQL and sealing of what was signed. It inserts and reads; the table itself refuses everything else.
import { and, asc, eq, sql } from 'drizzle-orm';
import type { NoteContent, NoteMark, SignedNote } from '#domain/documentation';
import { type Database, type Db, placeOf } from '#server/db';
import type { Note, OfVisit } from './draft-store.ts';
import { newId } from './new-names.ts';
import { signedNotes } from './note-tables.ts';

type Row = typeof signedNotes.$inferSelect;

/** Sealed with the row. */
export interface Frozen
  extends Pick<SignedNote, 'title' | 'text' | 'digest' | 'author' | 'patient' | 'encounter'> {
  /** What was written by section; null: nothing was (`entered-in-error`). */
  content: NoteContent | null;
}

export interface Signed extends Omit<Row, 'content'> {
  frozen: Frozen;
}

export type NewSigned = Pick<Row, 'kind' | 'ofSigned' | 'draftId' | 'reference' | 'typeCode' | 'requestKey'> &
  Pick<Row, 'launchId' | 'personKey' | 'signedAt'>;

const placeOfRow = (row: { id: string; tenantId: string }) =>
  placeOf(signedNotes, signedNotes.content, row.id, row.tenantId);

/** The caller holds the note's row: positions have no gap and no double. */
export async function insertSigned(
  { database, tx }: { database: Database; tx: Db },
  note: Note,
  signed: NewSigned,
  frozen: Frozen,
): Promise<string> {
  const id = newId();
  const { tenantId, visitId } = note;
  const [last] = await tx
    .select({ position: sql<number>`coalesce(max(${signedNotes.position}), 0)::int` })
    .from(signedNotes)
    .where(eq(signedNotes.noteId, note.id));
  await tx.insert(signedNotes).values({
    ...{ ...signed, id, tenantId, visitId, noteId: note.id, position: (last?.position ?? 0) + 1 },
    content: await database.vault.seal(placeOfRow({ id, tenantId }), JSON.stringify(frozen)),
  });
  return id;
}

export async function listSigned(
  { database, tx }: { database: Database; tx: Db },
  of: OfVisit,
): Promise<Signed[]> {
  const rows = await tx
    .select()
    .from(signedNotes)
    .where(and(eq(signedNotes.visitId, of.visitId), eq(signedNotes.tenantId, of.tenantId)))
    .orderBy(asc(signedNotes.position));
  return Promise.all(rows.map((row) => openRow(database, row)));
}

/** For areas that deliver or quote it. Not inside a transaction. */
export async function findSignedNote(
  { database }: { database: Database },
  tenantId: string,
  signedNoteId: string,
): Promise<SignedNote | null> {
  const [row] = await database.db
    .select()
    .from(signedNotes)
    .where(and(eq(signedNotes.id, signedNoteId), eq(signedNotes.tenantId, tenantId)));
  if (!row) return null;
  const { frozen, ...signed } = await openRow(database, row);
  const { content: _, ...told } = frozen;
  const { id, noteId, visitId, kind, ofSigned, typeCode, reference, launchId, signedAt } = signed;
  return {
    ...{ id, noteId, visitId, tenantId, kind, of: ofSigned, typeCode, reference, launchId },
    ...told,
    signedAt: signedAt.toISOString(),
  };
}

/** What was signed for a visit, without a word of it; oldest first. */
export async function listNoteMarks(
  { database }: { database: Database },
  tenantId: string,
  visitId: string,
): Promise<NoteMark[]> {
  const rows = await database.db
    .select()
    .from(signedNotes)
    .where(and(eq(signedNotes.visitId, visitId), eq(signedNotes.tenantId, tenantId)))
    .orderBy(asc(signedNotes.position));
  return rows.map(({ id, noteId, kind, ofSigned, reference, signedAt }) => ({
    ...{ id, noteId, kind, of: ofSigned, reference },
    signedAt: signedAt.toISOString(),
  }));
}

async function openRow(database: Database, row: Row): Promise<Signed> {
  const { content, ...rest } = row;
  return { ...rest, frozen: JSON.parse(await database.vault.open(placeOfRow(row), content)) as Frozen };
}
