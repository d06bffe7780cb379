// SQL of one refresh at a time: a lease in the row, not a transaction held open over a call to the EHR, since
// the embedded database has one connection and a slow EHR must not stop everybody. The lease runs by the
// database's clock, since no two instances have the same.
import { and, eq, inArray, isNull, lte, or, type SQL, sql } from 'drizzle-orm';
import type { Database } from '#server/db';
import { type Grant, sealTokens, type Tokens } from './grant-store.ts';
import { grants } from './grant-tables.ts';

/** The database's own clock, so that a lease lasts as long for everybody. */
const inMs = (milliseconds: number): SQL<Date> =>
  sql`clock_timestamp() + ${milliseconds}::integer * interval '1 millisecond'`;
const isPast = lte(grants.refreshingUntil, sql`clock_timestamp()`);

/**
 * True for one caller among all instances, as long as nobody has refreshed since `grant` was read. `isUrgent`:
 * the token holds no more, so a failure of a moment ago is no reason to wait.
 */
export async function leaseRefresh(
  database: Database,
  grant: Grant,
  lease: { by: string; milliseconds: number; isUrgent: boolean },
): Promise<boolean> {
  const isFree = or(
    isNull(grants.refreshingUntil),
    isPast,
    ...(lease.isUrgent ? [isNull(grants.refreshingBy)] : []),
  );
  const leased = await database.db
    .update(grants)
    .set({ refreshingBy: lease.by, refreshingUntil: inMs(lease.milliseconds) })
    .where(
      and(
        eq(grants.id, grant.id),
        inArray(grants.state, ['live', 'kept']),
        eq(grants.version, grant.version),
        isFree,
      ),
    )
    .returning({ id: grants.id });
  return leased.length === 1;
}

/** The EHR has answered, storing takes longer: others go on waiting. */
export async function prolongLease(
  database: Database,
  grant: Grant,
  lease: { by: string; milliseconds: number },
): Promise<void> {
  await database.db
    .update(grants)
    .set({ refreshingUntil: inMs(lease.milliseconds) })
    .where(and(eq(grants.id, grant.id), eq(grants.refreshingBy, lease.by)));
}

/** Stores what a refresh gave; nothing when the lease was lost (fencing) or the grant let go meanwhile. */
export async function updateTokens(
  database: Database,
  grant: Grant,
  change: { by: string; now: Date; tokens: Tokens },
): Promise<boolean> {
  const isOurs = and(eq(grants.refreshingBy, change.by), inArray(grants.state, ['live', 'kept']));
  return storeTokens(database, grant, change, isOurs, {});
}

/**
 * The session ended while its tokens were refreshed: what came of it is due to be handed back like the rest.
 * False while the grant is in use: then somebody else has refreshed it, and these are theirs or nobody's.
 */
export async function updateOrphan(
  database: Database,
  grant: Grant,
  change: { now: Date; tokens: Tokens },
): Promise<boolean> {
  const isLetGo = inArray(grants.state, ['revoking', 'gone']);
  const { now } = change;
  return storeTokens(database, grant, change, isLetGo, {
    state: 'revoking',
    revokeDueAt: now,
    revokeAttempts: 0,
  });
}

async function storeTokens(
  database: Database,
  grant: Grant,
  change: { now: Date; tokens: Tokens },
  only: SQL | undefined,
  more: Partial<Grant>,
): Promise<boolean> {
  const { issuedAt, expiresAt } = change.tokens;
  const stored = await database.db
    .update(grants)
    .set({
      ...(await sealTokens(database, grant, change.tokens)),
      issuedAt,
      expiresAt,
      refreshingBy: null,
      refreshingUntil: null,
      version: sql`${grants.version} + 1`,
      changedAt: change.now,
      ...more,
    })
    .where(and(eq(grants.id, grant.id), only))
    .returning({ id: grants.id });
  return stored.length === 1;
}

/**
 * The refresh came to nothing. `failed`: the EHR said it never will; else it is left alone for `pauseMs` by
 * everybody whose token still holds.
 */
export async function endLease(
  database: Database,
  grant: Grant,
  change: { by: string; now: Date; failed: boolean; pauseMs?: number },
): Promise<void> {
  const { by, now, failed, pauseMs } = change;
  await database.db
    .update(grants)
    .set({
      refreshingBy: null,
      refreshingUntil: pauseMs === undefined ? null : inMs(pauseMs),
      ...(failed && { state: 'failed' as const, changedAt: now }),
    })
    .where(
      and(
        eq(grants.id, grant.id),
        eq(grants.refreshingBy, by),
        // A grant that was let go meanwhile is to be revoked, whatever the EHR said of the refresh.
        ...(failed ? [inArray(grants.state, ['live', 'kept'])] : []),
      ),
    );
}
