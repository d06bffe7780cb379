// The credential register's table.
import { boolean, integer, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import type { Credential, CredentialOrigin, ReminderDays } from '#domain/licensure';
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
  origin: text().$type<CredentialOrigin>().notNull(),
  verifiedOn: text('verified_on'),
  facts: sealed().notNull(),
  changedAt: timestamp('changed_at', { withTimezone: true }).notNull(),
});

/** Which reminder was sent for which line and which end: see the migration 0034. */
export const reminders = pgTable(
  'credential_reminders',
  {
    tenantId: text('tenant_id').notNull(),
    credentialId: text('credential_id').notNull(),
    validTo: text('valid_to').notNull(),
    daysBefore: integer('days_before').$type<ReminderDays>().notNull(),
    sentAt: timestamp('sent_at', { withTimezone: true }).notNull(),
  },
  (row) => [primaryKey({ columns: [row.credentialId, row.validTo, row.daysBefore] })],
);
