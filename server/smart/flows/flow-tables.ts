// One way in under way: from the door to the callback, at most ten minutes.
import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import type { Door } from '#domain/launch';
import { sealed } from '#server/db';
import type { AppName } from '#server/smart/tenants';

export const loginFlows = pgTable('login_flows', {
  /** In `/smart/authorize/<id>` and in the cookie's name; opens nothing by itself. */
  id: text().primaryKey(),
  tenantId: text('tenant_id').notNull(),
  app: text().$type<AppName>().notNull(),
  door: text().$type<Door>().notNull(),
  /** `unlock`: somebody whose session is locked proves who they are. */
  purpose: text().$type<'launch' | 'unlock'>().notNull(),
  stateHash: text('state_hash').notNull(),
  cookieHash: text('cookie_hash').notNull(),
  /** FlowSecrets as JSON: state, nonce, PKCE verifier, launch token. */
  secrets: sealed().notNull(),
  /** Of the authorization server the browser was sent to; set on the way there (mix-up, RFC 9700 4.4). */
  issuer: text(),
  madeAt: timestamp('made_at', { withTimezone: true }).notNull(),
  expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
  spentAt: timestamp('spent_at', { withTimezone: true }),
  /** For `unlock`: the launch to open again. Else: the launch that came of it. */
  launchId: text('launch_id'),
  /** The browser's key to that launch. */
  keyId: text('key_id'),
});
