// The tables of the visit: see the migration 0031 for what each column forbids.
import { sql } from 'drizzle-orm';
import { boolean, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import type { ParticipantRole, ParticipantState, SaidBy, VisitState } from '#domain/visit';
import { sealed } from '#server/db';

const instant = (name: string) => timestamp(name, { withTimezone: true });

export const visits = pgTable('visits', {
  id: text().primaryKey(),
  tenantId: text('tenant_id').notNull(),
  patientIndex: text('patient_index').notNull(),
  sourceKind: text('source_kind').$type<'encounter' | 'appointment' | 'own'>().notNull(),
  sourceIndex: text('source_index').notNull(),
  facts: sealed().notNull(),
  state: text().$type<VisitState>().notNull(),
  stateSince: instant('state_since').notNull(),
  version: integer().notNull(),
  hostKey: text('host_key'),
  plannedStart: instant('planned_start'),
  plannedEnd: instant('planned_end'),
  madeAt: instant('made_at').notNull(),
  lastSeenAt: instant('last_seen_at').notNull(),
  limitAt: instant('limit_at'),
  waitingSince: instant('waiting_since'),
  admittedAt: instant('admitted_at'),
  endedAt: instant('ended_at'),
  refusedSince: instant('refused_since'),
  handOverAt: instant('hand_over_at'),
  emergencyAt: instant('emergency_at'),
  billingReview: text('billing_review').array().notNull().default(sql`'{}'`),
});

export const visitPeople = pgTable('visit_people', {
  id: text().primaryKey(),
  tenantId: text('tenant_id').notNull(),
  visitId: text('visit_id').notNull(),
  role: text().$type<ParticipantRole>().notNull(),
  state: text().$type<ParticipantState>().notNull(),
  stateSince: instant('state_since').notNull(),
  wasAdmitted: boolean('was_admitted').notNull().default(false),
  personKey: text('person_key'),
  lastSeenAt: instant('last_seen_at'),
  /** The page that speaks for this person now. */
  device: text(),
  epoch: integer().notNull().default(0),
  facts: sealed().notNull(),
  invitationHash: text('invitation_hash'),
  invitationUntil: instant('invitation_until'),
  joinedAt: instant('joined_at').notNull(),
});

export const visitStatements = pgTable('visit_statements', {
  id: text().primaryKey(),
  tenantId: text('tenant_id').notNull(),
  visitId: text('visit_id').notNull(),
  position: integer().notNull(),
  kind: text().notNull(),
  saidBy: text('said_by').$type<SaidBy>().notNull(),
  personKey: text('person_key'),
  saidAt: instant('said_at').notNull(),
  content: sealed().notNull(),
});
