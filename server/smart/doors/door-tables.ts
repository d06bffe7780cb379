// Why somebody could not come in, for the error page they are sent to. Gone after an hour.
import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import type { Door, DoorFailure } from '#domain/launch';
import { sealed } from '#server/db';

export const doorFailures = pgTable('door_failures', {
  /** In the page's address; unguessable, and the page shows nothing about a patient. */
  id: text().primaryKey(),
  /** `-` where it never came to a tenant. */
  tenantId: text('tenant_id').notNull(),
  code: text().$type<DoorFailure>().notNull(),
  door: text().$type<Door>().notNull(),
  requestId: text('request_id').notNull(),
  retryHref: text('retry_href'),
  /** The EHR's own error_description and error_uri; free text from outside. */
  ehrSays: sealed('ehr_says'),
  madeAt: timestamp('made_at', { withTimezone: true }).notNull(),
  expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
});
