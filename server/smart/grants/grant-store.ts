// SQL and sealing of grants. When tokens are refreshed or handed back is decided elsewhere.
import { and, eq } from 'drizzle-orm';
import { type Database, type Db, placeOf, type Sealed } from '#server/db';
import { type GrantState, grants } from './grant-tables.ts';

export type Grant = typeof grants.$inferSelect;

export interface Tokens {
  accessToken: string;
  refreshToken: string | null;
  issuedAt: Date;
  expiresAt: Date;
}

type Row = { id: string; tenantId: string };

export async function sealTokens(
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
  const { issuedAt, expiresAt } = tokens;
  const values = { ...grant, ...(await sealTokens(needs.database, grant, tokens)), issuedAt, expiresAt };
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
  return { accessToken, refreshToken, issuedAt: grant.issuedAt, expiresAt: grant.expiresAt };
}

export async function updateKept(tx: Db, launchId: string, kept: boolean): Promise<void> {
  await tx.update(grants).set({ keptForDelivery: kept }).where(eq(grants.launchId, launchId));
}

/** Deliveries need it no more: a grant whose session is over is due to be revoked now. True: it is. */
export async function updateDelivered(tx: Db, launchId: string, now: Date): Promise<boolean> {
  await updateKept(tx, launchId, false);
  const due = await tx
    .update(grants)
    .set({ state: 'revoking', changedAt: now, revokeDueAt: now })
    .where(and(eq(grants.launchId, launchId), eq(grants.state, 'kept')))
    .returning({ id: grants.id });
  return due.length === 1;
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
