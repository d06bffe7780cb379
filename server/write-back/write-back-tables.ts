// The tables of the write-back: see the migrations 0060 and 0061 for what each column means and forbids.
import { type AnyPgColumn, boolean, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import type {
  DeliveryEvent,
  DeliveryKind,
  DeliveryRoute,
  DeliveryState,
  DeliveryWait,
  HandOverWhy,
} from '#domain/write-back';
import { sealed } from '#server/db';

const instant = (name: string) => timestamp(name, { withTimezone: true });

export const deliveries = pgTable('deliveries', {
  id: text().primaryKey(),
  tenantId: text('tenant_id').notNull(),
  visitId: text('visit_id').notNull(),
  kind: text().$type<DeliveryKind>().notNull(),
  about: text().notNull(),
  state: text().$type<DeliveryState>().notNull(),
  stateSince: instant('state_since').notNull(),
  route: text().$type<DeliveryRoute>(),
  wait: text().$type<DeliveryWait>(),
  why: text().$type<HandOverWhy>(),
  hasGoneBack: boolean('has_gone_back').notNull().default(false),
  isTakenBack: boolean('is_taken_back').notNull().default(false),
  buildsOn: text('builds_on').references((): AnyPgColumn => deliveries.id),
  reference: text(),
  madeAt: instant('made_at').notNull(),
  dueAt: instant('due_at').notNull(),
  settlesAt: instant('settles_at'),
  attempts: integer().notNull().default(0),
  failures: integer().notNull().default(0),
  sentAt: instant('sent_at'),
  leasedUntil: instant('leased_until'),
  fence: integer().notNull().default(0),
  launchId: text('launch_id'),
  ownerKey: text('owner_key'),
  assignedKey: text('assigned_key'),
  facts: sealed().notNull(),
  sent: sealed(),
  answer: sealed(),
  hands: sealed(),
});

export type DeliveryRow = typeof deliveries.$inferSelect;

export const deliveryMoves = pgTable('delivery_moves', {
  id: text().primaryKey(),
  tenantId: text('tenant_id').notNull(),
  deliveryId: text('delivery_id').notNull(),
  event: text().$type<DeliveryEvent>().notNull(),
  fromState: text('from_state').$type<DeliveryState>().notNull(),
  toState: text('to_state').$type<DeliveryState>().notNull(),
  why: text(),
  personKey: text('person_key'),
  at: instant('at').notNull(),
});

export const hostEpochs = pgTable('host_epochs', {
  host: text().primaryKey(),
  epoch: text().notNull(),
  renewedAt: instant('renewed_at').notNull(),
});

export const restores = pgTable('restores', {
  id: text().primaryKey(),
  at: instant('at').notNull(),
});
