// SQL and sealing of grants. One refresh at a time is a lease in the row, not a transaction held open over
// a call to the EHR: the embedded database has one connection, and a slow EHR must not stop everybody.
import { and, eq, inArray, isNull, lte, or } from 'drizzle-orm';
import { type Database, type Db, placeOf, type Sealed } from '#server/db';
import { type GrantState, grants } from './grant-tables.ts';

export type Grant = typeof grants.$inferSelect;

export interface Tokens {
  accessToken: string;
  refreshToken: string | null;
  expiresAt: Date;
}

type Row = { id: string; tenantId: string };

async function seal(
  database: Database,
  row: Row,
  tokens: Tokens,
): Promise<{ accessToken: Sealed; refreshToken: Sealed | null }> {
  const { vault } = database;
  const { accessToken, refreshToken } = tokens;
  return {
    accessToken: await vault.seal(placeOf(grants, grants.accessToken, row.id, row.tenantId), accessToken),
    refreshToken:
      refreshToken === null
        ? null
        : await vault.seal(placeOf(grants, grants.refreshToken, row.id, row.tenantId), refreshToken),
  };
}

export async function insertGrant(
  needs: { database: Database; tx: Db },
  grant: Pick<Grant, 'id' | 'tenantId' | 'launchId' | 'app' | 'changedAt'>,
  tokens: Tokens,
): Promise<void> {
  const values = { ...grant, ...(await seal(needs.database, grant, tokens)), expiresAt: tokens.expiresAt };
  await needs.tx.insert(grants).values({ ...values, state: 'live' });
}

export async function findGrant(database: Database, launchId: string): Promise<Grant | undefined> {
  const [grant] = await database.db.select().from(grants).where(eq(grants.launchId, launchId));
  return grant;
}

export async function openTokens(database: Database, grant: Grant): Promise<Tokens | null> {
  if (!grant.accessToken) return null;
  const { vault } = database;
  const accessToken = await vault.open(
    placeOf(grants, grants.accessToken, grant.id, grant.tenantId),
    grant.accessToken,
  );
  const refreshToken = grant.refreshToken
    ? await vault.open(placeOf(grants, grants.refreshToken, grant.id, grant.tenantId), grant.refreshToken)
    : null;
  return { accessToken, refreshToken, expiresAt: grant.expiresAt };
}

/** True for one caller among all instances, as long as nobody has refreshed since `grant` was read. */
export async function leaseRefresh(
  database: Database,
  grant: Grant,
  lease: { by: string; now: Date; until: Date },
): Promise<boolean> {
  const leased = await database.db
    .update(grants)
    .set({ refreshingBy: lease.by, refreshingUntil: lease.until })
    .where(
      and(
        eq(grants.id, grant.id),
        inArray(grants.state, ['live', 'kept']),
        eq(grants.version, grant.version),
        or(isNull(grants.refreshingUntil), lte(grants.refreshingUntil, lease.now)),
      ),
    )
    .returning({ id: grants.id });
  return leased.length === 1;
}

/** Stores what a refresh gave; nothing when the lease was lost meanwhile (fencing). */
export async function updateTokens(
  database: Database,
  grant: Grant,
  change: { by: string; now: Date; tokens: Tokens },
): Promise<boolean> {
  const stored = await database.db
    .update(grants)
    .set({
      ...(await seal(database, grant, change.tokens)),
      expiresAt: change.tokens.expiresAt,
      refreshingBy: null,
      refreshingUntil: null,
      version: grant.version + 1,
      changedAt: change.now,
    })
    .where(and(eq(grants.id, grant.id), eq(grants.refreshingBy, change.by)))
    .returning({ id: grants.id });
  return stored.length === 1;
}

/** The refresh came to nothing; `failed` when the EHR said it never will. */
export async function endLease(
  database: Database,
  grant: Grant,
  change: { by: string; now: Date; failed: boolean },
): Promise<void> {
  await database.db
    .update(grants)
    .set({
      refreshingBy: null,
      refreshingUntil: null,
      ...(change.failed && { state: 'failed' as const, changedAt: change.now }),
    })
    .where(and(eq(grants.id, grant.id), eq(grants.refreshingBy, change.by)));
}

export async function updateKept(database: Database, launchId: string, kept: boolean): Promise<void> {
  await database.db.update(grants).set({ keptForDelivery: kept }).where(eq(grants.launchId, launchId));
}

/** The session is over: kept where deliveries need it, else due to be revoked now. Gives the new state. */
export async function updateLetGo(tx: Db, launchId: string, now: Date): Promise<GrantState | null> {
  const [grant] = await tx.select().from(grants).where(eq(grants.launchId, launchId));
  if (!grant || !['live', 'failed', 'kept'].includes(grant.state)) return null;
  const state = grant.keptForDelivery ? 'kept' : 'revoking';
  await tx
    .update(grants)
    .set({ state, changedAt: now, revokeDueAt: state === 'revoking' ? now : null })
    .where(eq(grants.id, grant.id));
  return state;
}

/** Claims grants whose revocation is due, by pushing their due time ahead: others leave them alone. */
export async function claimRevocations(database: Database, now: Date, again: Date): Promise<Grant[]> {
  return database.db
    .update(grants)
    .set({ revokeDueAt: again })
    .where(and(eq(grants.state, 'revoking'), lte(grants.revokeDueAt, now)))
    .returning();
}

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
    .where(eq(grants.id, grant.id));
}
