// The table of what was said of signs: see the migration 0064 for what it forbids.
import { integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import type { KeptSignWord } from '#domain/red-flags';
import { sealed } from '#server/db';

export const redFlagWords = pgTable('red_flag_words', {
  id: text().primaryKey(),
  tenantId: text('tenant_id').notNull(),
  visitId: text('visit_id').notNull(),
  position: integer().notNull(),
  saidBy: text('said_by').$type<KeptSignWord['saidBy']>().notNull(),
  personKey: text('person_key').notNull(),
  saidAt: timestamp('said_at', { withTimezone: true }).notNull(),
  content: sealed().notNull(),
});
