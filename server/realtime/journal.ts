// The numbered journal of a visit: written inside the caller's transaction, read by whoever was away.
// It knows no kind of entry and no role; who may read what is the audience's business.
import { and, asc, eq, gt, sql } from 'drizzle-orm';
import { type Database, type Db, placeOf } from '#server/db';
import { journalEntries, visitJournals } from './journal-tables.ts';

/** Any id that one area owns: a visit, or a clinician's day. Tenants never share one. */
export interface VisitKey {
  tenantId: string;
  visitId: string;
}

export interface NewEntry extends VisitKey {
  /** What happened, e.g. `chat`, `visit.admitted`. In clear, so never health data. */
  kind: string;
  /** JSON; sealed at rest. */
  body: unknown;
  /** Whom it is for, in the words `Member.hears` uses; absent: every member. */
  audience?: readonly string[];
}

export interface Entry {
  /** 1, 2, 3 … within the visit. */
  sequence: number;
  kind: string;
  audience: readonly string[] | null;
  at: Date;
  body(): Promise<unknown>;
}

export interface Journal {
  /**
   * Gives the entry the visit's next number. Parallel writers of one visit wait for each other's commit;
   * a transaction that is rolled back leaves no gap. Connections are woken by the commit.
   */
  append(tx: Db, entry: NewEntry): Promise<number>;
  /** The last number given out and committed; 0 before the first. */
  findLast(visit: VisitKey, tx?: Db): Promise<number>;
  /** In order, those after `sequence`, at most `limit`. */
  list(visit: VisitKey, sequence: number, limit: number, tx?: Db): Promise<Entry[]>;
}

/** Payload: JSON of `Wake`. Ids and numbers only. */
export const JOURNAL_CHANNEL = 'visit_journal';

export interface Wake extends VisitKey {
  sequence: number;
  /** Which instance wrote it. */
  by: string;
}

/** `instance` names this process among several; it tells the others over Redis what it has committed. */
export function createJournal(needs: { database: Database; instance: string; now: () => Date }): Journal {
  const { database } = needs;
  const { db, vault } = database;
  return {
    async append(tx, { tenantId, visitId, kind, body, audience }) {
      const sequence = await nextSequence(tx, { tenantId, visitId });
      const id = idOf({ tenantId, visitId }, sequence);
      await tx.insert(journalEntries).values({
        ...{ id, tenantId, visitId, sequence, kind, audience: audience ?? null, at: needs.now() },
        body: await vault.seal(place(id, tenantId), JSON.stringify(body)),
      });
      const wake: Wake = { tenantId, visitId, sequence, by: needs.instance };
      await database.notify(JOURNAL_CHANNEL, JSON.stringify(wake), tx);
      return sequence;
    },

    async findLast(visit, tx = db) {
      const [found] = await tx
        .select({ last: visitJournals.lastSequence })
        .from(visitJournals)
        .where(and(eq(visitJournals.tenantId, visit.tenantId), eq(visitJournals.visitId, visit.visitId)));
      return found?.last ?? 0;
    },

    async list(visit, sequence, limit, tx = db) {
      const rows = await tx
        .select()
        .from(journalEntries)
        .where(
          and(
            eq(journalEntries.tenantId, visit.tenantId),
            eq(journalEntries.visitId, visit.visitId),
            gt(journalEntries.sequence, sequence),
          ),
        )
        .orderBy(asc(journalEntries.sequence))
        .limit(limit);
      return rows.map(({ id, tenantId, body, ...row }) => ({
        ...row,
        body: async () => JSON.parse(await vault.open(place(id, tenantId), body)) as unknown,
      }));
    },
  };
}

async function nextSequence(tx: Db, visit: VisitKey): Promise<number> {
  const [given] = await tx
    .insert(visitJournals)
    .values({ ...visit, lastSequence: 1 })
    .onConflictDoUpdate({
      target: [visitJournals.tenantId, visitJournals.visitId],
      set: { lastSequence: sql`${visitJournals.lastSequence} + 1` },
    })
    .returning({ sequence: visitJournals.lastSequence });
  if (!given) throw new Error('The journal gave no number.');
  return given.sequence;
}

/** JSON, so that no two visits can spell the same. */
const idOf = (visit: VisitKey, sequence: number): string =>
  JSON.stringify([visit.tenantId, visit.visitId, sequence]);

const place = (id: string, tenantId: string) => placeOf(journalEntries, journalEntries.body, id, tenantId);
