// SQL and sealing of patients' summaries: the draft a clinician edits, and what was released.
import { and, asc, eq, isNull } from 'drizzle-orm';
import { type Database, type Db, placeOf } from '#server/db';
import type { OfVisit } from './draft-store.ts';
import { newId } from './new-names.ts';
import { summaryDrafts, summaryReleases } from './note-tables.ts';

interface In {
  database: Database;
  tx: Db;
}
interface Told {
  text: string;
  /** Who wrote or released it, as the EHR names them. */
  name: string | null;
}

export type SummaryDraft = Omit<typeof summaryDrafts.$inferSelect, 'content'> & Told;
export type Release = Omit<typeof summaryReleases.$inferSelect, 'content'> & Told;

type Place = { id: string; tenantId: string };
const draftPlace = ({ id, tenantId }: Place) => placeOf(summaryDrafts, summaryDrafts.content, id, tenantId);
const releasePlace = ({ id, tenantId }: Place) =>
  placeOf(summaryReleases, summaryReleases.content, id, tenantId);

export async function findSummaryDraft({ database, tx }: In, of: OfVisit): Promise<SummaryDraft | null> {
  const [row] = await tx
    .select()
    .from(summaryDrafts)
    .where(and(eq(summaryDrafts.visitId, of.visitId), eq(summaryDrafts.tenantId, of.tenantId)));
  if (!row) return null;
  const { content, ...rest } = row;
  return { ...rest, ...(JSON.parse(await database.vault.open(draftPlace(row), content)) as Told) };
}

/** The caller holds the note's row. A revision lives on when a draft is drawn anew. */
export async function upsertSummaryDraft(
  { database, tx }: In,
  of: OfVisit,
  draft: { signedNoteId: string; revision: number; savedAt: Date; savedBy: string } & Told,
): Promise<void> {
  const { text, name, ...row } = draft;
  const [before] = await tx
    .select({ id: summaryDrafts.id })
    .from(summaryDrafts)
    .where(eq(summaryDrafts.visitId, of.visitId));
  const id = before?.id ?? newId();
  const { tenantId, visitId } = of;
  const content = await database.vault.seal(
    draftPlace({ id, tenantId }),
    JSON.stringify({ text, name } satisfies Told),
  );
  await tx
    .insert(summaryDrafts)
    .values({ ...row, id, tenantId, visitId, content })
    .onConflictDoUpdate({ target: summaryDrafts.id, set: { ...row, content } });
}

export async function deleteSummaryDraft(tx: Db, id: string): Promise<void> {
  await tx.delete(summaryDrafts).where(eq(summaryDrafts.id, id));
}

export async function insertRelease(
  { database, tx }: In,
  of: OfVisit,
  release: Pick<Release, 'signedNoteId' | 'releasedAt' | 'launchId' | 'personKey' | 'requestKey'> & Told,
): Promise<void> {
  const { text, name, ...rest } = release;
  const row = { id: newId(), tenantId: of.tenantId, visitId: of.visitId };
  const content = await database.vault.seal(releasePlace(row), JSON.stringify({ text, name } satisfies Told));
  await tx.insert(summaryReleases).values({ ...row, ...rest, content, takenBackAt: null });
}

/** Oldest first. */
export async function listReleases({ database, tx }: In, of: OfVisit): Promise<Release[]> {
  const rows = await tx
    .select()
    .from(summaryReleases)
    .where(and(eq(summaryReleases.visitId, of.visitId), eq(summaryReleases.tenantId, of.tenantId)))
    .orderBy(asc(summaryReleases.releasedAt), asc(summaryReleases.id));
  return Promise.all(
    rows.map(async ({ content, ...row }) => ({
      ...row,
      ...(JSON.parse(await database.vault.open(releasePlace(row), content)) as Told),
    })),
  );
}

export async function updateTakenBack(tx: Db, id: string, at: Date): Promise<void> {
  await tx
    .update(summaryReleases)
    .set({ takenBackAt: at })
    .where(and(eq(summaryReleases.id, id), isNull(summaryReleases.takenBackAt)));
}

/** Everything released from a signed note that no longer stands. */
export async function takeBackOf(tx: Db, signedNoteId: string, at: Date): Promise<void> {
  await tx
    .update(summaryReleases)
    .set({ takenBackAt: at })
    .where(and(eq(summaryReleases.signedNoteId, signedNoteId), isNull(summaryReleases.takenBackAt)));
}
