// What must hold of tenants beyond their shape: addresses, pins, secrets, uniqueness. Every fault is
// found, none stops the search, so that a wrong file is mended in one go.

import { listScopeFaults } from './scope-lint.ts';
import type { Tenant } from './tenant-schema.ts';

export interface HouseFacts {
  /** Our own origin; absent while the configuration itself is still being judged. */
  publicUrl: string | undefined;
  /** Is this environment variable set and not empty? */
  hasSecret(envName: string): boolean;
  hasFile(path: string): boolean;
}

/** Sentences, each beginning with the tenant it is about. */
export function listTenantFaults(tenants: readonly Tenant[], house: HouseFacts): string[] {
  return [...tenants.flatMap((tenant) => faultsOf(tenant, house)), ...sharedFaults(tenants)];
}

function faultsOf(tenant: Tenant, house: HouseFacts): string[] {
  const about = (fault: string | null) => (fault ? [`${tenant.id}: ${fault}`] : []);
  return [
    ...about(issFault('iss', tenant.iss)),
    ...about(tenant.patientApp?.iss === undefined ? null : issFault('patientApp.iss', tenant.patientApp.iss)),
    ...tenant.frameOrigins.flatMap((origin) => about(frameOriginFault(origin))),
    ...tenant.endpointHosts.flatMap((host) => about(endpointHostFault(host))),
    ...about(redirectFault(tenant, house.publicUrl)),
    ...listAuths(tenant).flatMap(([where, auth]) => about(authFault(where, auth, tenant, house))),
    ...(['ehr', 'patient', 'staff'] as const).flatMap((door) =>
      listScopeFaults(tenant.scopes?.[door] ?? [], tenant.vendor).flatMap((fault) =>
        about(`scopes.${door}: ${fault}`),
      ),
    ),
  ];
}

function listAuths(tenant: Tenant): [where: string, auth: Tenant['auth']][] {
  return [
    ['auth', tenant.auth],
    ...(tenant.patientApp ? [['patientApp.auth', tenant.patientApp.auth] as [string, Tenant['auth']]] : []),
    ...(tenant.backend ? [['backend.auth', tenant.backend.auth] as [string, Tenant['auth']]] : []),
  ];
}

/** https, or http on a loopback host; nothing that two readers could read differently. */
function issFault(where: string, iss: string): string | null {
  const url = URL.parse(iss);
  if (!url) return `${where} is not an absolute URL`;
  if (url.username || url.password || url.search || url.hash)
    return `${where} must have no user, query or fragment`;
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url)))
    return `${where} must be https (http only on localhost, 127.0.0.1 or [::1])`;
  if (!iss.startsWith(`${url.origin}/`) && iss !== url.origin)
    return `${where} must be written in its normal form, beginning with ${url.origin}`;
  return null;
}

export function isLoopback(url: URL): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
}

/** A wildcard would let any page frame the app (attack L11). */
function frameOriginFault(origin: string): string | null {
  if (origin.includes('*')) return `frameOrigins: "${origin}" is a wildcard; name each origin`;
  const url = URL.parse(origin);
  if (!url || url.origin !== origin)
    return `frameOrigins: "${origin}" is not an origin such as https://ehr.example`;
  if (url.protocol !== 'https:' && !isLoopback(url)) return `frameOrigins: "${origin}" must be https`;
  return null;
}

function endpointHostFault(host: string): string | null {
  const url = host.includes('*') ? null : URL.parse(`https://${host}`);
  return url?.host === host ? null : `endpointHosts: "${host}" is not a host such as auth.ehr.example`;
}

/** One callback address a tenant (mix-up defence, RFC 9700 4.4); an EHR compares it character by character. */
function redirectFault(tenant: Tenant, publicUrl: string | undefined): string | null {
  const expected = `${publicUrl}/smart/callback/${tenant.id}`;
  return publicUrl === undefined || tenant.redirectUri === undefined || tenant.redirectUri === expected
    ? null
    : `redirectUri must be ${expected}, where the app listens`;
}

function authFault(where: string, auth: Tenant['auth'], tenant: Tenant, house: HouseFacts): string | null {
  if (auth.method === 'none' && !tenant.sandbox)
    return `${where}.method none needs "sandbox": true; a real EHR needs private_key_jwt or client_secret_basic`;
  if (auth.method === 'client_secret_basic' && !house.hasSecret(auth.secretEnv))
    return `${where}.secretEnv names ${auth.secretEnv}, which is not set`;
  if (auth.method === 'private_key_jwt' && auth.keyFile !== undefined && !house.hasFile(auth.keyFile))
    return `${where}.keyFile names a file that is not there`;
  if (
    where === 'backend.auth' &&
    auth.method !== 'private_key_jwt' &&
    !tenant.sandbox &&
    tenant.vendor === 'epic'
  )
    return `${where}.method must be private_key_jwt for backend services`;
  return null;
}

function sharedFaults(tenants: readonly Tenant[]): string[] {
  const ids = tenants.map((tenant) => tenant.id);
  const issuers = tenants.flatMap((tenant) => [
    ...new Set([tenant.iss, tenant.patientApp?.iss ?? tenant.iss]),
  ]);
  return [
    ...listTwice(ids).map((id) => `${id}: this id stands more than once`),
    ...listTwice(issuers).map((iss) => `iss ${iss} belongs to more than one tenant`),
  ];
}

function listTwice(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, at) => values.indexOf(value) !== at))];
}
