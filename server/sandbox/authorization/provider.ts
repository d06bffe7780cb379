// oidc-provider set up as a SMART authorization server for one personality. All SMART rules sit in the
// files this one wires in; here is only which of the library's switches stand how.
import Provider, {
  type Configuration,
  errors,
  interactionPolicy,
  type KoaContextWithOIDC,
} from 'oidc-provider';
import { createAdapter } from './adapter.ts';
import { checkAuthorizeRequest } from './authorize-request.ts';
import { CLOCK_TOLERANCE_SECONDS, checkClientAssertion } from './client-assertion.ts';
import { contextOf, GRANT_SECONDS, OIDC_SCOPES } from './grant-access.ts';
import { asksIdentityOnly } from './interaction-steps.ts';
import type { Keys } from './keys.ts';
import type { Realm } from './realm.ts';
import { BACKEND_TOKEN_SECONDS, checkBackendRequest, decideRefresh } from './token-request.ts';
import { traitOf } from './traits.ts';

const { Prompt, Check } = interactionPolicy;

/** Pages follow unless a launch already said who, or the pages have already answered. */
function buildPolicy(
  hasGrant: (ctx: KoaContextWithOIDC) => boolean,
  details: (ctx: KoaContextWithOIDC) => Promise<{ identityOnly: boolean }>,
) {
  return [
    new Prompt(
      { name: 'login', requestable: true },
      details,
      new Check(
        'no_session',
        'somebody has to log in',
        'login_required',
        (ctx) => !ctx.oidc.session?.accountId,
      ),
    ),
    new Prompt(
      { name: 'consent', requestable: true },
      details,
      new Check('no_grant', 'access has to be given', 'consent_required', (ctx) => !hasGrant(ctx)),
    ),
  ];
}

function findAccount(realm: Realm, ctx: KoaContextWithOIDC, username: string) {
  const person = realm.people.get(username);
  if (!person) return undefined;
  return {
    accountId: username,
    claims: async () => {
      const context = contextOf(realm, ctx.oidc.entities.Grant?.jti);
      if (!context?.fhirUser) return { sub: username };
      const relative = traitOf(realm.personality, 'fhirUser') === 'relative';
      const fhirUser = relative ? context.fhirUser : `${context.fhirBase}/${context.fhirUser}`;
      return { sub: username, fhirUser, ...(relative && { profile: fhirUser }) };
    },
  };
}

function buildResourceFeature(realm: Realm) {
  const base = realm.addresses.fhirBase.provider;
  return {
    enabled: true,
    defaultResource: () => base,
    useGrantedResource: () => true,
    getResourceServerInfo: (ctx: KoaContextWithOIDC, resource: string) => {
      if (resource !== base) throw new errors.InvalidTarget();
      const backend = ctx.oidc.params?.grant_type === 'client_credentials';
      const granted = ctx.oidc.entities.Grant?.getResourceScope(base) || String(ctx.oidc.params?.scope ?? '');
      return {
        scope: backend ? checkBackendRequest(realm, ctx) : granted,
        audience: base,
        accessTokenFormat: 'opaque' as const,
      };
    },
  };
}

function buildLifetimes(realm: Realm): NonNullable<Configuration['ttl']> {
  return {
    AccessToken: traitOf(realm.personality, 'accessTokenSeconds'),
    ClientCredentials: BACKEND_TOKEN_SECONDS,
    AuthorizationCode: 60,
    IdToken: traitOf(realm.personality, 'idTokenSeconds'),
    Interaction: 900,
    Session: 900,
    Grant: GRANT_SECONDS,
    RefreshToken(ctx, token) {
      const rotated = ctx.oidc.entities.RotatedRefreshToken;
      if (rotated) return rotated.remainingTTL;
      return token.scopes.has('offline_access') ? GRANT_SECONDS : 12 * 3600;
    },
  };
}

export interface ProviderParts {
  keys: Keys;
  /** Draws the page that ends a request which cannot be sent back to the app. */
  renderError(ctx: KoaContextWithOIDC, out: Record<string, unknown>): void;
}

export function buildProvider(realm: Realm, parts: ProviderParts): Provider {
  const { personality, addresses, registry } = realm;
  const launched = new WeakMap<object, string>();
  /** By what was asked for: what can be had is more where the registration alone decides. */
  const identifying = new WeakSet<object>();
  const grantIdOf = (ctx: KoaContextWithOIDC) => ctx.oidc.result?.consent?.grantId ?? launched.get(ctx.oidc);
  const off = { enabled: false };
  const cookie = (name: string) => `ehr_${personality}_${name}`;

  const provider: Provider = new Provider(addresses.issuer, {
    adapter: createAdapter(realm.journal, realm.now, registry.metadataOf),
    jwks: parts.keys.jwks,
    routes: {
      authorization: '/authorize',
      token: '/token',
      jwks: '/jwks',
      introspection: '/introspect',
      revocation: '/revoke',
    },
    scopes: OIDC_SCOPES,
    claims: { openid: ['sub'], fhirUser: ['fhirUser', 'profile'], profile: ['profile'] },
    responseTypes: ['code'],
    clientAuthMethods: ['private_key_jwt', 'client_secret_basic', 'none'],
    enabledJWA: { clientAuthSigningAlgValues: ['RS384', 'ES384'], idTokenSigningAlgValues: ['RS256'] },
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
    pkce: { required: () => true },
    // POST to authorize needs the long cookie to be SameSite=None; nobody ever gets that cookie (see face).
    enableHttpPostMethods: true,
    cookies: {
      names: { session: cookie('session'), interaction: cookie('interaction'), resume: cookie('resume') },
      long: { sameSite: 'none', httpOnly: true, signed: true },
      // Unlocking an app inside the chart leads from the app's frame to the log-in: only SameSite=None survives.
      short: { sameSite: 'none', secure: true, httpOnly: true, signed: true },
      keys: parts.keys.cookieKeys,
    },
    features: {
      devInteractions: off,
      userinfo: off,
      rpInitiatedLogout: off,
      pushedAuthorizationRequests: off,
      dPoP: off,
      claimsParameter: off,
      clientCredentials: { enabled: true },
      revocation: {
        enabled: true,
        allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId,
      },
      introspection: {
        enabled: true,
        allowedPolicy: (_ctx, client, token) =>
          client.tokenEndpointAuthMethod !== 'none' || token.clientId === client.clientId,
      },
      resourceIndicators: buildResourceFeature(realm),
    },
    extraParams: {
      launch: null,
      aud: async (ctx) => {
        if (asksIdentityOnly(String(ctx.oidc.params?.scope ?? '').split(' '))) identifying.add(ctx.oidc);
        const grantId = await checkAuthorizeRequest(realm, provider, ctx);
        if (grantId) launched.set(ctx.oidc, grantId);
      },
    },
    interactions: {
      policy: buildPolicy(
        (ctx) => grantIdOf(ctx) !== undefined,
        async (ctx) => ({ identityOnly: identifying.has(ctx.oidc) }),
      ) as never,
      url: (_ctx, interaction) => `${new URL(addresses.oauth).pathname}/interaction/${interaction.uid}`,
    },
    loadExistingGrant: async (ctx) => {
      const grantId = grantIdOf(ctx);
      return grantId === undefined ? undefined : provider.Grant.find(grantId);
    },
    findAccount: (ctx, username) => findAccount(realm, ctx, username),
    expiresWithSession: () => false,
    issueRefreshToken: (_ctx, client, code) =>
      decideRefresh(realm, code.grantId, client.clientId, code.scopes),
    rotateRefreshToken: () => traitOf(personality, 'refreshAnswer') === 'new-token',
    assertJwtClientAuthClaimsAndHeader: (ctx, claims, header) =>
      checkClientAssertion(ctx, claims, header, Math.floor(realm.now() / 1000)),
    clientBasedCORS: (_ctx, origin, client) =>
      client.redirectUris?.some((uri) => URL.canParse(uri) && new URL(uri).origin === origin) ?? false,
    // Apps under test live on loopback, which the library's own guard would refuse; a key set must not redirect.
    fetch: (url, options) =>
      fetch(url, { ...options, dispatcher: undefined, redirect: 'error' } as RequestInit),
    ttl: buildLifetimes(realm),
    renderError: (ctx, out) => parts.renderError(ctx, { ...out }),
  });
  provider.on('server_error', (_ctx, error) =>
    realm.log.error({ personality, reason: error.message }, 'sandbox authorization failed'),
  );
  return provider;
}
