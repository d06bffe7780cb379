// SQL of grants that are due to be handed back to the EHR.
import { and, eq, inArray, lte } from 'drizzle-orm';
import type { Database } from '#server/db';
import type { Grant } from './grant-store.ts';
import { grants } from './grant-tables.ts';

/**
 * Claims grants whose revocation is due, a few, by pushing their due time ahead: others leave them alone.
 */
export async function claimRevocations(
  database: Database,
  now: Date,
  claim: { again: Date; most: number },
): Promise<Grant[]> {
  const due = database.db
    .select({ id: grants.id })
    .from(grants)
    .where(and(eq(grants.state, 'revoking'), lte(grants.revokeDueAt, now)))
    .orderBy(grants.revokeDueAt)
    .limit(claim.most)
    .for('update', { skipLocked: true });
  return database.db
    .update(grants)
    .set({ revokeDueAt: claim.again })
    .where(inArray(grants.id, due))
    .returning();
}

/** Nothing when tokens came meanwhile that have not been handed back yet. */
export async function updateRevocation(
  database: Database,
  grant: Grant,
  outcome: { isGone: boolean; now: Date; due: Date | null },
): Promise<void> {
  await database.db
    .update(grants)
    .set(
      outcome.isGone
        ? { state: 'gone', accessToken: null, refreshToken: null, revokeDueAt: null, changedAt: outcome.now }
        : { revokeAttempts: grant.revokeAttempts + 1, revokeDueAt: outcome.due },
    )
    .where(and(eq(grants.id, grant.id), eq(grants.version, grant.version)));
}
