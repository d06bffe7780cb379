// From what is on record and what was answered to the rule's question, and the proposal for this visit. A fact that is
// missing is named; a visit in two places is always for a person's eye.
import { buildFactReason, buildMissingFact, type RulePacks } from '#domain/rules';
import type { ChargeAnswer } from './charge-answer.ts';
import { CHARGE_FIELDS, type ChargeAnswers, type ChargeField } from './charge-answers.ts';
import type { ChargeFacts } from './charge-question.ts';
import { decideCharge } from './decide-charge.ts';
import { decideLevel } from './decision-making.ts';
import type { Prefilled } from './prefill-answers.ts';

export interface Collected {
  /** What a person said, and where nobody did, what the records say. */
  readonly answers: ChargeAnswers;
  /** Prefilled by the visit or as usual, and not confirmed. */
  readonly unconfirmed: readonly ChargeField[];
  /** Said otherwise than the visit's records. Choosing one of two recorded places is no change. */
  readonly changed: readonly ChargeField[];
}

export function collectAnswers(prefilled: Prefilled, said: ChargeAnswers): Collected {
  const from = (field: ChargeField) => prefilled.from[field];
  const differs = (field: ChargeField) =>
    JSON.stringify(said[field]) !== JSON.stringify(prefilled.answers[field]);
  const isRecorded = (field: ChargeField) =>
    (field === 'patientPlace' && prefilled.places.some(({ where }) => where.place === said.patientPlace)) ||
    (field === 'patientState' && prefilled.places.some(({ where }) => where.state === said.patientState));
  return {
    answers: { ...prefilled.answers, ...said },
    unconfirmed: CHARGE_FIELDS.filter((field) => from(field) !== undefined && said[field] === undefined),
    changed: CHARGE_FIELDS.filter(
      (field) => from(field) === 'visit' && said[field] !== undefined && differs(field) && !isRecorded(field),
    ),
  };
}

export interface Rest {
  readonly visitId: string;
  readonly prefilled: Prefilled;
  /** Codes of other charges that stand for this patient and day. */
  readonly alreadyBilled: readonly string[];
}

export function proposeCharge(answers: ChargeAnswers, rest: Rest, packs: RulePacks): ChargeAnswer {
  const { serviceDate, payer, modality, service, decisionMaking, ...others } = answers;
  if (!serviceDate || !modality || !service || payer === undefined || payer === 'not-known')
    return nothingYet(answers, packs);
  const level = decisionMaking ? decideLevel(decisionMaking).level : null;
  const facts: ChargeFacts = {
    ...others,
    ...{ id: rest.visitId, serviceDate, payer, modality, service },
    ...(level && { mdm: level }),
    alreadyBilled: [...rest.alreadyBilled],
  };
  const answer = decideCharge(facts, packs);
  return answer.lines.length > 0 ? lookTwice(answer, facts, rest, packs) : answer;
}

function nothingYet(answers: ChargeAnswers, packs: RulePacks): ChargeAnswer {
  const isOpen = (field: ChargeField) => answers[field] === undefined || answers[field] === 'not-known';
  return {
    outcome: 'needs-review',
    reasons: (['service', 'serviceDate', 'payer', 'modality'] as const).filter(isOpen).map(buildMissingFact),
    packs: packs.read.billing,
    lines: [],
    alternatives: [],
    wouldChange: [],
    hold: false,
    avoids: [],
    nationalRates: [],
  };
}

/** At home and elsewhere in one visit: proposed for the one, the other beside it, and a person must look. */
function lookTwice(
  answer: ChargeAnswer,
  facts: ChargeFacts,
  { prefilled }: Rest,
  packs: RulePacks,
): ChargeAnswer {
  const isHome = (place: string | undefined) => place === 'home';
  const kinds = new Set(prefilled.places.map(({ where }) => isHome(where.place)));
  if (kinds.size < 2) return answer;
  const other = prefilled.places.find(({ where }) => isHome(where.place) !== isHome(facts.patientPlace));
  const there = other && decideCharge({ ...facts, patientPlace: other.where.place }, packs);
  return {
    ...answer,
    outcome: 'propose-with-review',
    reasons: [...answer.reasons, buildFactReason('two-places', 'patientPlace')],
    alternatives: [
      ...answer.alternatives,
      ...(there && there.lines.length > 0
        ? [{ lines: there.lines, separatedBy: 'the other place on the visit’s record' }]
        : []),
    ],
  };
}

const RULE_FIELDS: Readonly<Record<string, ChargeField>> = { mdm: 'decisionMaking' };

/** The field a missing fact asks for; null: it is not one of a visit's. */
export function fieldOf(rule: string): ChargeField | null {
  const head = rule.split('.')[0] ?? '';
  return RULE_FIELDS[head] ?? CHARGE_FIELDS.find((field) => field === head) ?? null;
}
