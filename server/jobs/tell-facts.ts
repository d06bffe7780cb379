// Tells facts of the outbox to whoever is there for their kind: once each, committed together with what the listener
// writes. A fact that cannot be told stays, and is tried again later; it keeps no other waiting and is never deleted.
import { randomUUID } from 'node:crypto';
import { and, asc, eq, inArray, isNull, lt, lte, or, sql } from 'drizzle-orm';
import type { Database, Db } from '#server/db';
import type { Log } from '#server/http';
import { createLoop, type Loop } from './loop.ts';
import { OUTBOX_CHANNEL } from './outbox.ts';
import { outbox } from './outbox-table.ts';

export interface Fact {
  tenantId: string;
  kind: string;
  about: string;
  madeAt: Date;
}

/** First reads what it needs; what it gives back writes, in the transaction that ends the fact. */
export type Listener = (fact: Fact) => Promise<(tx: Db) => Promise<void>>;

export interface FactNeeds {
  database: Database;
  listeners: Readonly<Record<string, Listener>>;
  /** When one that could not be told is tried again; `failures` from 1. */
  retryAt(now: Date, failures: number): Date;
  log: Log;
  now: () => Date;
}

/** By the database's clock, whatever the instances' clocks say. */
const LEASE = sql`clock_timestamp() + interval '30 seconds'`;
const PARALLEL = 8;

type Row = typeof outbox.$inferSelect;

export function createFactTeller(needs: FactNeeds): Promise<Loop> {
  const { database, log, now } = needs;
  const kinds = Object.keys(needs.listeners);

  function claim(most: number): Promise<Row[]> {
    const { db } = database;
    const isFree = or(isNull(outbox.leasedUntil), lt(outbox.leasedUntil, sql`clock_timestamp()`));
    const due = db
      .select({ id: outbox.id })
      .from(outbox)
      .where(and(isNull(outbox.doneAt), inArray(outbox.kind, kinds), lte(outbox.dueAt, now()), isFree))
      .orderBy(asc(outbox.dueAt))
      .limit(most)
      .for('update', { skipLocked: true });
    return db
      .update(outbox)
      .set({ leasedBy: randomUUID(), leasedUntil: LEASE })
      .where(inArray(outbox.id, due))
      .returning();
  }

  /** Only while the lease is the one that was taken. */
  const isOurs = (row: Row) => and(eq(outbox.id, row.id), eq(outbox.leasedBy, row.leasedBy ?? ''));

  async function run(row: Row): Promise<void> {
    const listener = needs.listeners[row.kind];
    if (!listener) return;
    try {
      const write = await listener(row);
      await database.transaction(async (tx) => {
        const done = await tx
          .update(outbox)
          .set({ doneAt: now(), leasedUntil: null })
          .where(and(isOurs(row), isNull(outbox.doneAt)))
          .returning({ id: outbox.id });
        if (done.length === 1) await write(tx);
      });
    } catch (cause) {
      const code = cause instanceof Error ? cause.name : 'unknown';
      log.error({ code, kind: row.kind, tenantId: row.tenantId }, 'a fact could not be told; it stays');
      const attempts = row.attempts + 1;
      await database.db
        .update(outbox)
        .set({ attempts, dueAt: needs.retryAt(now(), attempts), leasedUntil: null })
        .where(isOurs(row));
    }
  }

  return createLoop({ database, channel: OUTBOX_CHANNEL, parallel: PARALLEL, claim, run, log });
}

/** Is a fact of one of these kinds waiting to be told in this tenant? */
export async function isUntold(db: Db, of: { tenantId: string; kinds: readonly string[] }): Promise<boolean> {
  const [row] = await db
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(isNull(outbox.doneAt), eq(outbox.tenantId, of.tenantId), inArray(outbox.kind, [...of.kinds])))
    .limit(1);
  return row !== undefined;
}

/** What waits to be told, for whoever watches: how many, and since when the oldest. */
export async function findUntold(db: Db): Promise<{ count: number; oldestAt: Date | null }> {
  const [row] = await db
    .select({
      count: sql<number>`count(*)::int`,
      oldestAt: sql`min(${outbox.madeAt})`.mapWith(outbox.madeAt),
    })
    .from(outbox)
    .where(isNull(outbox.doneAt));
  return { count: row?.count ?? 0, oldestAt: row?.oldestAt ?? null };
}
