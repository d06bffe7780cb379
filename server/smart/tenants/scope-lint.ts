// Scopes that no EHR can grant, or that ask for more than is needed, are found at start and not by a
// clinician at eight in the morning. Grammar: SMART 2.2; what guides get wrong: security-rules 6 o.
import { printScope, readScopes, type Vendor } from '#domain/launch';

/** Sentences; empty when all is well. */
export function listScopeFaults(scopes: readonly string[], vendor: Vendor): string[] {
  const { resources, unread } = readScopes(scopes);
  return [
    ...unread.map((scope) => `"${scope}" is no SMART scope`),
    ...resources
      .filter(({ resource }) => resource === '*')
      .map((scope) => `"${printScope(scope)}" asks for every resource type; name those that are used`),
    ...resources
      .filter(({ level }) => level === 'system')
      .map((scope) => `"${printScope(scope)}" is for backend services, not for a person`),
    ...(vendor === 'oracle' ? scopes.filter((scope) => scope.endsWith('.*')) : []).map(
      (scope) => `"${scope}": Oracle Health takes no wildcard`,
    ),
  ];
}
