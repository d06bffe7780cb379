// The keys with which Webside proves at a token endpoint that it is itself.
import { jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import type { JWK } from 'jose';
import { sealed } from '#server/db';

export const clientKeys = pgTable('client_keys', {
  /** The key's `kid`. */
  id: text().primaryKey(),
  /** `-`: the installation's own, of no tenant. */
  tenantId: text('tenant_id').notNull(),
  alg: text().$type<'RS384' | 'ES384'>().notNull(),
  publicJwk: jsonb('public_jwk').$type<JWK>().notNull(),
  privateJwk: sealed('private_jwk').notNull(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
  retiredAt: timestamp('retired_at', { withTimezone: true }),
});
