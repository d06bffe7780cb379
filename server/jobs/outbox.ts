// Facts that one area tells those to its right: rows written in the teller's own transaction, so that what
// happened and its telling are one. It knows no kind of fact and delivers nothing itself.
import { randomUUID } from 'node:crypto';
import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import type { Db } from '#server/db';

const instant = (name: string) => timestamp(name, { withTimezone: true });

const outbox = pgTable('outbox', {
  id: text().primaryKey(),
  tenantId: text('tenant_id').notNull(),
  kind: text().notNull(),
  about: text().notNull(),
  dueAt: instant('due_at').notNull(),
  madeAt: instant('made_at').notNull(),
});

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
}
