// Launches, the browsers' keys to them, and the one-time codes that carry a launch to its own window.
import { boolean, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import type { Door, SessionRole } from '#domain/launch';
import { sealed } from '#server/db';
import type { AppName } from '#server/smart/tenants';

const instant = (name: string) => timestamp(name, { withTimezone: true });

export const launches = pgTable('launches', {
  id: text().primaryKey(),
  tenantId: text('tenant_id').notNull(),
  app: text().$type<AppName>().notNull(),
  door: text().$type<Door>().notNull(),
  /** HMAC of issuer and subject: a person of one issuer, never merged with another's (V6.8.1). */
  personKey: text('person_key').notNull(),
  /** Blind index of `LaunchFacts.subject`; null: nobody's token may be used on its strength. */
  subjectKey: text('subject_key'),
  role: text().$type<SessionRole>(),
  /** LaunchFacts as JSON: who, for whom, context. Gone some time after the end. */
  facts: sealed(),
  scopesRequested: text('scopes_requested').notNull(),
  scopesGranted: text('scopes_granted').notNull(),
  startedAt: instant('started_at').notNull(),
  endedAt: instant('ended_at'),
  endReason: text('end_reason'),
});

/** One browser's key to one launch. */
export const sessionKeys = pgTable('session_keys', {
  id: text().primaryKey(),
  tenantId: text('tenant_id').notNull(),
  launchId: text('launch_id').notNull(),
  personKey: text('person_key').notNull(),
  /** Hash of the browser's own cookie. */
  browser: text().notNull(),
  secretHash: text('secret_hash').notNull(),
  /** The id given out by renewal, until the browser shows it for the first time. */
  nextHash: text('next_hash'),
  nextMadeAt: instant('next_made_at'),
  /** Of the first id given out since the current one was taken up. */
  firstOfferedAt: instant('first_offered_at'),
  previousHash: text('previous_hash'),
  previousUntil: instant('previous_until'),
  idMadeAt: instant('id_made_at').notNull(),
  firstUsedAt: instant('first_used_at'),
  lastActivityAt: instant('last_activity_at').notNull(),
  lockedAt: instant('locked_at'),
  inCall: boolean('in_call').notNull().default(false),
  hasUnsavedText: boolean('has_unsaved_text').notNull().default(false),
  startedAt: instant('started_at').notNull(),
  endedAt: instant('ended_at'),
  endReason: text('end_reason'),
});

export const handoffs = pgTable('handoffs', {
  id: text().primaryKey(),
  tenantId: text('tenant_id').notNull(),
  launchId: text('launch_id').notNull(),
  codeHash: text('code_hash').notNull(),
  expiresAt: instant('expires_at').notNull(),
  usedAt: instant('used_at'),
});
