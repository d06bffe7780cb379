// Facts that one area tells those to its right: rows written in the teller's own transaction, so that what
// happened and its telling are one. It knows no kind of fact and delivers nothing itself.
import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Db } from '#server/db';
import { outbox } from './outbox-table.ts';

/** Whoever listens looks into the table; the payload says nothing. */
export const OUTBOX_CHANNEL = 'webside_outbox';

export interface NewFact {
  tenantId: string;
  /** e.g. `visit.admitted` */
  kind: string;
  /** Id of what it is about; never health data. */
  about: string;
  at: Date;
  /** Not before; absent: at once. */
  due?: Date;
}

export async function appendToOutbox(tx: Db, { at, due = at, ...fact }: NewFact): Promise<void> {
  await tx.insert(outbox).values({ id: randomUUID(), ...fact, madeAt: at, dueAt: due });
  // Told with the commit, and not before.
  await tx.execute(sql`SELECT pg_notify(${OUTBOX_CHANNEL}, '')`);
}
