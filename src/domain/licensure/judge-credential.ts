// What one credential is worth for a patient in one state on one day: authority, a doubt, or nothing.
// Knows nothing of other credentials and of exceptions.
import {
  buildFactReason,
  buildMissingFact,
  covers,
  type Days,
  type Found,
  findRow,
  isTerritory,
  type RulePacks,
  type RuleReason,
  type StateCode,
} from '#domain/rules';
import { judgeCompact } from './judge-compact.ts';
import type { Credential, LicensureFacts } from './licensure-question.ts';

/** `to`: the last day it holds, of the credential and of every row it rests on. */
export type Worth =
  | { readonly is: 'authority'; readonly reasons: readonly RuleReason[]; readonly to: string }
  | { readonly is: 'doubt' | 'nothing'; readonly reasons: readonly RuleReason[] };

export interface Place {
  readonly state: StateCode;
  readonly days: Days;
  readonly at: string;
  /** States of residence by the licences on record: a privilege in another state grows out of one. */
  readonly homes: readonly StateCode[];
}

export function judgeCredential(
  one: Credential,
  profession: LicensureFacts['profession'],
  place: Place,
  packs: RulePacks,
): Worth {
  const reach = judgeReach(one, profession, place, packs);
  if (reach.is === 'nothing') return reach;
  if (one.status !== 'active' && one.status !== 'probation') return nothing(`credential-${one.status}`, one);
  if (one.from > place.days.first) return nothing('credential-not-yet-valid', one);
  if (!covers(one, place.days)) return nothing('credential-ended', one);
  const doubts = listDoubts(one, place);
  if (reach.is !== 'authority' || doubts.length > 0)
    return { is: 'doubt', reasons: [...doubts, ...reach.reasons] };
  return { ...reach, to: earlier(one.to, reach.to) };
}

/** Does a credential of this kind reach the patient's state at all? */
function judgeReach(
  one: Credential,
  profession: LicensureFacts['profession'],
  place: Place,
  packs: RulePacks,
): Worth {
  if (one.kind === 'letter-of-qualification') {
    const found = findRow(packs, 'compact', 'IMLC', place.days, 'no-authority-by-itself');
    return { is: 'nothing', reasons: [found.reason] };
  }
  if (one.kind === 'licence' || (one.kind === 'multistate-licence' && one.state === place.state))
    return judgeOwnState(one, place, packs);
  if (one.kind === 'telehealth-registration') {
    const here = judgeOwnState(one, place, packs);
    if (here.is !== 'authority') return here;
    const found = findRow(packs, 'registration', place.state, place.days, 'registration-here');
    if (found.is !== 'sure') return { is: 'doubt', reasons: [found.reason] };
    return { is: 'authority', reasons: [found.reason], to: found.row.to ?? one.to };
  }
  return judgeCompact(one, profession, place, packs);
}

function judgeOwnState(one: Credential, place: Place, packs: RulePacks): Worth {
  if (one.state === undefined) return { is: 'doubt', reasons: [buildMissingFact('state')] };
  if (one.state !== place.state) return nothing('credential-of-another-state', one);
  const own = findOwnPolicy(place.state, place.days, packs);
  if (own.is !== 'sure') return { is: 'doubt', reasons: [own.reason] };
  return { is: 'authority', reasons: [own.reason], to: earlier(one.to, own.row.to ?? one.to) };
}

/** The policy on licences of the place itself. The general one speaks of states; a territory needs its own row. */
export function findOwnPolicy(state: StateCode, days: Days, packs: RulePacks): Found<'licence-policy'> {
  return findRow(
    packs,
    'licence-policy',
    isTerritory(state) ? state : 'state-licence',
    days,
    'licensed-here',
  );
}

/** Self-reported, never verified, verified only later, or on probation: a person has to look. */
function listDoubts(one: Credential, place: Place): RuleReason[] {
  const doubts: RuleReason[] = [];
  if (one.status === 'probation') doubts.push(buildFactReason('probation', nameOf(one)));
  if (one.source === 'self-reported' || one.verifiedOn === undefined)
    doubts.push(buildFactReason('unverified-credential', nameOf(one)));
  else if (one.source === undefined) doubts.push(buildMissingFact('source'));
  else if (one.verifiedOn > place.days.last)
    doubts.push(buildFactReason('unverified-credential', nameOf(one)));
  return doubts;
}

/** The first of two days. */
export const earlier = (a: string, b: string): string => [a, b].sort()[0] ?? a;

/** `licence/NY`, `compact-privilege/OH`: what a reason calls a credential. */
export const nameOf = (one: Credential): string => [one.kind, one.state].filter(Boolean).join('/');

const nothing = (code: string, one: Credential): Worth => ({
  is: 'nothing',
  reasons: [buildFactReason(code, nameOf(one))],
});
