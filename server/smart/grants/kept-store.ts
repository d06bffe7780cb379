// SQL of grants that are kept past the end of their session, for what is still to be delivered.
import { and, asc, eq, gt, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import type { Db } from '#server/db';
import { grants } from './grant-tables.ts';

export interface KeptGrant {
  launchId: string;
  tenantId: string;
  /** Nobody can act with it any more: the EHR refused to renew it, or it has run out and cannot be renewed. */
  isAtEnd: boolean;
}

/** Marked as kept, in use or not; after this launch id, a few. */
export async function listKept(
  db: Db,
  { after, most, now }: { after: string; most: number; now: Date },
): Promise<KeptGrant[]> {
  const rows = await db
    .select()
    .from(grants)
    .where(
      and(
        eq(grants.keptForDelivery, true),
        inArray(grants.state, ['live', 'failed', 'kept']),
        gt(grants.launchId, after),
      ),
    )
    .orderBy(asc(grants.launchId))
    .limit(most);
  return rows.map(({ launchId, tenantId, state, refreshToken, expiresAt }) => ({
    ...{ launchId, tenantId },
    isAtEnd: state === 'failed' || (state === 'kept' && refreshToken === null && expiresAt < now),
  }));
}

/** Nobody marks or ends it until the transaction is over. */
export async function lockGrant(tx: Db, launchId: string): Promise<{ tenantId: string } | null> {
  const [row] = await tx
    .select({ tenantId: grants.tenantId })
    .from(grants)
    .where(eq(grants.launchId, launchId))
    .for('update');
  return row ?? null;
}

/** The launch is over and its grant with it, whatever still waits for it: due to be handed back. True: it is. */
export async function updateAtEnd(tx: Db, launchId: string, now: Date): Promise<boolean> {
  const isOver = sql`EXISTS (SELECT 1 FROM launches WHERE launches.id = ${grants.launchId}
    AND launches.ended_at IS NOT NULL)`;
  const isSpent = and(isNull(grants.refreshToken), lt(grants.expiresAt, now));
  const due = await tx
    .update(grants)
    .set({ state: 'revoking', keptForDelivery: false, changedAt: now, revokeDueAt: now })
    .where(
      and(
        eq(grants.launchId, launchId),
        or(and(eq(grants.state, 'failed'), isOver), and(eq(grants.state, 'kept'), isSpent)),
      ),
    )
    .returning({ id: grants.id });
  return due.length === 1;
}
