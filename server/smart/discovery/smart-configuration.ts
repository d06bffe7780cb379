// Reads a smart-configuration document (SMART 2.2 conformance) with suspicion: endpoints only on hosts
// pinned at registration, https only, S256 not ruled out (attack L2, RFC 9700 2.1.1). Does not fetch.
import { z } from 'zod';

const Document = z.object({
  issuer: z.string().optional(),
  authorization_endpoint: z.string(),
  token_endpoint: z.string(),
  jwks_uri: z.string().optional(),
  revocation_endpoint: z.string().optional(),
  introspection_endpoint: z.string().optional(),
  capabilities: z.array(z.string()).default([]),
  code_challenge_methods_supported: z.array(z.string()).optional(),
  token_endpoint_auth_signing_alg_values_supported: z.array(z.string()).optional(),
  id_token_signing_alg_values_supported: z.array(z.string()).optional(),
  authorization_response_iss_parameter_supported: z.boolean().optional(),
});

/** What the launch needs to know of an authorization server; all addresses absolute and pinned. */
export interface ServerFacts {
  issuer: string;
  authorizationEndpoint: string;
  tokenEndpoint: string;
  jwksUri: string | null;
  revocationEndpoint: string | null;
  assertionAlgs: string[] | undefined;
  idTokenAlgs: string[];
  sendsIss: boolean;
}

export type ConfigurationRead = { ok: true; server: ServerFacts } | { ok: false; fault: string };

/** Never `none`, never HMAC (security-rules L8). SMART's id_token is RS256. */
const ID_TOKEN_ALGS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512'];

/** `fault` is a sentence for the log and the integration engineer; it quotes no foreign text. */
export function readSmartConfiguration(
  document: unknown,
  fhirBase: string,
  pinnedOrigins: readonly string[],
): ConfigurationRead {
  const shape = Document.safeParse(document);
  if (!shape.success)
    return {
      ok: false,
      fault: `smart-configuration lacks or misspells ${shape.error.issues.map((issue) => issue.path.join('.') || 'everything').join(', ')}`,
    };
  const said = shape.data;
  const pin = (address: string | undefined) => pinAddress(address, fhirBase, pinnedOrigins);
  const authorizationEndpoint = pin(said.authorization_endpoint);
  const tokenEndpoint = pin(said.token_endpoint);
  const jwksUri = pin(said.jwks_uri);
  if (!authorizationEndpoint || !tokenEndpoint || (said.jwks_uri !== undefined && !jwksUri))
    return {
      ok: false,
      fault:
        'smart-configuration names endpoints on hosts that are not registered for this tenant (endpointHosts)',
    };
  const issuer = said.issuer ?? fhirBase;
  if (!isIssuer(issuer, pinnedOrigins))
    return {
      ok: false,
      fault: 'smart-configuration names an issuer that is not registered for this tenant (endpointHosts)',
    };
  const challenges = said.code_challenge_methods_supported;
  if (challenges && challenges.length > 0 && !challenges.includes('S256'))
    return { ok: false, fault: 'the authorization server does not know PKCE S256' };
  return {
    ok: true,
    server: {
      issuer,
      authorizationEndpoint,
      tokenEndpoint,
      jwksUri,
      revocationEndpoint: pin(said.revocation_endpoint),
      assertionAlgs: said.token_endpoint_auth_signing_alg_values_supported,
      idTokenAlgs: chooseAlgs(said.id_token_signing_alg_values_supported),
      sendsIss: said.authorization_response_iss_parameter_supported === true,
    },
  };
}

/** Resolves against the FHIR base (SMART: relative endpoints) and compares the origin after parsing. */
function pinAddress(
  address: string | undefined,
  fhirBase: string,
  pinnedOrigins: readonly string[],
): string | null {
  if (address === undefined) return null;
  const url = URL.parse(address, `${fhirBase.replace(/\/+$/, '')}/`);
  if (!url || url.username || url.password || url.hash) return null;
  return pinnedOrigins.includes(url.origin) ? url.href : null;
}

function isIssuer(issuer: string, pinnedOrigins: readonly string[]): boolean {
  const url = URL.parse(issuer);
  return url !== null && pinnedOrigins.includes(url.origin) && !url.search && !url.hash && !url.username;
}

function chooseAlgs(said: string[] | undefined): string[] {
  const known = (said ?? []).filter((alg) => ID_TOKEN_ALGS.includes(alg));
  return known.length > 0 ? known : ['RS256'];
}
