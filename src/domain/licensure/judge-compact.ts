// What a credential under an interstate compact gives in the patient's state. Compacts differ: one gives
// nothing by itself, one is automatic, one authorises a person, the others sell a privilege per state.
import {
  buildFactReason,
  buildMissingFact,
  findRow,
  isTerritory,
  type RulePacks,
  type StateCode,
} from '#domain/rules';
import type { Credential, LicensureFacts } from './licensure-question.ts';
import { authority, type Doubt, doubt, type Nothing, nothing, type Place, type Worth } from './worth.ts';

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
  if (name === null) return doubt(buildMissingFact('compact'));
  const compact = findRow(packs, 'compact', name, place.days, 'compact');
  if (compact.row === null) return doubt(compact.reason);
  const { grants, professions, isIssuing, listIsWhole } = compact.row.value;
  const none = (code: string): Worth => nothing({ ...compact.reason, code });
  if (grants === 'nothing') return none('no-authority-by-itself');
  if (!isIssuing) return none('compact-not-issuing');
  if (!professions.includes(profession)) return none('profession-outside-compact');
  if (HOW[one.kind as keyof typeof HOW] !== grants) return none('credential-not-of-this-compact');
  if (compact.is !== 'sure') return doubt(compact.reason);

  if (grants === 'automatic' && one.residenceState === false)
    return nothing(buildFactReason('not-of-the-residence-state', one.kind));
  // A privilege is for one state, an automatic right is of one; who is authorised in person may go to every member.
  if (grants !== 'authorisation' && one.state === undefined) return doubt(buildMissingFact('state'));
  if (grants === 'privilege' && one.state !== place.state)
    return nothing(buildFactReason('privilege-for-another-state', `${one.kind}/${one.state}`));
  const needed = grants === 'automatic' && one.state ? [one.state, place.state] : [place.state];
  const seats = needed.map((state) => judgeSeat(name, state, listIsWhole, place, packs));
  // Both states are live, or there was nobody to grant it: a home that is not contradicts the record.
  for (const home of place.homes.filter((state) => !needed.includes(state))) {
    const seat = judgeSeat(name, home, listIsWhole, place, packs);
    seats.push(seat.is === 'nothing' ? doubt(...seat.reasons) : seat);
  }
  const short = seats.filter((seat) => seat.is !== 'live');
  const worst = short.find(({ is }) => is === 'nothing') ?? short[0];
  if (worst) return worst;
  // Nurse Licensure Compact: only a licence of the state of primary residence is multistate.
  if (grants === 'automatic' && one.residenceState === undefined)
    return doubt(buildMissingFact('residenceState'));
  const live = seats.filter((seat) => seat.is === 'live');
  const reasons = [compact.reason, ...live.flatMap((seat) => seat.reasons)];
  return authority(one, reasons, compact.row.to, ...live.map(({ to }) => to));
}

/** Where the compact is live. `to`: the last day of the row that says so; null: it has no end. */
type Seat =
  | Doubt
  | Nothing
  | { readonly is: 'live'; readonly reasons: Worth['reasons']; readonly to: string | null };

/** Is this state live in the compact? Membership alone is not. */
function judgeSeat(
  name: string,
  state: StateCode,
  listIsWhole: boolean,
  { days }: Place,
  packs: RulePacks,
): Seat {
  const member = findRow(packs, 'compact-member', `${name}/${state}`, days, 'compact-live');
  if (member.row === null) {
    const isOutside = member.reason.code === 'no-row' && listIsWhole && !isTerritory(state);
    if (!isOutside) return doubt(member.reason);
    const whole = findRow(packs, 'compact', name, days, 'state-outside-compact');
    return nothing({ ...whole.reason, rule: member.reason.rule });
  }
  if (member.is !== 'sure') return doubt(member.reason);
  const { status } = member.row.value;
  if (status === 'live') return { is: 'live', reasons: [member.reason], to: member.row.to };
  if (status === 'not-member') return nothing({ ...member.reason, code: 'state-outside-compact' }, state);
  // A compact that is only enacted there has issued nothing; an automatic right does not exist yet.
  if (status === 'enacted' && name === 'NLC')
    return nothing({ ...member.reason, code: 'compact-not-live' }, state);
  return doubt({ ...member.reason, code: 'compact-not-known-live' });
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
