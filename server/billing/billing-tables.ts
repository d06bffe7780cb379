// The tables of charges: see the migration 0055 for what each column forbids.
import { integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import type { ChargeHold } from '#domain/billing';
import { sealed } from '#server/db';

const instant = (name: string) => timestamp(name, { withTimezone: true });

export const chargeDrafts = pgTable('charge_drafts', {
  id: text().primaryKey(),
  tenantId: text('tenant_id').notNull(),
  visitId: text('visit_id').notNull(),
  revision: integer().notNull(),
  changedAt: instant('changed_at').notNull(),
  content: sealed().notNull(),
});

export const charges = pgTable('charges', {
  id: text().primaryKey(),
  tenantId: text('tenant_id').notNull(),
  visitId: text('visit_id').notNull(),
  position: integer().notNull(),
  patientIndex: text('patient_index').notNull(),
  requestKey: text('request_key').notNull(),
  personKey: text('person_key').notNull(),
  confirmedAt: instant('confirmed_at').notNull(),
  holds: text().array().$type<ChargeHold[]>().notNull(),
  content: sealed().notNull(),
});

export const chargeSteps = pgTable('charge_steps', {
  id: text().primaryKey(),
  tenantId: text('tenant_id').notNull(),
  chargeId: text('charge_id').notNull(),
  kind: text().$type<'released' | 'withdrawn'>().notNull(),
  at: instant('at').notNull(),
  personKey: text('person_key').notNull(),
  content: sealed().notNull(),
});
