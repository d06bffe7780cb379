// Begins a way in: makes the flow's record, binds it to this browser by a cookie, and sends the browser
// to a step that can see whether the cookie was kept. No byte leaves for an iss that is not registered.
import { type Door, readScopes } from '#domain/launch';
import type { Database } from '#server/db';
import type { SetCookie } from '#server/http';
import { insertFlow, listYoungest } from '#server/smart/flows';
import { hashSecret, isId, newSecret } from '#server/smart/secrets';
import { dropCookie, listLoginFlows, loginCookie } from '#server/smart/sessions';
import { type AppName, scopesOf, type Tenant } from '#server/smart/tenants';

export interface StartNeeds {
  database: Database;
  now: () => Date;
  /** Fetches discovery and the CapabilityStatement while the browser is on its way. Never rejects. */
  warm(tenant: Tenant, app: AppName): void;
}

export interface FlowStart {
  tenant: Tenant;
  app: AppName;
  door: Door;
  launch?: string;
  visit?: string;
  /** What this browser still holds of flows it has begun. */
  cookieHeader: string | undefined;
  /** The locked session whose person shall prove who they are. */
  unlocks?: { launchId: string; keyId: string };
}

/** Ten minutes at most (security-rules rule 3). */
export const FLOW_SECONDS = 600;

/** Flows one browser may have under way; the header of its requests has a bound. */
const FLOWS_AT_ONCE = 5;

export interface StartedFlow {
  redirect: string;
  cookies: SetCookie[];
}

export async function startFlow(needs: StartNeeds, start: FlowStart): Promise<StartedFlow> {
  needs.warm(start.tenant, start.app);
  const id = newSecret(16);
  const cookie = newSecret();
  const state = newSecret();
  const now = needs.now();
  await insertFlow(
    needs.database,
    {
      id,
      tenantId: start.tenant.id,
      app: start.app,
      door: start.door,
      purpose: start.unlocks ? 'unlock' : 'launch',
      stateHash: hashSecret(state),
      cookieHash: hashSecret(cookie),
      madeAt: now,
      expiresAt: new Date(now.getTime() + FLOW_SECONDS * 1000),
      launchId: start.unlocks?.launchId ?? null,
      keyId: start.unlocks?.keyId ?? null,
    },
    {
      state,
      nonce: newSecret(),
      verifier: newSecret(48),
      launch: start.launch ?? null,
      visit: start.visit ?? null,
    },
  );
  return {
    redirect: `/smart/authorize/${id}`,
    cookies: [
      { name: loginCookie(id), value: cookie, maxAge: FLOW_SECONDS },
      ...(await dropOldest(needs, start.cookieHeader)),
    ],
  };
}

async function dropOldest(needs: StartNeeds, cookieHeader: string | undefined): Promise<SetCookie[]> {
  const begun = listLoginFlows(cookieHeader);
  if (begun.length < FLOWS_AT_ONCE) return [];
  const kept = await listYoungest(needs.database, begun.filter(isId), FLOWS_AT_ONCE - 1);
  return begun.filter((flowId) => !kept.includes(flowId)).map((flowId) => dropCookie(loginCookie(flowId)));
}

/** What a flow asks the EHR for. To unlock, the person's identity is enough. */
export function listFlowScopes(tenant: Tenant, door: Door, purpose: 'launch' | 'unlock'): string[] {
  const scopes = scopesOf(tenant, door);
  if (purpose === 'launch') return scopes;
  const { flags } = readScopes(scopes);
  return ['openid', ...(flags.includes('fhirUser') ? ['fhirUser'] : ['profile'])];
}
