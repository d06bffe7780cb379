// The way back from the EHR: does this answer belong to a flow that this very browser began, for this
// tenant, and is it the first? Only then is the code exchanged (attacks L3, L6, L7).
import type { Request } from 'express';
import type { DoorFailure } from '#domain/launch';
import type { Database } from '#server/db';
import type { Answer, SessionDoor } from '#server/http';
import { type Flow, findFlow, findFlowByState, spendFlow } from '#server/smart/flows';
import { hashSecret, isSameSecret, newSecret } from '#server/smart/secrets';
import {
  dropCookie,
  findKey,
  keySessionCookie,
  loginCookie,
  readCookie,
  replaceId,
} from '#server/smart/sessions';
import type { AppName, Tenant } from '#server/smart/tenants';
import { type CompleteNeeds, completeFlow } from './complete-flow.ts';
import { readSays } from './ehr-failure.ts';
import { isOfAnother } from './foreign-issuer.ts';
import { refuseFlow } from './refuse-flow.ts';
import type { Refuse } from './smart-needs.ts';

export interface CallbackNeeds extends CompleteNeeds {
  database: Database;
  tenants: ReadonlyMap<string, Tenant>;
  sessions: SessionDoor;
  refuse: Refuse;
  now: () => Date;
}

export interface CallbackCall {
  tenantId: string;
  app: AppName;
  /** As it came; a parameter that stands twice is no string. */
  query: Readonly<Record<string, unknown>>;
  req: Request;
  requestId: string;
}

/** Ten seconds in all, for the twin of a callback that is under way. */
const WAIT_MS = 150;
const WAIT_TURNS = 66;

export async function answerCallback(needs: CallbackNeeds, call: CallbackCall): Promise<Answer> {
  const { req, requestId, query } = call;
  const door = call.app === 'patient' ? 'patient' : 'ehr';
  const tenant = needs.tenants.get(call.tenantId);
  if (!tenant) return needs.refuse(req, { code: 'tenant-unknown', door, requestId });
  const flow =
    typeof query.state === 'string'
      ? await findFlowByState(needs.database, hashSecret(query.state))
      : undefined;
  if (!flow) return needs.refuse(req, { code: 'state-unknown', door, requestId, tenantId: tenant.id });
  const refuse = (code: DoorFailure, says?: ReturnType<typeof readSays>) =>
    refuseFlow(needs, call, flow, code, says);
  if (flow.tenantId !== tenant.id || flow.app !== call.app) {
    // A code that arrives at another hospital's address is a mix-up or worse; the flow is over.
    await spendFlow(needs.database, flow.id, needs.now());
    return refuse('state-unknown');
  }
  const cookie = readCookie(req.headers.cookie, loginCookie(flow.id));
  const isThisBrowser = cookie !== null && isSameSecret(hashSecret(cookie), flow.cookieHash);
  if (flow.spentAt) return answerAgain(needs, call, flow, isThisBrowser);
  if (!isThisBrowser) return refuse('other-browser');
  if (flow.expiresAt <= needs.now()) return refuse('state-expired');
  if (!(await spendFlow(needs.database, flow.id, needs.now())))
    return answerAgain(needs, call, flow, isThisBrowser);
  if (query.error !== undefined)
    return (await isOfAnother(needs, { ...call, tenant, flow }))
      ? refuse('ehr-answer-wrong')
      : refuse(errorCode(query), readSays(query.error_description, query.error_uri));
  if (typeof query.code !== 'string' || query.code === '') return refuse('ehr-answer-wrong');
  return completeFlow(needs, { ...call, tenant, flow, code: query.code });
}

/** An EHR names no own error for a launch token that is spent or old (ehr-integration.md trap 25). */
function errorCode(query: Readonly<Record<string, unknown>>): DoorFailure {
  const isAboutLaunch = /\blaunch\b/i.test(String(query.error_description ?? ''));
  return query.error === 'invalid_request' && isAboutLaunch ? 'launch-token-used' : 'ehr-refused';
}

/**
 * Reload or back on the callback (trap 4): whoever holds the session goes on to it. The browser that began
 * the flow and lost the first answer on the way gets its key again, as long as nobody has used that key.
 */
async function answerAgain(
  needs: CallbackNeeds,
  call: CallbackCall,
  seen: Flow,
  isThisBrowser: boolean,
): Promise<Answer> {
  const flow = isThisBrowser ? await waitForOutcome(needs, seen) : seen;
  if (flow.launchId && flow.keyId && flow.purpose === 'launch') {
    const redirect = `/l/${flow.launchId}/`;
    const found = await needs.sessions.find(flow.launchId, call.req.headers.cookie);
    if (typeof found !== 'string') return { redirect, cookies: found.cookies };
    if (isThisBrowser) {
      const cookies = await giveKeyAgain(needs, flow.keyId);
      if (cookies) return { redirect, cookies: [...cookies, dropCookie(loginCookie(flow.id))] };
    }
  }
  return refuseFlow(needs, call, flow, 'state-used');
}

async function giveKeyAgain(needs: CallbackNeeds, keyId: string) {
  const key = await findKey(needs.database.db, keyId);
  const secret = newSecret();
  const change = { secretHash: hashSecret(secret), now: needs.now(), onlyIfUnused: true };
  if (!key || !(await replaceId(needs.database.db, keyId, change))) return null;
  return [keySessionCookie(key, secret, needs.now())];
}

/** The first request may still be exchanging the code. */
async function waitForOutcome(needs: CallbackNeeds, seen: Flow): Promise<Flow> {
  const spentFor = needs.now().getTime() - (seen.spentAt?.getTime() ?? 0);
  let flow = seen;
  for (let turn = 0; turn < WAIT_TURNS && spentFor < WAIT_TURNS * WAIT_MS; turn += 1) {
    if (flow.keyId !== null || flow.purpose === 'unlock') return flow;
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
    flow = (await findFlow(needs.database, flow.id)) ?? flow;
  }
  return flow;
}
