// The grammar of SMART scopes, v1 and v2, and the arithmetic on them: reading, spelling, narrowing.
// SMART App Launch 2.2, scopes-and-launch-context. Knows no personality, person or client.

export type Level = 'patient' | 'user' | 'system';

/** A resource scope. `permissions` is an in-order subset of `cruds`. */
export interface ResourceScope {
  level: Level;
  /** A resource type, or `*`. */
  type: string;
  permissions: string;
  /** Granular part without the question mark, e.g. `category=laboratory`. */
  query?: string;
  /** How it was spelt; a scope goes back the way it came. */
  spelling: 'v1' | 'v2';
}

/** Scopes that are not about resources and that the sandbox understands. */
export const PLAIN_SCOPES = [
  'openid',
  'fhirUser',
  'profile',
  'launch',
  'launch/patient',
  'launch/encounter',
  'online_access',
  'offline_access',
] as const;

const V1 = /^(patient|user|system)\/(\*|[A-Z][A-Za-z]*)\.(read|write|\*)$/i;
const V2 = /^(patient|user|system)\/(\*|[A-Z][A-Za-z]*)\.(c?r?u?d?s?)(?:\?(.+))?$/;
const V1_PERMISSIONS: Record<string, string> = { read: 'rs', write: 'cud', '*': 'cruds' };

/** A resource scope in v1 (any case) or v2 spelling; undefined for everything else. */
export function readScope(text: string): ResourceScope | undefined {
  const v1 = V1.exec(text);
  if (v1?.[1] && v1[2] && v1[3]) {
    const permissions = V1_PERMISSIONS[v1[3].toLowerCase()] ?? '';
    return { level: v1[1].toLowerCase() as Level, type: v1[2], permissions, spelling: 'v1' };
  }
  const v2 = V2.exec(text);
  if (v2?.[1] && v2[2] && v2[3]) {
    const query = v2[4] === undefined ? {} : { query: v2[4] };
    return { level: v2[1] as Level, type: v2[2], permissions: v2[3], ...query, spelling: 'v2' };
  }
  return undefined;
}

/** The v2 spelling, e.g. `user/Observation.rs?category=laboratory`. */
export function spellV2(scope: ResourceScope): string {
  return `${scope.level}/${scope.type}.${scope.permissions}${scope.query === undefined ? '' : `?${scope.query}`}`;
}

/** The v1 spelling; what v1 cannot say (create alone, a query) becomes the wider v1 word. */
export function spellV1(scope: ResourceScope, words = { read: 'read', write: 'write' }): string[] {
  const reads = /[rs]/.test(scope.permissions);
  const writes = /[cud]/.test(scope.permissions);
  const head = `${scope.level}/${scope.type}`;
  return [...(reads ? [`${head}.${words.read}`] : []), ...(writes ? [`${head}.${words.write}`] : [])];
}

/** As it came: v1 stays v1 (`.*` when everything is left), v2 stays v2. */
export function spellAsCame(scope: ResourceScope): string[] {
  if (scope.spelling === 'v2') return [spellV2(scope)];
  return scope.permissions === 'cruds' ? [`${scope.level}/${scope.type}.*`] : spellV1(scope);
}

function inOrder(letters: Iterable<string>): string {
  const set = new Set(letters);
  return [...'cruds'].filter((letter) => set.has(letter)).join('');
}

function overlap(asked: ResourceScope, limit: ResourceScope): ResourceScope | undefined {
  if (asked.level !== limit.level) return undefined;
  if (asked.type !== limit.type && asked.type !== '*' && limit.type !== '*') return undefined;
  const permissions = inOrder([...asked.permissions].filter((letter) => limit.permissions.includes(letter)));
  if (permissions === '') return undefined;
  const query = asked.query ?? limit.query;
  const type = asked.type === '*' ? limit.type : asked.type;
  return { level: asked.level, type, permissions, spelling: asked.spelling, ...(query && { query }) };
}

/** What of `asked` lies within `limits`. A wildcard falls apart into what the limits name. */
export function narrowTo(asked: ResourceScope[], limits: ResourceScope[]): ResourceScope[] {
  const found = new Map<string, ResourceScope>();
  for (const scope of asked) {
    for (const limit of limits) {
      const both = overlap(scope, limit);
      if (!both) continue;
      const key = `${both.level}/${both.type}?${both.query ?? ''}`;
      const before = found.get(key);
      found.set(
        key,
        before ? { ...both, permissions: inOrder([...before.permissions, ...both.permissions]) } : both,
      );
    }
  }
  return [...found.values()];
}

/** `withheld` takes scopes (`user/Observation.rs`, any spelling) and bare types (`Observation`). */
export function withhold(scopes: ResourceScope[], withheld: string[]): ResourceScope[] {
  const types = new Set(withheld.filter((text) => /^[A-Z][A-Za-z]+$/.test(text)));
  const cuts = withheld.map(readScope).filter((cut) => cut !== undefined);
  return scopes.flatMap((scope) => {
    if (types.has(scope.type)) return [];
    let { permissions } = scope;
    for (const cut of cuts) {
      if (cut.level !== scope.level || (cut.type !== scope.type && cut.type !== '*')) continue;
      permissions = [...permissions].filter((letter) => !cut.permissions.includes(letter)).join('');
    }
    return permissions === '' ? [] : [{ ...scope, permissions }];
  });
}
