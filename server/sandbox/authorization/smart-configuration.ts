// `.well-known/smart-configuration` and `openid-configuration`, from the same facts, so that what is said of a
// personality is what it does. SMART App Launch 2.2, conformance.
import type { Persona, Realm } from './realm.ts';
import { traitOf } from './traits.ts';

const AUTH_METHODS = ['private_key_jwt', 'client_secret_basic', 'none'];
const AUTH_ALGORITHMS = ['RS384', 'ES384'];

function listCapabilities(realm: Realm): string[] {
  return [
    'launch-ehr',
    'launch-standalone',
    'authorize-post',
    'client-public',
    'client-confidential-symmetric',
    'client-confidential-asymmetric',
    'sso-openid-connect',
    'context-banner',
    'context-style',
    'context-ehr-patient',
    'context-ehr-encounter',
    'context-standalone-patient',
    'context-standalone-encounter',
    'permission-offline',
    'permission-online',
    'permission-patient',
    'permission-user',
    'permission-v1',
    ...(traitOf(realm.personality, 'scopeSpelling') === 'as-asked' ? ['permission-v2'] : []),
  ];
}

/** Wildcards are announced only where they are granted. */
function listScopes(realm: Realm): string[] {
  const plain = ['openid', 'fhirUser', 'profile', 'launch', 'launch/patient', 'launch/encounter'];
  const both = ['online_access', 'offline_access'];
  const wide =
    traitOf(realm.personality, 'wildcards') === 'kept' ? ['patient/*.rs', 'user/*.cruds', 'system/*.rs'] : [];
  return [...plain, ...both, ...wide, 'patient/Patient.rs', 'user/Patient.rs', 'system/Patient.rs'];
}

function endpointsOf(realm: Realm, persona: Persona) {
  const { addresses } = realm;
  return {
    issuer: addresses.issuer,
    jwks_uri: addresses.jwks,
    authorization_endpoint: addresses.authorize[persona],
    token_endpoint: addresses.token,
    introspection_endpoint: addresses.introspect,
    revocation_endpoint: addresses.revoke,
    grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
    response_types_supported: ['code'],
    code_challenge_methods_supported: ['S256'],
    scopes_supported: listScopes(realm),
    token_endpoint_auth_methods_supported: AUTH_METHODS,
    token_endpoint_auth_signing_alg_values_supported: AUTH_ALGORITHMS,
  };
}

/** The document below the FHIR base of that persona. */
export function buildSmartConfiguration(realm: Realm, persona: Persona) {
  return { ...endpointsOf(realm, persona), capabilities: listCapabilities(realm) };
}

/** The document below the issuer. */
export function buildOpenidConfiguration(realm: Realm) {
  return {
    ...endpointsOf(realm, 'provider'),
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    claims_supported: ['sub', 'iss', 'aud', 'exp', 'iat', 'nonce', 'fhirUser', 'profile'],
    authorization_response_iss_parameter_supported: true,
    introspection_endpoint_auth_methods_supported: AUTH_METHODS,
    revocation_endpoint_auth_methods_supported: AUTH_METHODS,
  };
}
