// The moment access is given: which of the possible scopes this person and patient leave standing, and the
// grant with its launch context written down. Knows nothing of pages or requests.
import type Provider from 'oidc-provider';
import type { LaunchOptions, SandboxPerson } from '#server/sandbox/contract';
import type { Entry } from './journal.ts';
import { buildContext, type GrantedContext } from './launch-context.ts';
import type { Realm } from './realm.ts';
import { readScope } from './scopes.ts';

export const CONTEXT_KIND = 'LaunchContext';
export const GRANT_SECONDS = 90 * 24 * 3600;
/** Scopes oidc-provider itself must know; the rest are the FHIR server's. */
export const OIDC_SCOPES = ['openid', 'fhirUser', 'profile', 'offline_access', 'online_access'];

export interface Access {
  clientId: string;
  person: SandboxPerson;
  patient?: string | undefined;
  encounter?: string | undefined;
  scopes: string[];
  fhirBase: string;
  options?: LaunchOptions | undefined;
}

/**
 * Leaves out what has no meaning for this person: `user/` for patients and proxies (they have their
 * compartment, SMART's `patient/`), `patient/` and the context scopes when there is no such context.
 */
export function fitScopes(
  scopes: string[],
  access: Pick<Access, 'person' | 'patient' | 'encounter'>,
): string[] {
  return scopes.filter((text) => {
    if (text === 'launch/patient') return access.patient !== undefined;
    if (text === 'launch/encounter') return access.encounter !== undefined;
    const level = readScope(text)?.level;
    if (level === 'user') return access.person.kind === 'staff';
    return level !== 'patient' || access.patient !== undefined;
  });
}

/** Writes the grant and its context; answers the grant's id. */
export async function grantAccess(realm: Realm, provider: Provider, access: Access): Promise<string> {
  const context = await buildContext(
    { ...access, personality: realm.personality, styleUrl: realm.addresses.style },
    realm.reader,
  );
  const scopes = fitScopes(access.scopes, { ...access, encounter: context.encounter });
  const grant = new provider.Grant({ accountId: access.person.username, clientId: access.clientId });
  const oidc = scopes.filter((scope) => OIDC_SCOPES.includes(scope));
  if (oidc.length > 0) grant.addOIDCScope(oidc.join(' '));
  if (scopes.length > 0) grant.addResourceScope(realm.addresses.fhirBase.provider, scopes.join(' '));
  const grantId = await grant.save();
  const expiresAt = Math.floor(realm.now() / 1000) + GRANT_SECONDS;
  realm.journal.put(CONTEXT_KIND, grantId, { ...context } as unknown as Entry, expiresAt);
  return grantId;
}

/** Whether this person has given this app access that still lasts. */
export function gaveBefore(realm: Realm, clientId: string, username: string): boolean {
  const grants = realm.journal.list('Grant');
  return grants.some(([, grant]) => grant.clientId === clientId && grant.accountId === username);
}

/** The context kept with a grant. */
export function contextOf(realm: Realm, grantId: string | undefined): GrantedContext | undefined {
  return grantId === undefined
    ? undefined
    : (realm.journal.find(CONTEXT_KIND, grantId) as unknown as GrantedContext);
}
