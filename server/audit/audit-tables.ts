// The tables of the audit trail. Append-only by trigger; what is not sealed says nothing about health.
import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { sealed } from '#server/db';

/** One row: the id of this trail. */
export const auditLedger = pgTable('audit_ledger', { id: text().primaryKey() });

/** The AuditEvents of one tenant that were written together, one JSON text a line. */
export const auditBatches = pgTable('audit_batches', {
  id: text().primaryKey(),
  tenantId: text('tenant_id').notNull(),
  content: sealed('content').notNull(),
});

export const auditEvents = pgTable('audit_events', {
  id: text().primaryKey(),
  tenantId: text('tenant_id').notNull(),
  chain: integer().notNull(),
  seq: integer().notNull(),
  recordedAt: text('recorded_at').notNull(),
  event: text().notNull(),
  outcome: text().notNull(),
  /** Blind indexes: find a person's or a patient's events without storing who they are. */
  personIndex: text('person_index'),
  patientIndex: text('patient_index'),
  batchId: text('batch_id').notNull(),
  /** Line in the batch, from 0. */
  position: integer().notNull(),
  contentMac: text('content_mac').notNull(),
  mac: text().notNull(),
});
export type AuditRow = typeof auditEvents.$inferSelect;

/** Signed: "at this time the chain reached this far, with this code". */
export const auditHeads = pgTable('audit_heads', {
  ledger: text().notNull(),
  chain: integer().notNull(),
  seq: integer().notNull(),
  mac: text().notNull(),
  signedAt: text('signed_at').notNull(),
  publicKey: text('public_key').notNull(),
  keyMac: text('key_mac').notNull(),
  signature: text().notNull(),
});
