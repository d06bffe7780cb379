// The tables of the journal: the last number of each visit, and the entries.
import { integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { sealed } from '#server/db';

export const visitJournals = pgTable('visit_journals', {
  tenantId: text('tenant_id').notNull(),
  visitId: text('visit_id').notNull(),
  lastSequence: integer('last_sequence').notNull(),
});

export const journalEntries = pgTable('journal_entries', {
  id: text().primaryKey(),
  tenantId: text('tenant_id').notNull(),
  visitId: text('visit_id').notNull(),
  sequence: integer().notNull(),
  kind: text().notNull(),
  audience: jsonb().$type<readonly string[]>(),
  body: sealed().notNull(),
  at: timestamp({ withTimezone: true }).notNull(),
});
