// The visit's numbered journal, in the shape of the realtime layer's: one number after another, given inside the
// caller's transaction, whose lock on the visit's row keeps two writers apart.
import { randomUUID } from 'node:crypto';
import { and, asc, desc, eq, gt } from 'drizzle-orm';
import type { JournalBody, JournalEntry } from '#domain/visit';
import { type Database, type Db, placeOf } from '#server/db';
import { visitJournal } from './visit-tables.ts';

export interface Journal {
  /** Gives the entry the visit's next number; the caller holds the visit's row. */
  append(
    tx: Db,
    entry: { tenantId: string; visitId: string; kind: string; body: unknown; audience?: readonly string[] },
  ): Promise<number>;
  /** The last number given out; 0 before the first. */
  findLast(visit: { tenantId: string; visitId: string }, tx?: Db): Promise<number>;
}

export function createOwnJournal(needs: { database: Database; now: () => Date }): Journal {
  const { database } = needs;
  const findLast: Journal['findLast'] = async ({ visitId }, tx = database.db) => {
    const [last] = await tx
      .select({ sequence: visitJournal.sequence })
      .from(visitJournal)
      .where(eq(visitJournal.visitId, visitId))
      .orderBy(desc(visitJournal.sequence))
      .limit(1);
    return last?.sequence ?? 0;
  };
  return {
    findLast,
    async append(tx, { tenantId, visitId, kind, body, audience }) {
      const sequence = (await findLast({ tenantId, visitId }, tx)) + 1;
      const id = randomUUID();
      const place = placeOf(visitJournal, visitJournal.body, id, tenantId);
      await tx.insert(visitJournal).values({
        ...{ id, tenantId, visitId, sequence, kind, audience: audience ?? null, at: needs.now() },
        body: await database.vault.seal(place, JSON.stringify(body)),
      });
      return sequence;
    },
  };
}

/** Lines after `sequence`, oldest first. */
export async function listJournal(
  database: Database,
  db: Db,
  visitId: string,
  kind: string,
  after = 0,
): Promise<JournalEntry[]> {
  const rows = await db
    .select()
    .from(visitJournal)
    .where(
      and(eq(visitJournal.visitId, visitId), eq(visitJournal.kind, kind), gt(visitJournal.sequence, after)),
    )
    .orderBy(asc(visitJournal.sequence));
  return Promise.all(
    rows.map(async ({ id, tenantId, sequence, at, body }) => {
      const plain = await database.vault.open(placeOf(visitJournal, visitJournal.body, id, tenantId), body);
      return { visit: visitId, sequence, at: at.toISOString(), body: JSON.parse(plain) as JournalBody };
    }),
  );
}
