// Scopes that no EHR can grant, or that ask for more than is needed, are found at start and not by a
// clinician at eight in the morning. Grammar: SMART 2.2; what guides get wrong: security-rules 6 o.
import { type ResourceScope, readScopes, type Vendor } from '#domain/launch';

export interface ScopeLint {
  /** Nothing that an EHR could grant: the start is refused. */
  faults: string[];
  /** May be meant: the start goes on. */
  warnings: string[];
}

/** Sentences about one door's scopes. `vendor` undefined: not known, as the file names none. */
export function lintScopes(scopes: readonly string[], vendor: Vendor | undefined): ScopeLint {
  const { unread } = readScopes(scopes);
  const listOf = (isSuch: (scope: ResourceScope) => boolean) =>
    scopes.filter((scope) => readScopes(scope).resources.some(isSuch));
  const broad = listOf(({ resource }) => resource === '*');
  const isOracle = vendor === 'oracle';
  return {
    faults: [
      ...unread.filter((scope) => !isOtherScope(scope)).map((scope) => `"${scope}" is no SMART scope`),
      ...listOf(({ level }) => level === 'system').map(
        (scope) => `"${scope}" is for backend services, not for a person`,
      ),
      ...scopes
        .filter((scope) => isOracle && (broad.includes(scope) || scope.endsWith('.*')))
        .map((scope) => `"${scope}": Oracle Health takes no wildcard`),
    ],
    warnings: [
      ...unread
        .filter(isOtherScope)
        .map((scope) => `"${scope}" is none of SMART's scopes; it is asked for as it stands`),
      ...(isOracle ? [] : broad).map(
        (scope) => `"${scope}" asks for every resource type; name those that are used`,
      ),
    ],
  };
}

/**
 * A scope of OpenID Connect (`email`), of the EHR's own (a URI, or `__` before the name: SMART 2.2,
 * experimental scopes), or context of another type (`launch/questionnaire`).
 */
function isOtherScope(scope: string): boolean {
  return /^\w[\w-]*$/.test(scope) || /^launch\/[a-z]+$/.test(scope) || /^https?:\/\/[^/]+\/./.test(scope);
}
