// From the code to the session: tokens, who it is, for whom, with which role. Everything foreseen ends on
// a page with its reason; tokens that are not going to be used are handed back.
import type { Request } from 'express';
import {
  type DoorFailure,
  decideDoor,
  decideRole,
  type FhirUser,
  type LaunchContext,
  needsPractitionerRole,
  readFhirUser,
  readLaunchContext,
  type SessionRole,
} from '#domain/launch';
import type { Database } from '#server/db';
import { AppError } from '#server/errors';
import type { Answer, Log, RecordAccess, Session, SetCookie } from '#server/http';
import type { FindServer, FoundServer } from '#server/smart/discovery';
import { type Flow, openSecrets, updateOutcome } from '#server/smart/flows';
import { newSecret } from '#server/smart/secrets';
import {
  dropCookie,
  endLaunch,
  type LaunchFacts,
  loginCookie,
  type OpenNeeds,
  openSession,
  updatePerson,
} from '#server/smart/sessions';
import { type Registration, registrationOf, type Tenant } from '#server/smart/tenants';
import { type EhrFailure, failureOfEhr } from './ehr-failure.ts';
import { discardTokens, type Exchanged, exchangeCode, IdTokenMismatch } from './exchange-code.ts';
import { findForeignIssuer } from './foreign-issuer.ts';
import type { LastRoles } from './last-roles.ts';
import { refuseFlow } from './refuse-flow.ts';
import type { ReadPerson, Refuse } from './smart-needs.ts';
import { listFlowScopes } from './start-flow.ts';
import { unlock } from './unlock.ts';

export interface CompleteNeeds extends OpenNeeds {
  database: Database;
  publicUrl: string;
  findServer: FindServer;
  readPerson: ReadPerson;
  recordAccess: RecordAccess;
  refuse: Refuse;
  /** Told of a session that is open, before its browser knows of it; must not throw and is not waited for. */
  onLaunch(session: Session): void;
  lastRoles: LastRoles;
  log: Log;
  now: () => Date;
}

export interface CompleteCall {
  tenant: Tenant;
  flow: Flow;
  code: string;
  query: Readonly<Record<string, unknown>>;
  req: Request;
  requestId: string;
}

/** Who came in and for whom, or why that is not acceptable at this door. */
type PersonRead =
  | { ok: true; fhirUser: FhirUser | null; context: LaunchContext }
  | { ok: false; code: DoorFailure };

export async function completeFlow(needs: CompleteNeeds, call: CompleteCall): Promise<Answer> {
  const registration = registrationOf(call.tenant, call.flow.app, needs.publicUrl);
  const refuse = (failure: EhrFailure) => refuseFlow(needs, call, call.flow, failure.code, failure.says);
  let server: FoundServer;
  let exchanged: Exchanged;
  try {
    server = await needs.findServer(registration);
    const foreign = findForeignIssuer(server, call);
    if (foreign) return refuse(foreign);
    exchanged = await exchange(needs, registration, server, call);
  } catch (thrown) {
    return refuse(thrown instanceof IdTokenMismatch ? { code: 'id-token-invalid' } : failureOfEhr(thrown));
  }
  const answer = await admit(needs, call, registration, server, exchanged).catch((thrown: unknown) => {
    discardQuietly(needs, server, exchanged);
    throw thrown;
  });
  if (typeof answer !== 'string') return answer;
  discardQuietly(needs, server, exchanged);
  return refuse({ code: answer });
}

async function exchange(
  needs: CompleteNeeds,
  registration: Registration,
  server: FoundServer,
  { flow, code }: CompleteCall,
): Promise<Exchanged> {
  const { verifier, nonce } = await openSecrets(needs.database, flow);
  const { redirectUri } = registration;
  const mustBeFresh = flow.purpose === 'unlock';
  return exchangeCode(
    server,
    { code, redirectUri, verifier, nonce, startedAt: flow.madeAt, mustBeFresh },
    needs.now,
  );
}

/** A string is the reason why nobody was let in. */
async function admit(
  needs: CompleteNeeds,
  call: CompleteCall,
  registration: Registration,
  server: FoundServer,
  exchanged: Exchanged,
): Promise<Answer | DoorFailure> {
  const { flow, tenant } = call;
  const personKey = personKeyOf(needs, tenant, server, exchanged);
  if (flow.purpose === 'unlock') {
    const answer = await unlock(needs, { flow, personKey, req: call.req, requestId: call.requestId });
    if (typeof answer !== 'string') discardQuietly(needs, server, exchanged);
    return answer;
  }
  const arrival = readArrival(registration, exchanged);
  if (!arrival.ok) return arrival.code;
  const { fhirUser } = arrival;
  const claims = exchanged.claims ?? {};
  const come = { personKey, ...arrival, exchanged };
  const reading = fhirUser
    ? needs.readPerson({
        tenant,
        fhirBase: registration.iss,
        accessToken: exchanged.tokens.accessToken,
        fhirUser,
        wantsRole: needsPractitionerRole(fhirUser, tenant.roles),
      })
    : Promise.resolve({ name: null, roleCodes: [] });
  const early = await openEarly(needs, call, come).catch((thrown: unknown) => {
    reading.catch(() => undefined);
    throw thrown;
  });
  try {
    const person = await reading;
    const role = decideRole(
      {
        fhirUser,
        fhirBase: registration.iss,
        patientId: arrival.context.patientId,
        claims,
        practitionerRoleCodes: person.roleCodes,
      },
      tenant.roles,
    );
    const decided = decideDoor({ door: flow.door, fhirUser, role, context: arrival.context });
    if (!decided.ok) {
      if (early) await endLaunch(needs, early.session.launchId, 'refused');
      return decided.code;
    }
    const personName = person.name ?? (typeof claims.name === 'string' ? claims.name.slice(0, 200) : null);
    const who = { ...come, role, context: decided.context, personName };
    return await letIn(needs, call, who, early);
  } catch (thrown) {
    if (early) await endLaunch(needs, early.session.launchId, 'failed');
    throw thrown;
  }
}

/** User = issuer and subject (V6.8.1). Without an id_token nobody is known, and no two are the same. */
function personKeyOf(
  needs: CompleteNeeds,
  tenant: Tenant,
  server: FoundServer,
  { claims }: Exchanged,
): string {
  const who = claims ? JSON.stringify([server.issuer, claims.sub]) : `unknown ${newSecret()}`;
  return needs.database.vault.blindIndex(tenant.id, 'person', who);
}

function readArrival(registration: Registration, { claims, context }: Exchanged): PersonRead {
  const read = readLaunchContext(context);
  if (!read.ok) return { ok: false, code: 'ehr-answer-wrong' };
  const fhirUser =
    readFhirUser(claims?.fhirUser, registration.iss) ?? readFhirUser(claims?.profile, registration.iss);
  return { ok: true, fhirUser, context: read.context };
}

interface Come {
  personKey: string;
  fhirUser: FhirUser | null;
  context: LaunchContext;
  exchanged: Exchanged;
}
type Who = Come & { role: SessionRole; personName: string | null };
interface Opened {
  session: Session;
  cookies: SetCookie[];
}

/**
 * While the EHR is still being asked who this is: a session with the role they had last time, so that the
 * chart's reads go out in the same wave. No browser knows of it; whoever has not been here has none.
 */
async function openEarly(needs: CompleteNeeds, call: CompleteCall, come: Come): Promise<Opened | null> {
  const role = needs.lastRoles.find(come.personKey);
  if (role === undefined) return null;
  const decided = decideDoor({ door: call.flow.door, ...come, role });
  if (!decided.ok) return null;
  const opened = await open(needs, call, { ...come, role, context: decided.context, personName: null });
  needs.onLaunch(opened.session);
  return opened;
}

async function letIn(
  needs: CompleteNeeds,
  call: CompleteCall,
  who: Who,
  early: Opened | null,
): Promise<Answer> {
  const { flow, tenant, requestId } = call;
  const opened = early ?? (await open(needs, call, who));
  const { launchId, keyId, role: expected } = opened.session;
  const session = { ...opened.session, role: who.role };
  if (early) await updatePerson(needs.database, session, who.role, await factsOf(needs, call, who));
  try {
    await recordLaunch(needs, call, session);
  } catch (cause) {
    // No record, no session (security-rules rule 24).
    await endLaunch(needs, launchId, 'not-recorded');
    throw new AppError('unavailable', 'audit.unavailable', 'Launches cannot be recorded right now.', {
      cause,
    });
  }
  needs.lastRoles.keep(who.personKey, who.role);
  // What was begun for another role is begun anew.
  if (!early || expected !== who.role) needs.onLaunch(session);
  await updateOutcome(needs.database, flow.id, { launchId, keyId });
  needs.log.info({ requestId, tenantId: tenant.id, kind: flow.door }, 'launched');
  return { redirect: `/l/${launchId}/`, cookies: [...opened.cookies, dropCookie(loginCookie(flow.id))] };
}

async function factsOf(needs: CompleteNeeds, { flow, tenant }: CompleteCall, who: Who): Promise<LaunchFacts> {
  const { visit } = await openSecrets(needs.database, flow);
  const { iss } = registrationOf(tenant, flow.app, needs.publicUrl);
  const sub = who.exchanged.claims?.sub;
  return {
    ...(typeof sub === 'string' && { subject: { iss, sub } }),
    ...{ fhirUser: who.fhirUser, personName: who.personName, visitId: visit, context: who.context },
  };
}

async function open(needs: CompleteNeeds, call: CompleteCall, who: Who): Promise<Opened> {
  const { flow, tenant, req } = call;
  const asked = listFlowScopes(tenant, flow.door, 'launch').join(' ');
  const { launchId, keyId, cookies } = await openSession(
    needs,
    {
      tenantId: tenant.id,
      app: flow.app,
      door: flow.door,
      personKey: who.personKey,
      role: who.role,
      facts: await factsOf(needs, call, who),
      scopesRequested: asked,
      scopesGranted: who.exchanged.scope ?? asked,
      tokens: who.exchanged.tokens,
    },
    req.headers.cookie,
  );
  const session: Session = {
    launchId,
    keyId,
    tenantId: tenant.id,
    door: flow.door,
    role: who.role,
    personKey: who.personKey,
    fhirUser: who.fhirUser?.reference ?? null,
    patientId: who.context.patientId,
    encounterId: who.context.encounterId,
    locked: false,
  };
  return { session, cookies };
}

async function recordLaunch(needs: CompleteNeeds, { req, requestId }: CompleteCall, session: Session) {
  await needs.recordAccess({
    event: 'launch.complete',
    outcome: 'success',
    requestId,
    tenantId: session.tenantId,
    session,
    ...(session.patientId !== null && { patientId: session.patientId }),
    ...(req.ip !== undefined && { address: req.ip }),
    detail: { door: session.door },
  });
}

function discardQuietly(needs: CompleteNeeds, server: FoundServer, { tokens }: Exchanged): void {
  discardTokens(server, tokens).catch(() => {
    needs.log.warn({ code: 'discard.failed' }, 'unused tokens could not be handed back');
  });
}
