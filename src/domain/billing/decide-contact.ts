// Virtual check-in and e-visit: short contacts that the patient began, that neither follow a visit nor
// lead to one. They are not telehealth visits: ordinary place of service, no modifier.
import {
  buildFactReason,
  buildMissingFact,
  findRow,
  listRows,
  onDay,
  type RulePacks,
  type RuleReason,
} from '#domain/rules';
import { needsReview, refuse, refuseFor, type Verdict } from './charge-answer.ts';
import type { ChargeFacts } from './charge-question.ts';
import { buildLine } from './claim-lines.ts';
import type { PayerRule } from './find-payer-rule.ts';
import { barOf } from './judge-period.ts';

/** Days after a related visit in which a contact belongs to that visit; the seventh is one of them. */
const RELATED_DAYS = 7;

export function decideContact(facts: ChargeFacts, rule: PayerRule, packs: RulePacks): Verdict {
  const refusals = listRefusals(facts);
  if (refusals.length > 0) return refuse(...refusals);
  const { of, field, minutes } = countOf(facts);
  const missing = (
    ['patientIsNew', 'patientInitiated', 'relatedVisitDaysAgo', 'leadsToVisitWithin24h'] as const
  )
    .filter((name) => facts[name] === undefined)
    .map((name) => buildMissingFact(name));
  if (minutes === undefined) return needsReview(...missing, buildMissingFact(field));
  const rows = listRows(packs, 'care-code')
    .flatMap(([{ key, value }]) => (value.counts?.of === of ? [{ key, from: value.counts.from ?? 0 }] : []))
    .sort((a, b) => a.from - b.from);
  const reached = rows.findLast(({ from }) => minutes >= from);
  const { key } = reached ?? rows[0] ?? { key: of };
  const found = findRow(packs, 'care-code', key, onDay(facts.serviceDate), 'minutes');
  if (found.row === null) return needsReview(found.reason);
  const higher = rows.find(({ from }) => minutes < from);
  const wouldChange = higher ? [{ fact: field, to: higher.from, gives: higher.key }] : [];
  if (!reached) return refuseFor(wouldChange, { ...found.reason, code: 'too-few-minutes' });
  if (missing.length > 0) return needsReview(...missing);
  // Eleven minutes begin the next code; what lies past the last code, no row speaks of.
  if (minutes >= (found.row.value.counts?.to ?? Number.POSITIVE_INFINITY) + 1)
    return needsReview({ ...found.reason, code: 'past-the-last-code' });
  const bar = barOf(key, new Set(facts.alreadyBilled), found, packs);
  if (bar) return refuse(bar);
  return {
    is: 'proposal',
    lines: [buildLine(key, 1, facts, rule)],
    reasons: [found.reason],
    reviews: found.is === 'sure' ? [] : [found.reason],
    alternatives: [],
    wouldChange,
  };
}

function listRefusals(facts: ChargeFacts): RuleReason[] {
  const refusals: RuleReason[] = [];
  const add = (code: string, fact: string, carc: string): void =>
    void refusals.push({ ...buildFactReason(code, fact), carc });
  if (facts.patientIsNew === true) add('established-patients-only', 'patientIsNew', '96');
  if (facts.patientInitiated === false) add('patient-did-not-begin-it', 'patientInitiated', '96');
  const days = facts.relatedVisitDaysAgo;
  if (typeof days === 'number' && days <= RELATED_DAYS)
    add('within-seven-days-of-visit', 'relatedVisitDaysAgo', '97');
  if (facts.leadsToVisitWithin24h === true) add('leads-to-a-visit', 'leadsToVisitWithin24h', '97');
  return refusals;
}

function countOf(facts: ChargeFacts): { of: string; field: string; minutes: number | undefined } {
  if (facts.service === 'e-visit')
    return {
      of: 'seven-day-minutes',
      field: 'cumulativeMinutes7Days',
      minutes: facts.cumulativeMinutes7Days,
    };
  const minutes = facts.medicalDiscussionMinutes ?? facts.totalMinutes;
  return { of: 'discussion-minutes', field: 'medicalDiscussionMinutes', minutes };
}
