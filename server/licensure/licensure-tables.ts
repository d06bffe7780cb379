// The credential register's table.
import { boolean, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import type { Credential } from '#domain/licensure';
import { sealed } from '#server/db';

export const credentials = pgTable('credentials', {
  id: text().primaryKey(),
  tenantId: text('tenant_id').notNull(),
  practitionerIndex: text('practitioner_index').notNull(),
  lineIndex: text('line_index').notNull(),
  kind: text().$type<Credential['kind']>().notNull(),
  profession: text().notNull(),
  state: text(),
  compact: text(),
  status: text().$type<Credential['status']>().notNull(),
  validFrom: text('valid_from').notNull(),
  validTo: text('valid_to').notNull(),
  isResidenceState: boolean('is_residence_state').notNull().default(false),
  origin: text().$type<'by-hand' | 'ehr'>().notNull(),
  verifiedOn: text('verified_on'),
  facts: sealed().notNull(),
  changedAt: timestamp('changed_at', { withTimezone: true }).notNull(),
});
