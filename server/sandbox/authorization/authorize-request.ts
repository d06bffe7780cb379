// What SMART demands of an authorize request beyond OAuth, checked after oidc-provider has checked the rest:
// `aud`, the launch token, the persona, the scopes that can be had. An EHR launch needs no page: the launch
// token says who, and access is granted here. SMART App Launch 2.2, app-launch.
import type Provider from 'oidc-provider';
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { LaunchRequest, SandboxClient, SandboxPerson } from '#server/sandbox/contract';
import { decideScopes } from './decide-scopes.ts';
import { grantAccess } from './grant-access.ts';
import type { Persona, Realm } from './realm.ts';
import type { Level } from './scopes.ts';
import { traitOf } from './traits.ts';

/** Which persona's address a request came to; undefined where there is one for all. */
export function personaOfPath(originalUrl: string): Persona | undefined {
  const persona = /\/personas\/(provider|patient)\//.exec(originalUrl.split('?')[0] ?? '')?.[1];
  return persona as Persona | undefined;
}

/** Whether such a person may log in to such an app. */
export function mayUse(person: SandboxPerson, persona: Persona | undefined): boolean {
  return persona === undefined || (persona === 'provider') === (person.kind === 'staff');
}

function raw(ctx: KoaContextWithOIDC, name: string): string | undefined {
  const source = (ctx.method === 'POST' ? ctx.oidc.body : ctx.query) as Record<string, unknown> | undefined;
  const value = source?.[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function narrow(ctx: KoaContextWithOIDC, scopes: string[]): void {
  if (ctx.oidc.params) ctx.oidc.params.scope = scopes.join(' ');
}

function personaMismatch(why: string): Error {
  return new errors.CustomOIDCProviderError(
    'unauthorized_client',
    `client-persona-mismatch: this app is ${why}`,
  );
}

function checkPersona(realm: Realm, ctx: KoaContextWithOIDC, client: SandboxClient): Persona | undefined {
  if (traitOf(realm.personality, 'personas') === 'one-address') return client.persona;
  const persona = personaOfPath((ctx.req as { originalUrl?: string }).originalUrl ?? '');
  if (client.persona && client.persona !== persona) {
    throw personaMismatch(`registered for the ${client.persona} persona`);
  }
  return persona;
}

function checkAudience(realm: Realm, ctx: KoaContextWithOIDC, persona: Persona | undefined): string {
  const bases = realm.addresses.fhirBase;
  const expected =
    traitOf(realm.personality, 'personas') === 'own-addresses' && persona ? bases[persona] : bases.provider;
  const audience = raw(ctx, 'aud');
  if (audience === undefined)
    throw new errors.InvalidRequest('aud is missing: it names the FHIR server meant');
  if (audience !== expected) throw new errors.InvalidRequest('aud is not the address of this FHIR server');
  return expected;
}

function spendLaunch(
  realm: Realm,
  launch: string,
  clientId: string,
): { request: LaunchRequest; person: SandboxPerson } {
  const request = realm.launches.spend(launch, realm.personality, clientId);
  const person = request && realm.people.get(request.person);
  if (!request || !person) {
    throw new errors.InvalidRequest(
      'the launch token is unknown, was used before, or is older than five minutes',
    );
  }
  return { request, person };
}

/** Answers the id of the grant when the launch itself gave access, undefined when pages must follow. */
export async function checkAuthorizeRequest(
  realm: Realm,
  provider: Provider,
  ctx: KoaContextWithOIDC,
): Promise<string | undefined> {
  const clientId = ctx.oidc.client?.clientId ?? '';
  const client = realm.registry.find(clientId);
  if (!client) throw new errors.InvalidClient('client is not registered', clientId);
  const persona = checkPersona(realm, ctx, client);
  const fhirBase = checkAudience(realm, ctx, persona);
  const launch = raw(ctx, 'launch');
  const asked = (raw(ctx, 'scope') ?? '').split(' ').filter(Boolean);
  if (asked.length === 0) throw new errors.InvalidRequest('scope is missing');
  if (!launch && ctx.method === 'POST' && traitOf(realm.personality, 'authorizePost') === 'ehr-launch-only') {
    throw new errors.InvalidRequest('a standalone launch asks by GET');
  }
  if (launch && !asked.includes('launch') && traitOf(realm.personality, 'launchScope') === 'required') {
    throw new errors.InvalidScope('the launch scope is required in an EHR launch', 'launch');
  }

  const levels: Level[] = persona === 'patient' ? ['patient'] : ['patient', 'user'];
  const question = { personality: realm.personality, client, asked, levels, ehrLaunch: launch !== undefined };
  if (!launch) {
    narrow(ctx, decideScopes(question));
    return undefined;
  }
  const { request, person } = spendLaunch(realm, launch, clientId);
  if (!mayUse(person, persona))
    throw personaMismatch(`for the ${persona} persona, and who launched it is not`);
  const { options } = request;
  const scopes = decideScopes({ ...question, ...(options && { options }) });
  narrow(ctx, scopes);
  if (ctx.oidc.prompts.has('login') || ctx.oidc.prompts.has('consent')) return undefined;

  ctx.oidc.session?.loginAccount({ accountId: person.username, transient: true });
  const context = scopes.includes('launch') ? { patient: request.patient, encounter: request.encounter } : {};
  return grantAccess(realm, provider, { clientId, person, scopes, fhirBase, options, ...context });
}
