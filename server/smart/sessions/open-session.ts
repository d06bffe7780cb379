// Opens a session: a launch, its grant, and this browser's key, in one transaction; what the limits end
// gives way in the same breath. A launch never changes a live one (attack L4).
import {
  type Door,
  decideWhichEnd,
  type FhirUser,
  LIFETIME,
  type OpenSession,
  type SessionRole,
} from '#domain/launch';
import type { Database, Db } from '#server/db';
import type { SetCookie } from '#server/http';
import { insertGrant, type Tokens } from '#server/smart/grants';
import { hashSecret, newSecret } from '#server/smart/secrets';
import { type AppName, appOf } from '#server/smart/tenants';
import { BROWSER_COOKIE, dropCookie, keepBrowser, listSessionCookies, readCookie } from './cookies.ts';
import {
  insertKey,
  listOpenHashes,
  listOpenKeys,
  lockOpening,
  type SessionKey,
  updateKeysEnded,
} from './key-store.ts';
import { insertLaunch, type LaunchFacts } from './launch-store.ts';
import { keySessionCookie } from './session-door.ts';

export interface OpenNeeds {
  database: Database;
  now: () => Date;
  /** Told after the commit: launches that lost a key to a limit. */
  onKeysEnded(launchIds: readonly string[]): Promise<void>;
}

export interface NewSession {
  tenantId: string;
  app: AppName;
  door: Door;
  personKey: string;
  role: SessionRole;
  facts: LaunchFacts;
  scopesRequested: string;
  scopesGranted: string;
  tokens: Tokens;
}

export interface OpenedSession {
  launchId: string;
  keyId: string;
  cookies: SetCookie[];
}

export async function openSession(
  needs: OpenNeeds,
  input: NewSession,
  cookieHeader: string | undefined,
): Promise<OpenedSession> {
  const { tokens, facts, ...launch } = input;
  const now = needs.now();
  const id = newSecret(16);
  const keyed = newKey(
    { launchId: id, tenantId: input.tenantId, personKey: input.personKey },
    cookieHeader,
    now,
  );
  const ended = await needs.database.transaction(async (tx) => {
    await lockOpening(tx, keyed.key);
    const endedKeys = await endSurplus(tx, keyed.key, now);
    await insertLaunch({ database: needs.database, tx }, { ...launch, id, startedAt: now }, facts);
    await insertKey(tx, keyed.key);
    await insertGrant(
      { database: needs.database, tx },
      { id: newSecret(16), tenantId: input.tenantId, launchId: id, app: input.app, changedAt: now },
      tokens,
    );
    return endedKeys;
  });
  await needs.onKeysEnded([...new Set(ended.map((key) => key.launchId))]);
  const cookies = [...keyed.cookies, ...(await dropDead(needs, cookieHeader))];
  return { launchId: id, keyId: keyed.key.id, cookies };
}

/** Of a session for one visit: nobody's token, no scope, no other visit. */
export interface NewVisitSession {
  tenantId: string;
  door: 'patient' | 'staff';
  role: 'guest' | 'clinician' | 'nurse';
  personKey: string;
  personName: string | null;
  fhirUser: FhirUser | null;
  /** Null for a guest. */
  patientId: string | null;
  visitId: string;
}

/** A launch that no EHR gave: no scope was asked for and there is no grant, so no chart can be read in it. */
export async function openVisitSession(
  needs: OpenNeeds,
  input: NewVisitSession,
  cookieHeader: string | undefined,
): Promise<OpenedSession> {
  const { personName, fhirUser, patientId, visitId, ...launch } = input;
  const now = needs.now();
  const id = newSecret(16);
  const { tenantId, personKey } = input;
  const keyed = newKey({ launchId: id, tenantId, personKey }, cookieHeader, now);
  const ended = await needs.database.transaction(async (tx) => {
    await lockOpening(tx, keyed.key);
    const endedKeys = await endSurplus(tx, keyed.key, now);
    await insertLaunch(
      { database: needs.database, tx },
      { ...launch, id, app: appOf(input.door), scopesRequested: '', scopesGranted: '', startedAt: now },
      { fhirUser, personName, visitId, visitOnly: true, context: { ...NO_CONTEXT, patientId } },
    );
    await insertKey(tx, keyed.key);
    return endedKeys;
  });
  await needs.onKeysEnded([...new Set(ended.map((key) => key.launchId))]);
  const cookies = [...keyed.cookies, ...(await dropDead(needs, cookieHeader))];
  return { launchId: id, keyId: keyed.key.id, cookies };
}

const NO_CONTEXT: LaunchFacts['context'] = {
  patientId: null,
  encounterId: null,
  ehrShowsBanner: false,
  styleUrl: null,
  intent: null,
  location: null,
  appointment: null,
  loginDepartment: null,
};

/** One more browser for a launch that is open: the window it was handed to. */
export async function openSecondKey(
  needs: OpenNeeds,
  launch: { launchId: string; tenantId: string; personKey: string; startedAt: Date },
  cookieHeader: string | undefined,
): Promise<Omit<OpenedSession, 'launchId'>> {
  const now = needs.now();
  const { startedAt, launchId, tenantId, personKey } = launch;
  const keyed = newKey({ launchId, tenantId, personKey }, cookieHeader, now);
  // The absolute end is the launch's, not the window's.
  const key = { ...keyed.key, startedAt };
  const ended = await needs.database.transaction(async (tx) => {
    await lockOpening(tx, key);
    const endedKeys = await endSurplus(tx, key, now, launch.launchId);
    await insertKey(tx, key, now);
    return endedKeys;
  });
  await needs.onKeysEnded([...new Set(ended.map((one) => one.launchId))]);
  return { keyId: key.id, cookies: [...keyed.cookies, ...(await dropDead(needs, cookieHeader))] };
}

/** Keys to launches that are over would fill the request's header, until no server takes it any more. */
async function dropDead(needs: OpenNeeds, cookieHeader: string | undefined): Promise<SetCookie[]> {
  const held = listSessionCookies(cookieHeader).map(({ name, value }) => ({
    name,
    hash: value === null ? '' : hashSecret(value),
  }));
  const startedAfter = new Date(needs.now().getTime() - LIFETIME.absolute);
  const open = await listOpenHashes(
    needs.database.db,
    held.map(({ hash }) => hash),
    startedAfter,
  );
  return held.filter(({ hash }) => !open.includes(hash)).map(({ name }) => dropCookie(name));
}

type FreshKey = Parameters<typeof insertKey>[1];

function newKey(
  of: { launchId: string; tenantId: string; personKey: string },
  cookieHeader: string | undefined,
  now: Date,
): { key: FreshKey; cookies: SetCookie[] } {
  const secret = newSecret();
  const browserSecret = readCookie(cookieHeader, BROWSER_COOKIE) ?? newSecret();
  const key = {
    id: newSecret(16),
    ...of,
    browser: hashSecret(browserSecret),
    secretHash: hashSecret(secret),
    startedAt: now,
  };
  return { key, cookies: [keySessionCookie(key, secret, now), keepBrowser(browserSecret)] };
}

async function endSurplus(tx: Db, key: FreshKey, now: Date, sparedLaunch?: string): Promise<SessionKey[]> {
  const open = await listOpenKeys(tx, { personKey: key.personKey, browser: key.browser });
  const candidates = open.filter((one) => one.launchId !== sparedLaunch);
  const ids = decideWhichEnd(candidates.map(toOpenSession), { browser: key.browser, person: key.personKey });
  await updateKeysEnded(tx, ids, now, 'limit');
  return open.filter((one) => ids.includes(one.id));
}

function toOpenSession(key: SessionKey): OpenSession {
  return {
    keyId: key.id,
    browser: key.browser,
    person: key.personKey,
    lastActivityAt: key.lastActivityAt.getTime(),
    inCall: key.inCall,
    hasUnsavedText: key.hasUnsavedText,
  };
}
