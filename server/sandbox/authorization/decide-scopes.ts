// Which scopes an app can get at all: the request, the registration, the personality and the engineer's
// wishes put together. What the person ticks narrows the answer further; that happens on the consent page.
import type { LaunchOptions, PersonalityName, SandboxClient } from '#server/sandbox/contract';
import {
  type Level,
  narrowTo,
  PLAIN_SCOPES,
  type ResourceScope,
  readScope,
  spellAsCame,
  spellV1,
  spellV2,
  withhold,
} from './scopes.ts';
import { traitOf } from './traits.ts';

export interface ScopeQuestion {
  personality: PersonalityName;
  client: Pick<SandboxClient, 'scopes' | 'persona'>;
  /** The request's `scope`, split. */
  asked: string[];
  /** Levels that make sense here; the others are left out. */
  levels: Level[];
  ehrLaunch: boolean;
  options?: LaunchOptions;
}

const ODD_CASE = { read: 'Read', write: 'Write' };

function spell(
  personality: PersonalityName,
  style: LaunchOptions['scopeStyle'],
  scope: ResourceScope,
): string[] {
  if (style === 'v2') return [spellV2(scope)];
  if (traitOf(personality, 'scopeSpelling') === 'v1-odd-case') return spellV1(scope, ODD_CASE);
  return style === 'v1' ? spellV1(scope) : spellAsCame(scope);
}

function isWildcard(scope: ResourceScope): boolean {
  return scope.type === '*' || (scope.spelling === 'v1' && scope.permissions === 'cruds');
}

/** Scopes as they will be spelt in the token answer, without repeats. No scope is ever an error here. */
export function decideScopes(question: ScopeQuestion): string[] {
  const { personality, client, options } = question;
  const withheld = options?.withholdScopes ?? [];
  const plain = PLAIN_SCOPES.filter(
    (scope) =>
      question.asked.includes(scope) &&
      !withheld.includes(scope) &&
      (scope !== 'launch' || question.ehrLaunch),
  );
  const asked = question.asked.map(readScope).filter((scope) => scope !== undefined);
  const registered = client.scopes?.map(readScope).filter((scope) => scope !== undefined);

  let resources = asked;
  if (registered) {
    resources =
      traitOf(personality, 'scopesFrom') === 'registration' ? registered : narrowTo(asked, registered);
  }
  if (traitOf(personality, 'wildcards') === 'dropped') {
    const named = asked.filter((scope) => !isWildcard(scope));
    resources = registered ? narrowTo(named, registered) : named;
  }
  const within = withhold(
    resources.filter((scope) => question.levels.includes(scope.level)),
    withheld,
  );
  return [
    ...new Set([...plain, ...within.flatMap((scope) => spell(personality, options?.scopeStyle, scope))]),
  ];
}
