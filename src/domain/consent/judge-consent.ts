// Whether one person's recorded consents hold at a moment, for one kind. Knows no law of a state.
import { addMonths, type Days, listDays, type StateCode } from '#domain/rules';
import type { ConsentFacts, GivenConsent, Participant } from './consent-question.ts';

export interface Terms {
  readonly kind: GivenConsent['kind'];
  readonly version: string;
  readonly at: string;
  /** The same moment as days of the patient's state, in which a year is counted. */
  readonly state: StateCode;
  readonly days: Days;
  readonly modality: ConsentFacts['modality'];
  /** How long a yes holds. */
  readonly months: number;
  /** Below this age nobody consents alone. */
  readonly majority: number;
  /** Only a consent given for this modality by name counts. */
  readonly ownModality: boolean;
}

/** Why a consent does not hold, nearest to holding last. */
const WHYS = [
  'not-given',
  'given-later',
  'old-version',
  'older-than-allowed',
  'other-modality',
  'withdrawn',
  'representative-of-an-adult',
  'minor-alone',
  'age-unknown',
] as const;
export type Why = (typeof WHYS)[number];

/** Null: it holds. The reason nearest to holding is told, for that is what a person can mend. */
export function judgeConsent(person: Participant, terms: Terms): Why | null {
  const own = person.consents.filter(({ kind }) => kind === terms.kind);
  const whys = own.map((consent) => whyNot(consent, person, terms, own));
  if (whys.includes(null)) return null;
  return WHYS.findLast((why) => whys.includes(why)) ?? 'not-given';
}

function whyNot(
  consent: GivenConsent,
  person: Participant,
  terms: Terms,
  own: readonly GivenConsent[],
): Why | null {
  const at = Date.parse(terms.at);
  if (Date.parse(consent.givenAt) > at) return 'given-later';
  if (consent.version !== terms.version) return 'old-version';
  const given = listDays(consent.givenAt, terms.state).first;
  if (terms.days.last > addMonths(given, terms.months)) return 'older-than-allowed';
  const isOther = consent.modality === undefined ? terms.ownModality : consent.modality !== terms.modality;
  if (isOther) return 'other-modality';
  if (consent.withdrawnAt && Date.parse(consent.withdrawnAt) <= at) return 'withdrawn';
  if (own.some((other) => takesBack(other, consent, at))) return 'withdrawn';
  return whoMayNot(consent, person, terms.majority);
}

/** Who takes back the same consent given twice has not left the earlier one standing: the last word counts. */
function takesBack(other: GivenConsent, consent: GivenConsent, at: number): boolean {
  if (!other.withdrawnAt) return false;
  const withdrawn = Date.parse(other.withdrawnAt);
  const isSameWay = !other.modality || !consent.modality || other.modality === consent.modality;
  return isSameWay && withdrawn <= at && Date.parse(consent.givenAt) < withdrawn;
}

/** A minor does not consent alone; a parent does not speak for a grown person; of a patient either needs the age. */
function whoMayNot({ by = 'self' }: GivenConsent, person: Participant, majority: number): Why | null {
  const { ageYears: age } = person;
  const isUnknown = age === undefined && person.role === 'patient';
  if (by === 'self' || by === 'parent') {
    if (isUnknown) return 'age-unknown';
    if (by === 'self') return age !== undefined && age < majority ? 'minor-alone' : null;
    return age !== undefined && age >= majority ? 'representative-of-an-adult' : null;
  }
  return null;
}
