// The table of facts that one area tells another: see the migration 0030.
import { integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

const instant = (name: string) => timestamp(name, { withTimezone: true });

export const outbox = pgTable('outbox', {
  id: text().primaryKey(),
  tenantId: text('tenant_id').notNull(),
  kind: text().notNull(),
  about: text().notNull(),
  dueAt: instant('due_at').notNull(),
  madeAt: instant('made_at').notNull(),
  leasedBy: text('leased_by'),
  leasedUntil: instant('leased_until'),
  attempts: integer().notNull().default(0),
  doneAt: instant('done_at'),
});
