// What a door of a tenant uses when it talks to the EHR: which iss, client, redirect address and scopes.
// One exact redirect address per tenant and app (mix-up defence of RFC 9700 4.4).
import type { Door } from '#domain/launch';
import { listDefaultScopes } from './default-scopes.ts';
import { isLoopback } from './tenant-faults.ts';
import type { ClientAuth, Tenant } from './tenant-schema.ts';

/** `backend`: no person is there; it never has a launch or a grant. */
export type AppName = 'main' | 'patient' | 'backend';

export interface Registration {
  tenant: Tenant;
  app: AppName;
  iss: string;
  clientId: string;
  auth: ClientAuth;
  redirectUri: string;
}

export function appOf(door: Door): AppName {
  return door === 'patient' ? 'patient' : 'main';
}

/** Patient's app and backend fall back to the main client where the tenant names no own one. */
export function registrationOf(tenant: Tenant, app: AppName, publicUrl: string): Registration {
  const callback = tenant.redirectUri ?? `${publicUrl}/smart/callback/${tenant.id}`;
  const own = app === 'patient' ? tenant.patientApp : app === 'backend' ? tenant.backend : undefined;
  return {
    tenant,
    app,
    iss: (app === 'patient' && tenant.patientApp?.iss) || tenant.iss,
    clientId: own?.clientId ?? tenant.clientId,
    auth: own?.auth ?? tenant.auth,
    redirectUri: app === 'patient' ? `${callback}/patient` : callback,
  };
}

export function scopesOf(tenant: Tenant, door: Door): string[] {
  return tenant.scopes?.[door] ?? listDefaultScopes(tenant.vendor, door);
}

/** Every origin the server may call for this tenant: pinned before the first byte leaves (attack L2). */
export function originsOf(tenant: Tenant): string[] {
  const bases = [tenant.iss, tenant.patientApp?.iss ?? tenant.iss].map((iss) => new URL(iss));
  const scheme = bases.every(isLoopback) ? (bases[0]?.protocol ?? 'https:') : 'https:';
  const hosts = tenant.endpointHosts.map((host) => new URL(`${scheme}//${host}`).origin);
  return [...new Set([...bases.map((base) => base.origin), ...hosts])];
}

/** What `egress.forTenant` wants to know. */
export function reachOf(tenant: Tenant): {
  id: string;
  origins: string[];
  privateNetwork: boolean;
  loopback: boolean;
} {
  return {
    id: tenant.id,
    origins: originsOf(tenant),
    privateNetwork: tenant.privateNetwork,
    loopback: isLoopback(new URL(tenant.iss)),
  };
}

/** What an app-registration form of this EHR asks for, beside the manifest's own words. */
export function listRegistrationFacts(tenant: Tenant, publicUrl: string): object {
  const main = registrationOf(tenant, 'main', publicUrl);
  const patient = registrationOf(tenant, 'patient', publicUrl);
  return {
    id: tenant.id,
    name: tenant.name,
    vendor: tenant.vendor,
    staffApp: {
      launchUrl: `${publicUrl}/launch/ehr.html`,
      redirectUris: [main.redirectUri],
      scopes: { ehr: scopesOf(tenant, 'ehr'), staff: scopesOf(tenant, 'staff') },
    },
    patientApp: {
      launchUrl: `${publicUrl}/launch/patient.html?tenant=${tenant.id}`,
      redirectUris: [patient.redirectUri],
      scopes: scopesOf(tenant, 'patient'),
    },
  };
}
