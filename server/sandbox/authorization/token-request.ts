// The token address: what a backend service may have, who gets a refresh token, and the members SMART adds to
// the answers of token and introspection. The tokens themselves are oidc-provider's.
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import { lostScopes, noteClient, noteGrantType } from '#server/sandbox/faults';
import { decideScopes } from './decide-scopes.ts';
import { contextOf } from './grant-access.ts';
import type { Realm } from './realm.ts';
import { traitOf } from './traits.ts';

/** SMART backend services: at most five minutes. */
export const BACKEND_TOKEN_SECONDS = 300;

/** Narrows a `client_credentials` request to what is registered, or refuses it. */
export function checkBackendRequest(realm: Realm, ctx: KoaContextWithOIDC): string {
  const client = realm.registry.find(ctx.oidc.client?.clientId ?? '');
  if (!client?.backend || client.auth.method === 'none') {
    throw new errors.UnauthorizedClient('this client is not a backend service');
  }
  if (client.auth.method === 'client_secret_basic' && traitOf(realm.personality, 'backendAuth') === 'jwt') {
    throw new errors.UnauthorizedClient('backend services authenticate by private_key_jwt');
  }
  const asked = String(ctx.oidc.params?.scope ?? '')
    .split(' ')
    .filter(Boolean);
  if (asked.length === 0) throw new errors.InvalidScope('scope is required', '');
  const scopes = decideScopes({
    personality: realm.personality,
    client,
    asked: asked.filter((scope) => scope.includes('.')),
    levels: ['system'],
    ehrLaunch: false,
  });
  if (scopes.length === 0)
    throw new errors.InvalidScope('none of these scopes can be granted', asked.join(' '));
  const scope = scopes.join(' ');
  if (ctx.oidc.params) ctx.oidc.params.scope = scope;
  return scope;
}

/** Whether this grant comes with a refresh token. `scopes` are the granted ones. */
export function decideRefresh(
  realm: Realm,
  grantId: string | undefined,
  clientId: string,
  scopes: Set<string>,
): boolean {
  const client = realm.registry.find(clientId);
  if (!client || contextOf(realm, grantId)?.noRefreshToken) return false;
  if (traitOf(realm.personality, 'refreshNeeds') === 'persistent-access') {
    return client.auth.method !== 'none' && client.persistentAccess !== false;
  }
  return scopes.has('offline_access') || scopes.has('online_access');
}

function addTokenMembers(realm: Realm, ctx: KoaContextWithOIDC, body: Record<string, unknown>): void {
  const context = contextOf(realm, ctx.oidc.entities.Grant?.jti);
  if (!context) return;
  const { patient, encounter, members } = context;
  Object.assign(body, { ...(patient && { patient }), ...(encounter && { encounter }), ...members });
  const refreshed = ctx.oidc.params?.grant_type === 'refresh_token';
  if (refreshed && traitOf(realm.personality, 'refreshAnswer') === 'no-token') delete body.refresh_token;
}

function addIntrospectionMembers(realm: Realm, ctx: KoaContextWithOIDC, body: Record<string, unknown>): void {
  const context = contextOf(realm, ctx.oidc.entities.Grant?.jti);
  if (body.active !== true || !context) return;
  const { patient, encounter, fhirUser, fhirBase, members } = context;
  Object.assign(body, {
    ...(patient && { patient }),
    ...(encounter && { encounter }),
    ...(fhirUser && { fhirUser: `${fhirBase}/${fhirUser}` }),
    ...members,
  });
}

function noteRequest(ctx: KoaContextWithOIDC): void {
  const clientId = ctx.oidc?.client?.clientId;
  if (clientId) noteClient(clientId);
  if (ctx.oidc?.route === 'token') noteGrantType(String(ctx.oidc.params?.grant_type));
}

/** Koa middleware around oidc-provider's routes. */
export function addMembers(realm: Realm) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<unknown>): Promise<void> => {
    await next();
    noteRequest(ctx);
    if (ctx.status !== 200 || typeof ctx.body !== 'object' || ctx.body === null) return;
    const body = ctx.body as Record<string, unknown>;
    if (ctx.oidc?.route === 'introspection') addIntrospectionMembers(realm, ctx, body);
    if (ctx.oidc?.route !== 'token') return;
    addTokenMembers(realm, ctx, body);
    const lost = lostScopes();
    if (lost.length > 0 && typeof body.scope === 'string') {
      body.scope = body.scope
        .split(' ')
        .filter((scope) => !lost.includes(scope))
        .join(' ');
    }
  };
}
