// The tables of the call: see the migration 0045.
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
