// What a credential under an interstate compact gives in the patient's state. Compacts differ: one gives
// nothing by itself, one is automatic, one authorises a person, the others sell a privilege per state.
import {
  buildFactReason,
  buildMissingFact,
  type Found,
  findRow,
  isTerritory,
  type RulePacks,
  type StateCode,
} from '#domain/rules';
import type { Place, Worth } from './judge-credential.ts';
import type { Credential, LicensureFacts } from './licensure-question.ts';

/** Other ways people write the short names of the packs. */
const NAMES: Readonly<Record<string, string>> = {
  'SOCIAL WORK': 'SOCIAL-WORK',
  'EMS (REPLICA)': 'EMS',
  REPLICA: 'EMS',
  ASLP: 'ASLP-IC',
};
const HOW = {
  'psypact-apit': 'authorisation',
  'multistate-licence': 'automatic',
  'compact-privilege': 'privilege',
} as const;

export function judgeCompact(
  one: Credential,
  profession: LicensureFacts['profession'],
  place: Place,
  packs: RulePacks,
): Worth {
  const name = compactOf(one, profession);
  if (name === null) return { is: 'doubt', reasons: [buildMissingFact('compact')] };
  const compact = findRow(packs, 'compact', name, place.days, 'compact');
  if (compact.row === null) return { is: 'doubt', reasons: [compact.reason] };
  const { grants, professions, isIssuing, listIsWhole } = compact.row.value;
  if (grants === 'nothing') return nothing('no-authority-by-itself', compact);
  if (!isIssuing) return nothing('compact-not-issuing', compact);
  if (!professions.includes(profession)) return nothing('profession-outside-compact', compact);
  if (HOW[one.kind as keyof typeof HOW] !== grants) return nothing('credential-not-of-this-compact', compact);
  if (compact.is !== 'sure') return { is: 'doubt', reasons: [compact.reason] };

  // A privilege is for one state; the others reach every member.
  if (grants === 'privilege') {
    if (one.state === undefined) return { is: 'doubt', reasons: [buildMissingFact('state')] };
    if (one.state !== place.state)
      return {
        is: 'nothing',
        reasons: [buildFactReason('privilege-for-another-state', `${one.kind}/${one.state}`)],
      };
  }
  if (grants === 'automatic') {
    if (one.residenceState === false)
      return { is: 'nothing', reasons: [buildFactReason('not-of-the-residence-state', one.kind)] };
    if (one.state === undefined) return { is: 'doubt', reasons: [buildMissingFact('state')] };
  }
  const states = grants === 'automatic' && one.state ? [one.state, place.state] : [place.state];
  const seats = states.map((state) => judgeSeat(name, state, listIsWhole, place, packs));
  // Both states are live, or there was nobody to sell the privilege: a home that is not contradicts the record.
  if (grants === 'privilege')
    for (const home of place.homes.filter((state) => state !== place.state)) {
      const seat = judgeSeat(name, home, listIsWhole, place, packs);
      seats.push(seat.is === 'nothing' ? { ...seat, is: 'doubt' } : seat);
    }
  const worst = seats.find(({ is }) => is === 'nothing') ?? seats.find(({ is }) => is === 'doubt');
  if (worst) return worst;
  // Nurse Licensure Compact: only a licence of the state of primary residence is multistate.
  if (grants === 'automatic' && one.residenceState === undefined)
    return { is: 'doubt', reasons: [buildMissingFact('residenceState')] };
  const ends = [compact.row.to, ...seats.map((seat) => (seat.is === 'authority' ? seat.to : null))];
  const to = ends.reduce<string>((first, end) => (end !== null && end < first ? end : first), one.to);
  return { is: 'authority', reasons: [compact.reason, ...seats.flatMap(({ reasons }) => reasons)], to };
}

/** Is this state live in the compact? Membership alone is not. */
function judgeSeat(
  name: string,
  state: StateCode,
  listIsWhole: boolean,
  place: Place,
  packs: RulePacks,
): Worth {
  const member = findRow(packs, 'compact-member', `${name}/${state}`, place.days, 'compact-live');
  if (member.row === null) {
    const isOutside = member.reason.code === 'no-row' && listIsWhole && !isTerritory(state);
    if (!isOutside) return { is: 'doubt', reasons: [member.reason] };
    const whole = findRow(packs, 'compact', name, place.days, 'state-outside-compact');
    return { is: 'nothing', reasons: [{ ...whole.reason, rule: member.reason.rule }] };
  }
  if (member.is !== 'sure') return { is: 'doubt', reasons: [member.reason] };
  const { status } = member.row.value;
  if (status === 'live')
    return { is: 'authority', reasons: [member.reason], to: member.row.to ?? '9999-12-31' };
  if (status === 'not-member') return nothing('state-outside-compact', member);
  // A compact that is only enacted there has issued nothing; an automatic right does not exist yet.
  if (status === 'enacted' && name === 'NLC') return nothing('compact-not-live', member);
  return { is: 'doubt', reasons: [{ ...member.reason, code: 'compact-not-known-live' }] };
}

function compactOf(one: Credential, profession: LicensureFacts['profession']): string | null {
  if (one.kind === 'psypact-apit') return 'PSYPACT';
  if (one.compact !== undefined) {
    const name = one.compact.trim().toUpperCase();
    return NAMES[name] ?? name;
  }
  // A nurse's multistate licence is one of the Nurse Licensure Compact: there is no other.
  const isNurse = profession === 'nurse' || profession === 'advanced-practice-nurse';
  return one.kind === 'multistate-licence' && isNurse ? 'NLC' : null;
}

const nothing = (code: string, found: Found<'compact' | 'compact-member'>): Worth => ({
  is: 'nothing',
  reasons: [{ ...found.reason, code }],
});
