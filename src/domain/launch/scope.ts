// SMART scopes of both generations and in odd case become one shape, so that nobody compares strings
// (SMART 2.2 scopes-and-launch-context; ehr-integration.md 1.5, trap 7). Knows nothing of tokens.

export type Interaction = 'c' | 'r' | 'u' | 'd' | 's';
const ORDER: readonly Interaction[] = ['c', 'r', 'u', 'd', 's'];

export interface ResourceScope {
  level: 'patient' | 'user' | 'system';
  /** A resource type as written, or `*`. */
  resource: string;
  /** In the order c r u d s. */
  interactions: Interaction[];
  /** Granular part without `?`, e.g. `category=laboratory`; `null`: all. */
  query: string | null;
}

export interface Scopes {
  resources: ResourceScope[];
  /** `openid fhirUser launch launch/patient offline_access …`, in the standard's spelling. */
  flags: string[];
  /** What could not be read. It grants nothing. */
  unread: string[];
}

const FLAGS = [
  'openid',
  'fhirUser',
  'profile',
  'launch',
  'launch/patient',
  'launch/encounter',
  'online_access',
  'offline_access',
];

/** Reads a scope string or list; duplicates fall together. */
export function readScopes(scope: string | readonly string[]): Scopes {
  const words = typeof scope === 'string' ? scope.split(/\s+/) : scope;
  const found: Scopes = { resources: [], flags: [], unread: [] };
  const seen = new Set<string>();
  for (const word of words) {
    if (!word || seen.has(word)) continue;
    seen.add(word);
    const flag = FLAGS.find((one) => one.toLowerCase() === word.toLowerCase());
    const resource = flag ? null : readResourceScope(word);
    if (flag) found.flags.push(flag);
    else if (resource) found.resources.push(resource);
    else found.unread.push(word);
  }
  return found;
}

/** SMART v2 spelling, e.g. `user/Observation.rs?category=laboratory`. */
export function printScope(scope: ResourceScope): string {
  const query = scope.query === null ? '' : `?${scope.query}`;
  return `${scope.level}/${scope.resource}.${scope.interactions.join('')}${query}`;
}

/** All of them in v2 spelling, sorted: what the session view shows. */
export function printScopes(scopes: Scopes): string[] {
  return [...new Set([...scopes.flags, ...scopes.resources.map(printScope)])].sort();
}

/** `limited`: only a part, by a granular scope. `patient/` and `user/` both count for a launched person. */
export function decideAllowed(
  scopes: Scopes,
  resource: string,
  interaction: Interaction,
): 'on' | 'limited' | 'off' {
  const matching = scopes.resources.filter(
    (scope) =>
      scope.level !== 'system' &&
      (scope.resource === '*' || scope.resource.toLowerCase() === resource.toLowerCase()) &&
      scope.interactions.includes(interaction),
  );
  if (matching.some((scope) => scope.query === null)) return 'on';
  return matching.length > 0 ? 'limited' : 'off';
}

function readResourceScope(word: string): ResourceScope | null {
  const parts = /^(patient|user|system)\/([A-Za-z]{1,64}|\*)\.([A-Za-z*]{1,5})(?:\?(.{1,512}))?$/i.exec(word);
  if (!parts) return null;
  const [, level = '', resource = '', suffix = '', query = null] = parts;
  const interactions = readSuffix(suffix.toLowerCase());
  if (!interactions) return null;
  return { level: level.toLowerCase() as ResourceScope['level'], resource, interactions, query };
}

/** v1 `.read .write .*` by the standard's own table; v2 an in-order subset of `cruds`. */
function readSuffix(suffix: string): Interaction[] | null {
  if (suffix === 'read') return ['r', 's'];
  if (suffix === 'write') return ['c', 'u', 'd'];
  if (suffix === '*') return [...ORDER];
  const interactions = ORDER.filter((one) => suffix.includes(one));
  return interactions.length > 0 && interactions.join('') === suffix ? interactions : null;
}
