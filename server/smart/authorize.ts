// The step between our door and the EHR: did this browser keep the flow's cookie? Then on to the EHR's
// authorization endpoint, with PKCE S256 always, state, nonce and aud. Else a page that says what the
// EHR's browser blocks and offers a window of its own; the launch token is still unspent.
import type { Request } from 'express';
import { buildAuthorizationUrl, calculatePKCECodeChallenge } from 'openid-client';
import type { Database } from '#server/db';
import type { Answer, SessionDoor } from '#server/http';
import type { FindServer } from '#server/smart/discovery';
import { type DoorPages, languageOf } from '#server/smart/doors';
import { type Flow, type FlowSecrets, findFlow, openSecrets, updateIssuer } from '#server/smart/flows';
import { hashSecret, isId, isSameSecret } from '#server/smart/secrets';
import { loginCookie, readCookie } from '#server/smart/sessions';
import { type Registration, registrationOf, type Tenant } from '#server/smart/tenants';
import { failureOfEhr } from './ehr-failure.ts';
import { retryOf } from './refuse-flow.ts';
import type { Refuse } from './smart-needs.ts';
import { listFlowScopes } from './start-flow.ts';

export interface AuthorizeNeeds {
  database: Database;
  tenants: ReadonlyMap<string, Tenant>;
  publicUrl: string;
  findServer: FindServer;
  sessions: SessionDoor;
  pages: DoorPages;
  refuse: Refuse;
  now: () => Date;
}

export async function authorize(
  needs: AuthorizeNeeds,
  call: { flowId: string; req: Request; requestId: string },
): Promise<Answer> {
  const flow = isId(call.flowId) ? await findFlow(needs.database, call.flowId) : undefined;
  const tenant = flow && needs.tenants.get(flow.tenantId);
  const { requestId } = call;
  if (!flow || !tenant) return needs.refuse(call.req, { code: 'state-unknown', door: 'ehr', requestId });
  const about = { door: flow.door, tenantId: flow.tenantId, requestId, ...retryOf(flow) };
  if (flow.spentAt) {
    // Back from the app: whoever holds the session that came of it goes on to it.
    const found = flow.launchId ? await needs.sessions.find(flow.launchId, call.req.headers.cookie) : 'none';
    if (typeof found !== 'string') return { redirect: `/l/${flow.launchId}/`, cookies: found.cookies };
    return needs.refuse(call.req, { code: 'state-used', ...about });
  }
  if (flow.expiresAt <= needs.now()) return needs.refuse(call.req, { code: 'state-expired', ...about });
  const cookie = readCookie(call.req.headers.cookie, loginCookie(flow.id));
  if (cookie === null) return offerOwnWindow(needs, flow, call);
  if (!isSameSecret(hashSecret(cookie), flow.cookieHash))
    return needs.refuse(call.req, { code: 'other-browser', ...about });
  const registration = registrationOf(tenant, flow.app, needs.publicUrl);
  try {
    return { redirect: await buildRedirect(needs, registration, flow) };
  } catch (thrown) {
    return needs.refuse(call.req, { ...failureOfEhr(thrown), ...about });
  }
}

async function buildRedirect(needs: AuthorizeNeeds, registration: Registration, flow: Flow): Promise<string> {
  const server = await needs.findServer(registration);
  const secrets = await openSecrets(needs.database, flow);
  await updateIssuer(needs.database, flow.id, server.issuer);
  const scopes = listFlowScopes(registration.tenant, flow.door, flow.purpose);
  const url = buildAuthorizationUrl(server.configuration, {
    redirect_uri: registration.redirectUri,
    scope: scopes.join(' '),
    state: secrets.state,
    aud: registration.iss,
    code_challenge: await calculatePKCECodeChallenge(secrets.verifier),
    code_challenge_method: 'S256',
    ...(scopes.includes('openid') && { nonce: secrets.nonce }),
    ...(secrets.launch !== null && { launch: secrets.launch }),
    // The person in front of the screen, not the session the EHR still has of the one before.
    ...(flow.purpose === 'unlock' && { prompt: 'login', max_age: '0' }),
  });
  return url.href;
}

/** At top level there is no further window to open: there the way back to the door is the one step. */
async function offerOwnWindow(
  needs: AuthorizeNeeds,
  flow: Flow,
  call: { req: Request; requestId: string },
): Promise<Answer> {
  const isFramed = call.req.headers['sec-fetch-dest'] !== 'document';
  const secrets = await openSecrets(needs.database, flow);
  const href = flow.purpose === 'unlock' ? `/l/${flow.launchId}/` : doorHref(needs.tenants, flow, secrets);
  const html = await needs.pages.error({
    code: 'cookie-blocked',
    door: flow.door,
    requestId: call.requestId,
    language: languageOf(call.req, flow.door),
    says: null,
    next: { kind: isFramed ? 'own-window' : 'try-again', href, newWindow: isFramed },
  });
  return { html };
}

/** The address of the same door again; the launch token in it has not been shown to the EHR yet. */
function doorHref(tenants: ReadonlyMap<string, Tenant>, flow: Flow, secrets: FlowSecrets): string {
  if (flow.door === 'ehr') {
    const query = new URLSearchParams({
      iss: tenants.get(flow.tenantId)?.iss ?? '',
      launch: secrets.launch ?? '',
    });
    return `/launch/ehr.html?${query}`;
  }
  const query = new URLSearchParams({
    tenant: flow.tenantId,
    ...(secrets.visit && { visit: secrets.visit }),
  });
  return `/launch/${flow.door}.html?${query}`;
}
