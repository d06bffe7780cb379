// SQL of the browsers' keys. Every change that decides something is one conditional statement, so that
// two instances cannot both do it (V15.4.2).
import { and, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm';
import type { Db } from '#server/db';
import { sessionKeys } from './session-tables.ts';

export type SessionKey = typeof sessionKeys.$inferSelect;
export type NewKey = Pick<
  SessionKey,
  'id' | 'tenantId' | 'launchId' | 'personKey' | 'browser' | 'secretHash' | 'startedAt'
>;

/** `madeAt` differs from the key's start where a second window joins a launch that is open already. */
export async function insertKey(tx: Db, key: NewKey, madeAt: Date = key.startedAt): Promise<void> {
  await tx.insert(sessionKeys).values({ ...key, idMadeAt: madeAt, lastActivityAt: madeAt });
}

/** By any id it answers to: the current one, the one being renewed to, the one before. */
export async function findKeyByHash(db: Db, hash: string): Promise<SessionKey | undefined> {
  const matches = or(
    eq(sessionKeys.secretHash, hash),
    eq(sessionKeys.nextHash, hash),
    eq(sessionKeys.previousHash, hash),
  );
  const [key] = await db.select().from(sessionKeys).where(matches);
  return key;
}

export async function findKey(db: Db, id: string): Promise<SessionKey | undefined> {
  const [key] = await db.select().from(sessionKeys).where(eq(sessionKeys.id, id));
  return key;
}

/** Those of `hashes` that still open something. */
export async function listOpenHashes(
  db: Db,
  hashes: readonly string[],
  startedAfter: Date,
): Promise<string[]> {
  const all = [...hashes];
  if (all.length === 0) return [];
  const { secretHash, nextHash, previousHash, endedAt, startedAt } = sessionKeys;
  const rows = await db
    .select({ secretHash, nextHash, previousHash })
    .from(sessionKeys)
    .where(
      and(
        or(inArray(secretHash, all), inArray(nextHash, all), inArray(previousHash, all)),
        isNull(endedAt),
        gt(startedAt, startedAfter),
      ),
    );
  const open = new Set(rows.flatMap((row) => [row.secretHash, row.nextHash, row.previousHash]));
  return all.filter((hash) => open.has(hash));
}

/** One opening at a time for a person and a browser, on all instances: limits count what is there. */
export async function lockOpening(tx: Db, of: { personKey: string; browser: string }): Promise<void> {
  // Always in one order, or two openings could wait for each other.
  for (const name of [of.personKey, of.browser].sort())
    await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
}

export async function listOpenKeys(
  db: Db,
  of: { personKey: string; browser: string } | { launchId: string },
): Promise<SessionKey[]> {
  const whose =
    'launchId' in of
      ? eq(sessionKeys.launchId, of.launchId)
      : or(eq(sessionKeys.personKey, of.personKey), eq(sessionKeys.browser, of.browser));
  return db
    .select()
    .from(sessionKeys)
    .where(and(whose, isNull(sessionKeys.endedAt)));
}

/** Gives out a new id beside the current one; false when another request did so first. */
export async function offerNextId(db: Db, key: SessionKey, nextHash: string, now: Date): Promise<boolean> {
  const unchanged =
    key.nextHash === null ? isNull(sessionKeys.nextHash) : eq(sessionKeys.nextHash, key.nextHash);
  const offered = await db
    .update(sessionKeys)
    .set({ nextHash, nextMadeAt: now, firstOfferedAt: key.firstOfferedAt ?? now })
    .where(and(eq(sessionKeys.id, key.id), eq(sessionKeys.secretHash, key.secretHash), unchanged))
    .returning({ id: sessionKeys.id });
  return offered.length === 1;
}

/** The browser showed the new id: it is the only one from now on, the old one lives out its grace. */
export async function promoteNextId(db: Db, key: SessionKey, graceUntil: Date): Promise<void> {
  if (key.nextHash === null) return;
  await db
    .update(sessionKeys)
    .set({
      secretHash: key.nextHash,
      nextHash: null,
      nextMadeAt: null,
      firstOfferedAt: null,
      previousHash: key.secretHash,
      previousUntil: graceUntil,
      idMadeAt: key.nextMadeAt ?? key.idMadeAt,
    })
    .where(and(eq(sessionKeys.id, key.id), eq(sessionKeys.nextHash, key.nextHash)));
}

/** A new id at once, all others dead: after an identity check, or a first answer that never arrived. */
export async function replaceId(
  db: Db,
  id: string,
  change: { secretHash: string; now: Date; onlyIfUnused?: boolean; opens?: boolean },
): Promise<boolean> {
  const { secretHash, now } = change;
  const replaced = await db
    .update(sessionKeys)
    .set({
      secretHash,
      idMadeAt: now,
      nextHash: null,
      nextMadeAt: null,
      firstOfferedAt: null,
      previousHash: null,
      previousUntil: null,
      ...(change.opens && { lockedAt: null, lastActivityAt: now }),
    })
    .where(
      and(
        eq(sessionKeys.id, id),
        isNull(sessionKeys.endedAt),
        ...(change.onlyIfUnused ? [isNull(sessionKeys.firstUsedAt)] : []),
      ),
    )
    .returning({ id: sessionKeys.id });
  return replaced.length === 1;
}

/** The identity check could not be put on record: the key is as it was before, nothing has been opened. */
export async function putBackId(db: Db, key: SessionKey, replacedBy: string): Promise<void> {
  const { secretHash, idMadeAt, nextHash, nextMadeAt, firstOfferedAt, previousHash, previousUntil } = key;
  const { lockedAt, lastActivityAt } = key;
  await db
    .update(sessionKeys)
    .set({
      ...{ secretHash, idMadeAt, nextHash, nextMadeAt, firstOfferedAt, previousHash, previousUntil },
      ...{ lockedAt, lastActivityAt },
    })
    .where(and(eq(sessionKeys.id, key.id), eq(sessionKeys.secretHash, replacedBy)));
}

export async function updateFirstUse(db: Db, id: string, now: Date): Promise<void> {
  await db
    .update(sessionKeys)
    .set({ firstUsedAt: now })
    .where(and(eq(sessionKeys.id, id), isNull(sessionKeys.firstUsedAt)));
}

/** Counts only while the session is open; a locked one stays locked. */
export async function updateActivity(db: Db, id: string, now: Date, notIdleSince: Date): Promise<boolean> {
  const touched = await db
    .update(sessionKeys)
    .set({ lastActivityAt: now })
    .where(
      and(
        eq(sessionKeys.id, id),
        isNull(sessionKeys.lockedAt),
        isNull(sessionKeys.endedAt),
        gt(sessionKeys.lastActivityAt, notIdleSince),
      ),
    )
    .returning({ id: sessionKeys.id });
  return touched.length === 1;
}

export async function updateLocked(db: Db, key: SessionKey, at: Date): Promise<void> {
  await db
    .update(sessionKeys)
    .set({ lockedAt: at })
    .where(
      and(
        eq(sessionKeys.id, key.id),
        isNull(sessionKeys.lockedAt),
        eq(sessionKeys.lastActivityAt, key.lastActivityAt),
      ),
    );
}

/** What must not be ended by a limit: a call, unsaved text. */
export async function updateHold(
  db: Db,
  id: string,
  hold: Partial<Pick<SessionKey, 'inCall' | 'hasUnsavedText'>>,
): Promise<void> {
  await db.update(sessionKeys).set(hold).where(eq(sessionKeys.id, id));
}

export async function updateKeysEnded(
  db: Db,
  ids: readonly string[],
  at: Date,
  reason: string,
): Promise<void> {
  if (ids.length === 0) return;
  await db
    .update(sessionKeys)
    .set({ endedAt: at, endReason: reason })
    .where(and(inArray(sessionKeys.id, [...ids]), isNull(sessionKeys.endedAt)));
}
