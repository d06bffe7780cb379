// Puts the SMART client together. Nothing here decides; it gives every part what it needs.
import type { Request } from 'express';
import type { DoorFailure } from '#domain/launch';
import type { Database } from '#server/db';
import type {
  Answer,
  Egress,
  HttpRow,
  Log,
  RecordAccess,
  Session,
  SessionDoor,
  SetCookie,
} from '#server/http';
import { buildClientAuth, listPublicKeys, openClientKeys, readKeyFile } from '#server/smart/clients';
import { createDiscovery } from '#server/smart/discovery';
import {
  createDoorPages,
  createFailureLimit,
  createLaunchLimit,
  deleteOldFailures,
  type RefuseNeeds,
  refuse as refuseDoor,
} from '#server/smart/doors';
import { deleteOldFlows } from '#server/smart/flows';
import { createLaunchTokens, type LaunchTokens, revokeDue } from '#server/smart/grants';
import {
  createSessionCache,
  createSessionDoor,
  deleteOldFacts,
  deleteOldHandoffs,
  dropCookie,
  endKeyless,
  endLaunch,
  endOverdue,
  findHeld,
  findSessionState,
  type NewVisitSession,
  type OpenedSession,
  openAgain,
  openVisitSession,
  SESSION_CHANNEL,
  type SessionState,
  sessionCookie,
  updateHold,
} from '#server/smart/sessions';
import {
  type AppName,
  listRegistrationFacts,
  originsOf,
  reachOf,
  registrationOf,
  type Tenant,
} from '#server/smart/tenants';
import { createBackendToken } from './backend-token.ts';
import { createDeliveryTokens, type DeliveryTokens } from './delivery-tokens.ts';
import { doorRoutes } from './door-routes.ts';
import { pinMoreUrl } from './ehr-failure.ts';
import { createLastRoles } from './last-roles.ts';
import { type DecideRead, readPermissions } from './read-permissions.ts';
import { sessionRoutes } from './session-routes.ts';
import type { ReadPerson, ReadStatement, Refuse } from './smart-needs.ts';
import { fillManifest, wayInRoutes } from './way-in-routes.ts';

export interface SmartNeeds {
  settings: {
    publicUrl: URL;
    /** Where launch/*.html lie. */
    doorsFolder: string;
    /** Where en.json and es.json lie. */
    localesFolder: string;
    manifestFile: string;
  };
  tenants: readonly Tenant[];
  database: Database;
  egress: Egress;
  recordAccess: RecordAccess;
  readPerson: ReadPerson;
  readStatement: ReadStatement;
  log: Log;
  now: () => Date;
  /** Value of a tenant's `secretEnv`, by way of config. */
  secret(envName: string): string | null;
}

export interface Smart {
  routes: HttpRow[];
  sessions: SessionDoor;
  tokens: LaunchTokens;
  /** For what is delivered whether or not its author is still there. */
  deliveryTokens: DeliveryTokens;
  /** To the error page, for a page of the app that has no session; the cookie of one that ended is taken back. */
  refuse(code: DoorFailure, call: { req: Request; requestId: string }): Promise<Answer>;
  /** Who may frame: one tenant's origins, or the union for doors. */
  frameOrigins(tenantId: string): readonly string[];
  /** In a call, or with unsaved text: limits never end such a session. */
  hold(keyId: string, hold: { inCall?: boolean; hasUnsavedText?: boolean }): Promise<void>;
  endLaunch(launchId: string, reason: string): Promise<void>;
  /** A session for one visit, without the EHR: a guest's, or one opened from Today. */
  openVisitSession(input: NewVisitSession, cookieHeader: string | undefined): Promise<OpenedSession>;
  /** The open session of this person that this browser holds; null: none. */
  findHeld(
    personKey: string,
    cookieHeader: string | undefined,
  ): Promise<{ launchId: string; cookies: SetCookie[] } | null>;
  /** Opens the locked session of a guest, whom no EHR can identify: the caller has found somebody who does. */
  openAgain(session: Session): Promise<{ cookies: SetCookie[] }>;
  /** Calls back with a launch of which something changed, here or on another instance; empty: any may have. */
  onChange(listener: (launchId: string) => void): void;
  /** Whether a session let in earlier still stands: for connections that outlive their first request. */
  findSessionState(session: Session): Promise<SessionState>;
  /** Calls back with a session that has just been opened, before its browser knows of it; again when its role changed. */
  onLaunch(listener: (session: Session) => void): void;
  /** What this launch's scopes and its EHR let it read. */
  readPermissions(session: Session): Promise<DecideRead>;
  /** Ends what is overdue, revokes what is due, deletes what is old. Also runs by itself twice a minute. */
  sweep(): Promise<void>;
  close(): Promise<void>;
}

const SWEEP_MS = 30_000;
const HOUR_MS = 3600_000;
const DAY_MS = 24 * HOUR_MS;
/** Who came in for whom is on the audit record; beside it a month is enough for questions. */
const FACTS_KEPT_MS = 30 * DAY_MS;

export async function createSmart(needs: SmartNeeds): Promise<Smart> {
  const { database, log, now, recordAccess, settings } = needs;
  const publicUrl = settings.publicUrl.origin;
  const tenants = new Map(needs.tenants.map((tenant) => [tenant.id, tenant]));
  const peers = new Map(needs.tenants.map((tenant) => [tenant.id, needs.egress.forTenant(reachOf(tenant))]));
  const ownKeys = await openClientKeys(needs);
  const tenantKeys = await readTenantKeys(needs.tenants);

  const peerOf = (tenantId: string) => known(peers, tenantId);
  const { findServer, findLastGood } = createDiscovery({
    peerOf,
    clientAuth: ({ auth }, server) =>
      buildClientAuth({ ownKeys, secret: needs.secret }, auth, server.tokenEndpoint, server.assertionAlgs),
    log,
    now,
  });
  const configurationOf = async (tenantId: string, app: AppName) =>
    (await findLastGood(registrationOf(known(tenants, tenantId), app, publicUrl))).configuration;

  const cache = createSessionCache();
  const sessions = createSessionDoor({ database, cache, now });
  const revoke = () => revokeDue({ database, configurationOf, log, now });
  const revokeSoon = () => {
    revoke().catch(() => log.warn({ code: 'revoke.failed' }, 'revocation will be tried again'));
  };
  const tokens = createLaunchTokens({ database, configurationOf, onOrphan: revokeSoon, log, now });
  const deliveryTokens = createDeliveryTokens({
    ...{ database, tenants, tokens, now },
    backendToken: createBackendToken({ configurationOf, log, now }),
    onLetGo: (launchId) => {
      tokens.forget(launchId);
      revokeSoon();
    },
  });
  const listeners = new Set<(launchId: string) => void>();
  const changed = (launchId: string) => {
    cache.forget(launchId === '' ? undefined : launchId);
    tokens.forget(launchId);
    for (const listener of listeners) listener(launchId);
  };
  const launchListeners = new Set<(session: Session) => void>();
  const stopListening = await database.listen(SESSION_CHANNEL, changed);

  const pages = createDoorPages({ doors: settings.doorsFolder, locales: settings.localesFolder });
  const refuseNeeds: RefuseNeeds = { database, pages, limit: createFailureLimit(), recordAccess, now };
  const refuse: Refuse = (req, refusal) =>
    refuseDoor(refuseNeeds, {
      ...refusal,
      ...(refusal.says && { says: pinMoreUrl(refusal.says, originsFor(refusal.tenantId)) }),
      ...(req.ip !== undefined && { address: req.ip }),
    });
  const originsFor = (tenantId = '') => {
    const tenant = tenants.get(tenantId);
    return tenant ? originsOf(tenant) : [];
  };

  const onKeysEnded = async (launchIds: readonly string[]) => {
    await endKeyless({ database, now }, launchIds);
    if (launchIds.length > 0) revokeSoon();
  };
  const warm = (tenant: Tenant, app: AppName) => {
    const registration = registrationOf(tenant, app, publicUrl);
    findServer(registration).catch(() => log.warn({ tenantId: tenant.id }, 'discovery is not ready yet'));
    void needs.readStatement(tenant, registration.iss);
  };

  const shared = {
    database,
    tenants,
    publicUrl,
    findServer,
    pages,
    sessions,
    refuse,
    recordAccess,
    log,
    now,
  };
  const common = {
    ...shared,
    warm,
    onKeysEnded,
    readPerson: needs.readPerson,
    lastRoles: createLastRoles(),
    readStatement: needs.readStatement,
    onLaunch: (session: Session) => {
      for (const listener of launchListeners) listener(session);
    },
  };
  const afterEnd = (launchIds: readonly string[]) => {
    for (const launchId of launchIds) changed(launchId);
    revokeSoon();
  };

  async function sweep(): Promise<void> {
    const ago = (milliseconds: number) => new Date(now().getTime() - milliseconds);
    await endOverdue({ database, now });
    await revoke();
    await deleteOldFlows(database, { spent: ago(DAY_MS), unspent: ago(HOUR_MS) });
    await deleteOldHandoffs(database, ago(DAY_MS));
    await deleteOldFacts(database, ago(FACTS_KEPT_MS));
    await deleteOldFailures(database, now());
  }
  const timer = setInterval(() => {
    sweep().catch(() => log.warn({ code: 'sweep.failed' }, 'old sessions will be cleared in the next round'));
  }, SWEEP_MS);
  timer.unref();

  return {
    routes: [
      ...doorRoutes({ ...common, launchLimit: createLaunchLimit() }),
      ...wayInRoutes({
        pages,
        log,
        authorize: common,
        callback: common,
        failures: refuseNeeds,
        publicKeys: async () => [...(await listPublicKeys(database)), ...tenantKeys],
        manifest: () =>
          fillManifest(
            settings.manifestFile,
            publicUrl,
            needs.tenants.map((one) => listRegistrationFacts(one, publicUrl)),
          ),
      }),
      ...sessionRoutes({ ...common, peerOf, afterEnd }),
    ],
    sessions,
    tokens,
    deliveryTokens,
    async refuse(code, { req, requestId }) {
      const answer = await refuse(req, { code, door: 'ehr', requestId });
      const dead = code === 'session-ended' ? [dropCookie(sessionCookie(String(req.params.launchId)))] : [];
      return { ...answer, cookies: [...(answer.cookies ?? []), ...dead] };
    },
    frameOrigins: (tenantId) =>
      tenantId === 'doors'
        ? [...new Set(needs.tenants.flatMap((tenant) => tenant.frameOrigins))]
        : (tenants.get(tenantId)?.frameOrigins ?? []),
    hold: (keyId, hold) => updateHold(database.db, keyId, hold),
    async endLaunch(launchId, reason) {
      await endLaunch({ database, now }, launchId, reason);
      afterEnd([launchId]);
    },
    openVisitSession: (input, cookieHeader) => openVisitSession(common, input, cookieHeader),
    findHeld: (personKey, cookieHeader) => findHeld({ database, sessions }, personKey, cookieHeader),
    openAgain: (session) => openAgain({ database, now }, session),
    onChange: (listener) => void listeners.add(listener),
    findSessionState: (session) => findSessionState({ database, now }, session),
    onLaunch: (listener) => void launchListeners.add(listener),
    readPermissions: (session) => readPermissions(common, session),
    sweep,
    async close() {
      clearInterval(timer);
      await tokens.close();
      await stopListening();
    },
  };
}

function known<Value>(values: ReadonlyMap<string, Value>, tenantId: string): Value {
  const value = values.get(tenantId);
  if (value === undefined) throw new Error(`There is no tenant ${tenantId} any more.`);
  return value;
}

async function readTenantKeys(tenants: readonly Tenant[]) {
  const files = tenants
    .flatMap((tenant) => [tenant.auth, tenant.patientApp?.auth, tenant.backend?.auth])
    .flatMap((auth) => (auth?.method === 'private_key_jwt' && auth.keyFile ? [auth.keyFile] : []));
  const keys = await Promise.all([...new Set(files)].map(readKeyFile));
  return keys.flat().flatMap((key) => (key.kid ? [key.publicJwk] : []));
}
