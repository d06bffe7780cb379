// The tables of the call: see the migrations 0045 and 0046.
import { boolean, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import type { CallProvider, CallRecord } from '#domain/video';

const instant = (name: string) => timestamp(name, { withTimezone: true });

export const callWays = pgTable('call_ways', {
  tenantId: text('tenant_id').notNull(),
  visitId: text('visit_id').notNull(),
  provider: text().$type<CallProvider>().notNull(),
  chosenAt: instant('chosen_at').notNull(),
});

export const vendorRooms = pgTable('vendor_rooms', {
  name: text().primaryKey(),
  tenantId: text('tenant_id').notNull(),
  visitId: text('visit_id').notNull(),
  madeAt: instant('made_at').notNull(),
  expiresAt: instant('expires_at'),
  closedAt: instant('closed_at'),
});

export const vendorWords = pgTable('vendor_words', {
  id: text().notNull(),
  tenantId: text('tenant_id').notNull(),
  visitId: text('visit_id').notNull(),
  kind: text().notNull(),
  participantId: text('participant_id'),
  toldAt: instant('told_at').notNull(),
});

export const callRecords = pgTable('call_records', {
  tenantId: text('tenant_id').notNull(),
  visitId: text('visit_id').notNull(),
  participantId: text('participant_id').notNull(),
  stay: text().notNull(),
  sequence: integer().notNull(),
  provider: text().$type<CallProvider>().notNull(),
  othersHere: boolean('others_here').notNull(),
  record: jsonb().$type<CallRecord>().notNull(),
  firstAt: instant('first_at').notNull(),
  lastAt: instant('last_at').notNull(),
  countedAt: instant('counted_at'),
});

export const vendorEjections = pgTable('vendor_ejections', {
  participantId: text('participant_id').primaryKey(),
  tenantId: text('tenant_id').notNull(),
  visitId: text('visit_id').notNull(),
  removedAt: instant('removed_at').notNull(),
  confirmedAt: instant('confirmed_at'),
  dueAt: instant('due_at'),
  leasedUntil: instant('leased_until'),
  failures: integer().notNull().default(0),
});
