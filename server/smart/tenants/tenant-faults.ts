// What must hold of tenants beyond their shape: addresses, pins, secrets, uniqueness. Every fault is
// found, none stops the search, so that a wrong file is mended in one go.

import { lintScopes } from './scope-lint.ts';
import type { AuthPart, TenantPart } from './tenant-part.ts';
import type { Tenant } from './tenant-schema.ts';

export interface HouseFacts {
  /** The tenants that the embedded sandbox EHR brings itself. */
  embedded: readonly Tenant[];
  /** Is this environment variable set and not empty? */
  hasSecret(envName: string): boolean;
  hasFile(path: string): boolean;
}

/** Sentences, each beginning with the tenant it is about. */
export function listTenantFaults(tenants: readonly TenantPart[], house: HouseFacts): string[] {
  return [
    ...tenants.flatMap((tenant) => faultsOf(tenant, house)),
    ...sharedFaults(tenants),
    ...embeddedFaults(tenants, house.embedded),
  ];
}

function faultsOf(tenant: TenantPart, house: HouseFacts): string[] {
  const found = [
    issFault('iss', tenant.iss),
    issFault('patientApp.iss', tenant.patientApp?.iss),
    ...tenant.frameOrigins.map(frameOriginFault),
    ...tenant.endpointHosts.map(endpointHostFault),
    redirectFault(tenant),
    placeFault(tenant),
    ...tenant.auths.map(([where, auth]) => authFault(where, auth, tenant, house)),
    ...videoFaults(tenant, house),
    ...tenant.scopes.flatMap(([door, scopes]) =>
      lintScopes(scopes, tenant.vendor).faults.map((fault) => `scopes.${door}: ${fault}`),
    ),
  ];
  return found.flatMap((fault) => (fault === null ? [] : [`${tenant.label}: ${fault}`]));
}

/** https, or http on a loopback host; nothing that two readers could read differently. */
function issFault(where: string, iss: string | undefined): string | null {
  if (iss === undefined) return null;
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

/**
 * One callback address a tenant (mix-up defence, RFC 9700 4.4); an EHR compares it character by character.
 * Its path is ours; the host may be that of a proxy in front.
 */
function redirectFault({ redirectUri, id, label }: TenantPart): string | null {
  if (redirectUri === undefined || id !== label) return null;
  const callback = `/smart/callback/${id}`;
  const url = URL.parse(redirectUri);
  const [, path] = /^https?:\/\/[^/?#@\\]+(\/.*)$/.exec(redirectUri) ?? [];
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url));
  return isSafe && path === callback
    ? null
    : `redirectUri must be https (http only on localhost, 127.0.0.1 or [::1]) with the path ${callback} and nothing after it`;
}

function authFault(where: string, auth: AuthPart, tenant: TenantPart, house: HouseFacts): string | null {
  const { method, secretEnv, keyFile } = auth;
  if (method === 'none' && !tenant.sandbox)
    return `${where}.method none needs "sandbox": true; a real EHR needs private_key_jwt or client_secret_basic`;
  if (method === 'client_secret_basic' && secretEnv && !house.hasSecret(secretEnv))
    return `${where}.secretEnv names ${secretEnv}, which is not set`;
  if (method === 'private_key_jwt' && keyFile && !house.hasFile(keyFile))
    return `${where}.keyFile names a file that is not there`;
  if (
    where === 'backend.auth' &&
    method === 'client_secret_basic' &&
    !tenant.sandbox &&
    tenant.vendor === 'epic'
  )
    return `${where}.method must be private_key_jwt for backend services`;
  return null;
}

/** Oracle Health takes an Encounter with one of the two (ehr-integration 3.1); with both none would ever be made. */
function placeFault({ vendor, site }: TenantPart): string | null {
  return vendor === 'oracle' && site?.location !== undefined && site.serviceProvider !== undefined
    ? 'site must name a location or a serviceProvider, not both'
    : null;
}

function videoFaults({ video }: TenantPart, house: HouseFacts): (string | null)[] {
  if (video?.provider !== 'daily') return [];
  const { secretEnv, webhookSecretEnv, apiUrl } = video;
  const unset = (where: string, name: string | undefined) =>
    name && !house.hasSecret(name) ? `video.${where} names ${name}, which is not set` : null;
  return [
    unset('secretEnv', secretEnv),
    unset('webhookSecretEnv', webhookSecretEnv),
    issFault('video.apiUrl', apiUrl),
  ];
}

/** Every iss a tenant is known by, once. */
function issuersOf({ iss, patientApp }: Pick<TenantPart, 'iss' | 'patientApp'>): string[] {
  return [...new Set([iss, patientApp?.iss].filter((one) => one !== undefined))];
}

function sharedFaults(tenants: readonly TenantPart[]): string[] {
  const ids = tenants.flatMap(({ id }) => id ?? []);
  return [
    ...listTwice(ids).map((id) => `${id}: this id stands more than once`),
    ...listTwice(tenants.flatMap(issuersOf)).map((iss) => `iss ${iss} belongs to more than one tenant`),
  ];
}

/** The sandbox's own tenants join those of the file, and neither may take the place of the other. */
function embeddedFaults(tenants: readonly TenantPart[], embedded: readonly Tenant[]): string[] {
  const ids = embedded.map(({ id }) => id);
  const issuers = embedded.flatMap(issuersOf);
  const leave = 'or set WEBSIDE_SANDBOX to off';
  return tenants.flatMap((tenant) => [
    ...(tenant.id !== undefined && ids.includes(tenant.id)
      ? [`${tenant.label}: this id is that of the embedded sandbox EHR; choose another, ${leave}`]
      : []),
    ...issuersOf(tenant)
      .filter((iss) => issuers.includes(iss))
      .map(
        (iss) => `${tenant.label}: iss ${iss} is the embedded sandbox EHR's; leave the entry out, ${leave}`,
      ),
  ]);
}

function listTwice(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, at) => values.indexOf(value) !== at))];
}
