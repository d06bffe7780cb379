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
import { authority, doubt, nothing, type Place, type Worth } from './worth.ts';

export function judgeCredential(
  one: Credential,
  profession: LicensureFacts['profession'],
  place: Place,
  packs: RulePacks,
): Worth {
  const reach = judgeReach(one, profession, place, packs);
  if (reach.is === 'nothing') return reach;
  const short = fallsShort(one, place);
  if (short) return nothing(buildFactReason(short, nameOf(one)));
  const doubts = listDoubts(one, place);
  return doubts.length > 0 ? doubt(...doubts, ...reach.reasons) : reach;
}

/** Why it is none that day, whatever it would reach. */
function fallsShort(one: Credential, { days }: Place): string | null {
  if (one.status !== 'active' && one.status !== 'probation') return `credential-${one.status}`;
  if (one.from > days.first) return 'credential-not-yet-valid';
  return covers(one, days) ? null : 'credential-ended';
}

/** Does a credential of this kind reach the patient's state at all? */
function judgeReach(
  one: Credential,
  profession: LicensureFacts['profession'],
  place: Place,
  packs: RulePacks,
): Worth {
  if (one.kind === 'letter-of-qualification')
    return nothing(findRow(packs, 'compact', 'IMLC', place.days, 'no-authority-by-itself').reason);
  if (one.kind === 'licence' || (one.kind === 'multistate-licence' && one.state === place.state))
    return judgeOwnState(one, place, packs);
  if (one.kind === 'telehealth-registration') {
    const here = judgeOwnState(one, place, packs);
    if (here.is !== 'authority') return here;
    const found = findRow(packs, 'registration', place.state, place.days, 'registration-here');
    return found.is === 'sure' ? authority(one, [found.reason], found.row.to) : doubt(found.reason);
  }
  return judgeCompact(one, profession, place, packs);
}

function judgeOwnState(one: Credential, place: Place, packs: RulePacks): Worth {
  if (one.state === undefined) return doubt(buildMissingFact('state'));
  if (one.state !== place.state) return nothing(buildFactReason('credential-of-another-state', nameOf(one)));
  const own = findOwnPolicy(place.state, place.days, packs);
  return own.is === 'sure' ? authority(one, [own.reason], own.row.to) : doubt(own.reason);
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

/** `licence/NY`, `compact-privilege/OH`: what a reason calls a credential. */
export const nameOf = (one: Credential): string => [one.kind, one.state].filter(Boolean).join('/');
