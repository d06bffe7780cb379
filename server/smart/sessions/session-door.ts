// Lets a request in by launch id and cookie, or says why not. Renews ids on the way, locks what is idle,
// and refuses a cookie that belongs to another launch.
import { isLocked, isOver, LIFETIME } from '#domain/launch';
import type { Database } from '#server/db';
import type { Session, SessionDoor, SessionFound, SetCookie } from '#server/http';
import { hashSecret, newSecret } from '#server/smart/secrets';
import { readCookie, sessionCookie } from './cookies.ts';
import {
  findKeyByHash,
  offerNextId,
  promoteNextId,
  type SessionKey,
  updateActivity,
  updateFirstUse,
  updateLocked,
} from './key-store.ts';
import { findLaunch, type Launch, type LaunchFacts, openFacts } from './launch-store.ts';
import type { KnownSession, SessionCache } from './session-cache.ts';

export interface DoorNeeds {
  database: Database;
  cache: SessionCache;
  now: () => Date;
}

/** Writing activity more often than this tells nothing new. */
const TOUCH_EVERY_MS = 2_000;
/** After an offered id was not taken up for this long, another is offered. */
const OFFER_AGAIN_MS = LIFETIME.renewalGrace;

export function createSessionDoor(needs: DoorNeeds): SessionDoor {
  return {
    find(launchId, cookieHeader) {
      const secret = readCookie(cookieHeader, sessionCookie(launchId));
      if (secret === null) return Promise.resolve('none');
      const hash = hashSecret(secret);
      const known = needs.cache.find(hash, needs.now().getTime());
      if (known) return Promise.resolve(known.launch.id === launchId ? known.found : 'mismatch');
      return findInDatabase(needs, launchId, hash);
    },
    touch: (session) => touch(needs, session),
  };
}

async function findInDatabase(needs: DoorNeeds, launchId: string, hash: string): Promise<SessionFound> {
  const { database } = needs;
  const now = needs.now();
  const generation = needs.cache.generation();
  const key = await findKeyByHash(database.db, hash);
  if (!key) return 'none';
  if (key.launchId !== launchId) return 'mismatch';
  const launch = await findLaunch(database, launchId);
  const times = timesOf(key);
  if (!launch || launch.endedAt || key.endedAt || isOver(times, now.getTime())) return 'ended';
  const isPrevious = hash === key.previousHash && hash !== key.secretHash;
  if (isPrevious && (key.previousUntil === null || key.previousUntil <= now)) return 'none';
  if (hash === key.secretHash && isOutlived(key, now)) return 'ended';
  if (isLocked(times, now.getTime()) && !key.lockedAt) await updateLocked(database.db, key, now);
  if (hash === key.nextHash)
    await promoteNextId(database.db, key, new Date(now.getTime() + LIFETIME.renewalGrace));
  if (!key.firstUsedAt) await updateFirstUse(database.db, key.id, now);
  const cookies = hash === key.secretHash ? await renewId(needs, key, now) : [];
  const known = await describeKnown(needs, key, launch, now);
  needs.cache.keep(hash, known, now.getTime(), generation);
  return { session: known.session, cookies };
}

/** A new id has been offered long enough: who never shows it is not the browser it was given to. */
function isOutlived(key: SessionKey, now: Date): boolean {
  return key.firstOfferedAt !== null && now.getTime() - key.firstOfferedAt.getTime() >= LIFETIME.renewalEnd;
}

/** A new id is due before the hour; the old one stays good until the browser has shown the new one. */
async function renewId(needs: DoorNeeds, key: SessionKey, now: Date): Promise<SetCookie[]> {
  const age = now.getTime() - key.idMadeAt.getTime();
  const offeredFor = key.nextMadeAt ? now.getTime() - key.nextMadeAt.getTime() : Number.POSITIVE_INFINITY;
  if (age < LIFETIME.renewId || offeredFor < OFFER_AGAIN_MS) return [];
  const secret = newSecret();
  const isOurs = await offerNextId(needs.database.db, key, hashSecret(secret), now);
  return isOurs ? [keySessionCookie(key, secret, now)] : [];
}

/** The cookie lives as long as the session may at most. */
export function keySessionCookie(
  key: Pick<SessionKey, 'launchId' | 'startedAt'>,
  secret: string,
  now: Date,
): SetCookie {
  const left = key.startedAt.getTime() + LIFETIME.absolute - now.getTime();
  return { name: sessionCookie(key.launchId), value: secret, maxAge: Math.max(0, Math.floor(left / 1000)) };
}

async function describeKnown(
  needs: DoorNeeds,
  key: SessionKey,
  launch: Launch,
  now: Date,
): Promise<KnownSession> {
  const facts = await openFacts(needs.database, launch);
  const times = timesOf(key);
  const session = describeSession(launch, facts, {
    keyId: key.id,
    locked: isLocked(times, now.getTime()),
  });
  const ends = times.startedAt + LIFETIME.absolute;
  return {
    keyId: key.id,
    launch,
    facts,
    session,
    found: { session, cookies: [] },
    lastActivityAt: times.lastActivityAt,
    freshUntil: session.locked ? ends : Math.min(ends, times.lastActivityAt + LIFETIME.lock),
  };
}

/** What the plumbing and the audit know of a session. */
export function describeSession(
  launch: Launch,
  facts: LaunchFacts,
  key: { keyId: string; locked: boolean },
): Session {
  return {
    launchId: launch.id,
    keyId: key.keyId,
    tenantId: launch.tenantId,
    door: launch.door,
    role: launch.role,
    personKey: launch.personKey,
    fhirUser: facts.fhirUser?.reference ?? null,
    patientId: facts.context.patientId,
    encounterId: facts.context.encounterId,
    locked: key.locked,
    ...(facts.visitId !== null && { visit: { id: facts.visitId, only: facts.visitOnly === true } }),
  };
}

async function touch(needs: DoorNeeds, session: Session): Promise<void> {
  const now = needs.now();
  const known = needs.cache.findByKey(session.keyId);
  if (known && now.getTime() - known.lastActivityAt < TOUCH_EVERY_MS) return;
  const notIdleSince = new Date(now.getTime() - LIFETIME.lock);
  const counted = await updateActivity(needs.database.db, session.keyId, now, notIdleSince);
  if (counted && known) known.lastActivityAt = now.getTime();
  else needs.cache.forget(session.launchId);
}

export function timesOf(key: Pick<SessionKey, 'startedAt' | 'lastActivityAt' | 'lockedAt'>): {
  startedAt: number;
  lastActivityAt: number;
  lockedAt: number | null;
} {
  return {
    startedAt: key.startedAt.getTime(),
    lastActivityAt: key.lastActivityAt.getTime(),
    lockedAt: key.lockedAt?.getTime() ?? null,
  };
}
