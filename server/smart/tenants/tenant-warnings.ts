// What is allowed in a tenants file and still wants a look: said at start, stops nothing.
import { readFhirUser, USER_TYPES } from '#domain/launch';
import { lintScopes } from './scope-lint.ts';
import type { TenantPart } from './tenant-part.ts';

/** Sentences, each beginning with the tenant it is about. `publicUrl`: our own origin. */
export function listTenantWarnings(tenants: readonly TenantPart[], publicUrl: string | undefined): string[] {
  return tenants.flatMap((tenant) =>
    [
      ...noAuthentication(tenant),
      ...tenant.scopes.flatMap(([door, scopes]) =>
        lintScopes(scopes, tenant.vendor).warnings.map((warning) => `scopes.${door}: ${warning}`),
      ),
      ...redirectElsewhere(tenant, publicUrl),
      ...rulesForNobody(tenant),
    ].map((warning) => `${tenant.label}: ${warning}`),
  );
}

function noAuthentication({ auths }: TenantPart): string[] {
  return auths.some(([, auth]) => auth.method === 'none')
    ? ['a client without authentication; good for a sandbox and nothing else']
    : [];
}

function redirectElsewhere({ redirectUri }: TenantPart, publicUrl: string | undefined): string[] {
  const origin = URL.parse(redirectUri ?? '')?.origin;
  return origin === undefined || publicUrl === undefined || origin === publicUrl
    ? []
    : [
        `redirectUri brings people back to ${origin} and not to PUBLIC_URL, ${publicUrl}; launches end well only if what listens there hands them on to this app`,
      ];
}

function rulesForNobody({ ruleUsers, iss }: TenantPart): string[] {
  const isType = (user: string) => USER_TYPES.some((type) => type === user);
  return ruleUsers
    .filter((user) => !isType(user) && readFhirUser(user, iss ?? '') === null)
    .map(
      (user) =>
        `roles: "${user}" is nobody of this EHR; name a type, or a reference such as Practitioner/123`,
    );
}
