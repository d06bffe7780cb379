// Psychotherapy, crisis and group: which code the minutes support. Minutes are the clinician's own.
import { buildFactReason, buildMissingFact, findRow, listRows, onDay, type RulePacks } from '#domain/rules';
import { needsReview, refuse, refuseFor, type Verdict, type WouldChange } from './charge-answer.ts';
import type { ChargeFacts } from './charge-question.ts';
import { buildLine } from './claim-lines.ts';
import type { PayerRule } from './find-payer-rule.ts';

const VISIT = /^99(20[2-5]|21[1-5])$/;
const NOT_WITH_CRISIS = /^9083[2-8]$/;

export function decideTherapy(facts: ChargeFacts, rule: PayerRule, packs: RulePacks): Verdict {
  const billed = [...new Set(facts.alreadyBilled)];
  if (facts.service === 'group-psychotherapy') return decideBy('group', facts, rule, packs);
  if (facts.totalMinutes === undefined) return needsReview(buildMissingFact('totalMinutes'));
  if (facts.service === 'psychotherapy-crisis') {
    const rival = billed.find((code) => NOT_WITH_CRISIS.test(code));
    if (rival) return refuse({ ...buildFactReason('excluded-by-billed', rival), carc: '97' });
    return decideCrisis(facts, rule, packs);
  }
  if (billed.includes('90839'))
    return refuse({ ...buildFactReason('excluded-by-billed', '90839'), carc: '97' });
  const visit = billed.find((code) => VISIT.test(code));
  if (visit === undefined) return decideBy('alone', facts, rule, packs);
  // Beside a visit of the same day the add-on is billed, and the visit stands on decision-making alone.
  const verdict = decideBy('with-visit', facts, rule, packs);
  if (verdict.is !== 'proposal') return verdict;
  const note = buildFactReason('visit-level-by-decision-making-only', visit);
  return { ...verdict, reviews: [...verdict.reviews, note] };
}

function decideBy(
  use: 'alone' | 'with-visit' | 'group',
  facts: ChargeFacts,
  rule: PayerRule,
  packs: RulePacks,
): Verdict {
  const minutes = facts.totalMinutes ?? 0;
  const rows = listRows(packs, 'psychotherapy')
    .flatMap(([{ key, value }]) => (value.use === use ? [{ key, from: value.min ?? 0 }] : []))
    .sort((a, b) => a.from - b.from);
  // Half a minute past the end of a range still belongs to it: the next one is not reached.
  const reached = rows.findLast(({ from }) => minutes >= from);
  const { key } = reached ?? rows[0] ?? { key: use };
  const verdict = propose(key, 1, facts, rule, packs);
  if (verdict.is !== 'proposal') return verdict;
  const higher = rows.find(({ from }) => minutes < from);
  const wouldChange = higher ? [{ fact: 'totalMinutes', to: higher.from, gives: higher.key }] : [];
  if (reached) return { ...verdict, wouldChange };
  return refuseFor(wouldChange, ...verdict.reasons.map((reason) => ({ ...reason, code: 'too-few-minutes' })));
}

/** 30–74 minutes one code; from 75 on the add-on, one for each further 30. */
function decideCrisis(facts: ChargeFacts, rule: PayerRule, packs: RulePacks): Verdict {
  const minutes = facts.totalMinutes ?? 0;
  const rows = listRows(packs, 'psychotherapy').map(([row]) => row);
  const base = rows.find(({ value }) => value.use === 'crisis');
  const more = rows.find(({ value }) => value.use === 'crisis-more');
  if (!base || !more) return needsReview(buildFactReason('no-row', 'psychotherapy/90839'));
  const first = propose(base.key, 1, facts, rule, packs);
  if (first.is !== 'proposal') return first;
  const least = base.value.min ?? 0;
  if (minutes < least)
    return refuseFor(
      [{ fact: 'totalMinutes', to: least, gives: base.key }, ...listInstead(minutes, packs)],
      ...first.reasons.map((reason) => ({ ...reason, code: 'too-few-minutes' })),
    );
  const from = more.value.min ?? Number.POSITIVE_INFINITY;
  if (minutes < from) return { ...first, wouldChange: [{ fact: 'totalMinutes', to: from, gives: more.key }] };
  const units = 1 + Math.floor((minutes - from) / 30);
  const second = propose(more.key, units, facts, rule, packs);
  if (second.is !== 'proposal') return second;
  return {
    is: 'proposal',
    lines: [...first.lines, ...second.lines],
    reasons: [...first.reasons, ...second.reasons],
    reviews: [...first.reviews, ...second.reviews],
    alternatives: [],
    wouldChange: [{ fact: 'totalMinutes', to: from + 30 * units, gives: `${more.key} × ${units + 1}` }],
  };
}

/** Too short for a crisis, and yet long enough for psychotherapy. */
function listInstead(minutes: number, packs: RulePacks): WouldChange[] {
  const rows = listRows(packs, 'psychotherapy')
    .flatMap(([{ key, value }]) => (value.use === 'alone' ? [{ key, from: value.min ?? 0 }] : []))
    .sort((a, b) => a.from - b.from);
  const reached = rows.findLast(({ from }) => minutes >= from);
  return reached ? [{ fact: 'service', to: 'psychotherapy', gives: reached.key }] : [];
}

function propose(
  code: string,
  units: number,
  facts: ChargeFacts,
  rule: PayerRule,
  packs: RulePacks,
): Verdict {
  const found = findRow(packs, 'psychotherapy', code, onDay(facts.serviceDate), 'minutes');
  if (found.row === null) return needsReview(found.reason);
  return {
    is: 'proposal',
    lines: [buildLine(code, units, facts, rule)],
    reasons: [found.reason],
    reviews: found.is === 'sure' ? [] : [found.reason],
    alternatives: [],
    wouldChange: [],
  };
}
