// SQL and sealing of facts that were pulled from the chart for a visit's note.
import { and, asc, eq } from 'drizzle-orm';
import type { KeptFact, PulledFact } from '#domain/documentation';
import { type Database, type Db, placeOf } from '#server/db';
import type { OfVisit } from './draft-store.ts';
import { newId } from './new-names.ts';
import { noteFacts } from './note-tables.ts';

const placeOfRow = (row: { id: string; tenantId: string }) =>
  placeOf(noteFacts, noteFacts.content, row.id, row.tenantId);

/** As the note shows them. */
export async function listFacts(on: { database: Database; tx: Db }, of: OfVisit): Promise<PulledFact[]> {
  return (await listKeptFacts(on, of)).map(({ mark: _, ...shown }) => shown);
}

export async function listKeptFacts(
  { database, tx }: { database: Database; tx: Db },
  of: OfVisit,
): Promise<KeptFact[]> {
  const rows = await tx
    .select()
    .from(noteFacts)
    .where(and(eq(noteFacts.visitId, of.visitId), eq(noteFacts.tenantId, of.tenantId)))
    .orderBy(asc(noteFacts.madeAt), asc(noteFacts.id));
  return Promise.all(
    rows.map(async (row) => {
      const told = JSON.parse(await database.vault.open(placeOfRow(row), row.content));
      return { factId: row.id, ...(told as Omit<KeptFact, 'factId'>) };
    }),
  );
}

export async function insertFact(
  { database, tx }: { database: Database; tx: Db },
  of: OfVisit,
  told: Omit<KeptFact, 'factId'>,
  at: Date,
): Promise<string> {
  const row = { id: newId(), tenantId: of.tenantId, visitId: of.visitId };
  const content = await database.vault.seal(placeOfRow(row), JSON.stringify(told));
  await tx.insert(noteFacts).values({ ...row, content, madeAt: at });
  return row.id;
}
