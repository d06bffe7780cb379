// SQL and sealing of a visit's note, its open draft and the texts beside it. No decisions.
import { and, asc, eq, inArray } from 'drizzle-orm';
import type { NoteContent, NoteKind, TemplateId } from '#domain/documentation';
import { type Database, type Db, placeOf } from '#server/db';
import { newId } from './new-names.ts';
import { noteDrafts, noteOthers, notes } from './note-tables.ts';

interface In {
  database: Database;
  tx: Db;
}
export interface OfVisit {
  tenantId: string;
  visitId: string;
}

/** What a note knows beside its texts; sealed. */
export interface NoteFacts {
  patientId: string;
  /** FHIR id. */
  encounterId: string | null;
}

export interface Note {
  id: string;
  tenantId: string;
  visitId: string;
  known: NoteFacts;
}

/** What was written, and by whom. */
export interface Written {
  content: NoteContent;
  name: string | null;
}

type DraftRow = typeof noteDrafts.$inferSelect;
export interface Draft extends Omit<DraftRow, 'content'>, Written {}

type OtherRow = typeof noteOthers.$inferSelect;
export interface Other extends Omit<OtherRow, 'content'>, Written {}

const notePlace = (row: { id: string; tenantId: string }) =>
  placeOf(notes, notes.facts, row.id, row.tenantId);
const draftPlace = (row: { id: string; tenantId: string }) =>
  placeOf(noteDrafts, noteDrafts.content, row.id, row.tenantId);
const otherPlace = (row: { id: string; tenantId: string }) =>
  placeOf(noteOthers, noteOthers.content, row.id, row.tenantId);

/** `lock`: nobody else writes or signs this visit's note until the transaction ends. */
export async function findNote({ database, tx }: In, of: OfVisit, lock?: 'lock'): Promise<Note | null> {
  const query = tx
    .select()
    .from(notes)
    .where(and(eq(notes.visitId, of.visitId), eq(notes.tenantId, of.tenantId)));
  const [row] = lock ? await query.for('update') : await query;
  if (!row) return null;
  const { facts, ...note } = row;
  return { ...note, known: JSON.parse(await database.vault.open(notePlace(row), facts)) as NoteFacts };
}

/** Two at once make one. */
export async function insertNote(
  { database, tx }: In,
  of: OfVisit,
  known: NoteFacts,
  at: Date,
): Promise<void> {
  const row = { id: newId(), ...of };
  const facts = await database.vault.seal(notePlace(row), JSON.stringify(known));
  await tx
    .insert(notes)
    .values({ ...row, facts, madeAt: at })
    .onConflictDoNothing({ target: notes.visitId });
}

export async function updateNoteFacts({ database, tx }: In, note: Note, known: NoteFacts): Promise<void> {
  const facts = await database.vault.seal(notePlace(note), JSON.stringify(known));
  await tx.update(notes).set({ facts }).where(eq(notes.id, note.id));
}

export async function findDraft({ database, tx }: In, of: OfVisit): Promise<Draft | null> {
  const [row] = await tx
    .select()
    .from(noteDrafts)
    .where(and(eq(noteDrafts.visitId, of.visitId), eq(noteDrafts.tenantId, of.tenantId)));
  return row ? openWritten(database, draftPlace(row), row) : null;
}

export async function insertDraft(
  { database, tx }: In,
  note: Note,
  draft: { kind: NoteKind; ofSigned: string | null; template: TemplateId; reference: string } & Written,
  at: Date,
): Promise<void> {
  const { content, name, ...row } = draft;
  const id = newId();
  const { tenantId, visitId } = note;
  const written = JSON.stringify({ content, name } satisfies Written);
  await tx.insert(noteDrafts).values({
    ...{ ...row, id, tenantId, visitId, noteId: note.id, revision: 0, madeAt: at },
    content: await database.vault.seal(draftPlace({ id, tenantId }), written),
  });
}

/** The caller holds the note's row. */
export async function updateDraft(
  { database, tx }: In,
  draft: Draft,
  written: Written,
  by: { personKey: string; page: string; at: Date },
): Promise<number> {
  const revision = draft.revision + 1;
  const content = await database.vault.seal(draftPlace(draft), JSON.stringify(written));
  await tx
    .update(noteDrafts)
    .set({ revision, content, savedAt: by.at, savedBy: by.personKey, savedPage: by.page })
    .where(eq(noteDrafts.id, draft.id));
  return revision;
}

export async function updateTemplate(tx: Db, draftId: string, template: TemplateId): Promise<void> {
  await tx.update(noteDrafts).set({ template }).where(eq(noteDrafts.id, draftId));
}

/** With it go the texts beside it and every key to what browsers kept of it. */
export async function deleteDraft(tx: Db, draftId: string): Promise<void> {
  await tx.delete(noteDrafts).where(eq(noteDrafts.id, draftId));
}

export async function listOthers({ database, tx }: In, draftId: string): Promise<Other[]> {
  const rows = await tx
    .select()
    .from(noteOthers)
    .where(eq(noteOthers.draftId, draftId))
    .orderBy(asc(noteOthers.at), asc(noteOthers.id));
  return Promise.all(rows.map((row) => openWritten(database, otherPlace(row), row)));
}

/** In the place of the page's older one, and under a name of its own: who has looked at that has not seen this. */
export async function insertOther(
  { database, tx }: In,
  draft: Draft,
  written: Written,
  by: { personKey: string; page: string; baseRevision: number; at: Date },
): Promise<void> {
  const { tenantId } = draft;
  const id = newId();
  const content = await database.vault.seal(otherPlace({ id, tenantId }), JSON.stringify(written));
  await tx.delete(noteOthers).where(and(eq(noteOthers.draftId, draft.id), eq(noteOthers.page, by.page)));
  await tx.insert(noteOthers).values({ ...by, id, tenantId, draftId: draft.id, content });
}

export async function deleteOthers(tx: Db, draftId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.delete(noteOthers).where(and(eq(noteOthers.draftId, draftId), inArray(noteOthers.id, [...ids])));
}

async function openWritten<Row extends { content: Parameters<Database['vault']['open']>[1] }>(
  database: Database,
  place: Parameters<Database['vault']['open']>[0],
  row: Row,
): Promise<Omit<Row, 'content'> & Written> {
  const { content, ...rest } = row;
  const written = JSON.parse(await database.vault.open(place, content)) as Written;
  return { ...rest, ...written };
}
