// What the EHR gave us to act with, one a launch.
import { boolean, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { sealed } from '#server/db';
import type { AppName } from '#server/smart/tenants';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** `kept`: the session is over, deliveries still need it. `revoking`: to be handed back to the EHR. */
export type GrantState = 'live' | 'failed' | 'kept' | 'revoking' | 'gone';

export const grants = pgTable('grants', {
  id: text().primaryKey(),
  tenantId: text('tenant_id').notNull(),
  launchId: text('launch_id').notNull(),
  app: text().$type<AppName>().notNull(),
  accessToken: sealed('access_token'),
  refreshToken: sealed('refresh_token'),
  issuedAt: instant('issued_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
  state: text().$type<GrantState>().notNull(),
  keptForDelivery: boolean('kept_for_delivery').notNull().default(false),
  /** Counts refreshes: a lease is given only on what its taker has read. */
  version: integer().notNull().default(0),
  /**
   * Who refreshes right now, and until when others wait for it, by the database's clock. Nobody, and still an
   * instant: a refresh has just failed; only who cannot do without tries again before.
   */
  refreshingBy: text('refreshing_by'),
  refreshingUntil: instant('refreshing_until'),
  revokeAttempts: integer('revoke_attempts').notNull().default(0),
  revokeDueAt: instant('revoke_due_at'),
  changedAt: instant('changed_at').notNull(),
});
