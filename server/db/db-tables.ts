// The one table this folder owns: data keys, each wrapped under a key-encryption key.
import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';

export const dataKeys = pgTable('data_keys', {
  id: text().primaryKey(),
  tenantId: text('tenant_id').notNull(),
  /** `field` seals columns; any other purpose is one secret key of the whole installation. */
  purpose: text().notNull(),
  day: text().notNull(),
  kekId: text('kek_id').notNull(),
  wrapped: text().notNull(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  /** Set by rotation: still opens what it sealed, seals nothing new. */
  retiredAt: timestamp('retired_at', { withTimezone: true }),
});
