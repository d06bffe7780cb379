// An office visit by video or phone: which level, with what on top. The payer's row is already known.
import { buildMissingFact, type RulePacks, type RuleReason } from '#domain/rules';
import {
  type ChargeAlternative,
  needsReview,
  refuseFor,
  type Verdict,
  type WouldChange,
} from './charge-answer.ts';
import type { ChargeFacts } from './charge-question.ts';
import { buildLine } from './claim-lines.ts';
import type { PayerRule } from './find-payer-rule.ts';
import { findProlonged, type Ladder, type Level, listLevels, listRungs } from './list-levels.ts';

/** Psychotherapy beside a visit, and psychotherapy instead of one. */
const WITH_VISIT = ['90833', '90836', '90838'];

export function decideVisit(
  facts: ChargeFacts,
  rule: PayerRule,
  payerClass: 'medicare' | 'other',
  packs: RulePacks,
): Verdict {
  const billed = new Set(facts.alreadyBilled);
  const timeCounts = !WITH_VISIT.some((code) => billed.has(code));
  const family = rule.row.value.family ?? 'office';
  const missing = listMissing(facts, timeCounts, family === 'audio');
  if (missing.length > 0) return needsReview(...missing);

  const ladder = listRungs(family, facts.patientIsNew === true, facts.serviceDate, packs);
  if (ladder.missing.length > 0) return needsReview(...ladder.missing);
  const short = shortOfDiscussion(facts, ladder);
  if (short) return refuseFor(['98016'], short);

  const levels = listLevels(facts, ladder, timeCounts);
  const [best, ...others] = levels;
  // Too short by time; decision-making would still support a level, and nobody said it.
  if (!best) return needsReview(buildMissingFact('mdm'));
  const chosen = build(best, facts, rule, payerClass, packs);
  const rivals = others.map((level) => ({
    lines: build(level, facts, rule, payerClass, packs).lines,
    separatedBy: `${level.by} supports ${level.row.key}; ${best.by} supports more`,
  }));
  return {
    is: 'proposal',
    lines: chosen.lines,
    reasons: chosen.reasons,
    reviews: chosen.reviews,
    alternatives: [...rivals, ...listFamilies(facts, rule, packs)],
    wouldChange: [...listChanges(ladder, best, timeCounts), ...chosen.wouldChange],
  };
}

/** Either method is enough; the one that was not documented is not asked for. */
function listMissing(facts: ChargeFacts, timeCounts: boolean, needsDiscussion: boolean): RuleReason[] {
  const missing: RuleReason[] = [];
  if (facts.patientIsNew === undefined) missing.push(buildMissingFact('patientIsNew'));
  const hasTime = timeCounts && facts.totalMinutes !== undefined;
  if (!hasTime && facts.mdm === undefined) {
    if (timeCounts) missing.push(buildMissingFact('totalMinutes'));
    missing.push(buildMissingFact('mdm'));
  }
  if (needsDiscussion && facts.medicalDiscussionMinutes === undefined)
    missing.push(buildMissingFact('medicalDiscussionMinutes'));
  return missing;
}

/** The audio codes of 2025 want more than ten minutes of medical discussion (jucm.com). */
function shortOfDiscussion(facts: ChargeFacts, { rungs }: Ladder): RuleReason | null {
  const lowest = rungs[0];
  const over = lowest?.row.value.discussionOver;
  if (!lowest || over === undefined || (facts.medicalDiscussionMinutes ?? 0) > over) return null;
  return { ...lowest.reason, code: 'discussion-too-short' };
}

function build(
  level: Level,
  facts: ChargeFacts,
  rule: PayerRule,
  payerClass: 'medicare' | 'other',
  packs: RulePacks,
): Pick<Extract<Verdict, { is: 'proposal' }>, 'lines' | 'reasons' | 'reviews' | 'wouldChange'> {
  const base = buildLine(level.row.key, 1, facts, rule);
  const alone = { lines: [base], reasons: [level.reason], reviews: level.reviews, wouldChange: [] };
  const more = findProlonged(level, facts, payerClass, packs);
  if (more === null) return alone;
  // No row for prolonged time stands that day: the base is sound, the rest is for a person.
  if (!('units' in more)) return { ...alone, reviews: [...level.reviews, more] };
  const gives = more.units === 0 ? more.code : `${more.code} × ${more.units + 1}`;
  const wouldChange = [{ fact: 'totalMinutes', to: more.nextAt, gives }];
  if (more.units === 0) return { ...alone, wouldChange };
  return {
    lines: [base, buildLine(more.code, more.units, facts, rule)],
    reasons: [level.reason, more.reason],
    reviews: [...level.reviews, ...(more.isSure ? [] : [more.reason])],
    wouldChange,
  };
}

/** Where the payer is unknown or checks a list: the telemedicine codes of 2025, which some have adopted. */
function listFamilies(facts: ChargeFacts, rule: PayerRule, packs: RulePacks): ChargeAlternative[] {
  if (facts.payer.kind !== 'commercial' || rule.row.value.family || !rule.row.value.review) return [];
  const family = facts.modality === 'audio' ? 'audio' : 'av';
  const ladder = listRungs(family, facts.patientIsNew === true, facts.serviceDate, packs);
  const best = listLevels(facts, ladder, true)[0];
  const discussion = facts.medicalDiscussionMinutes ?? 0;
  if (!best || discussion <= (best.row.value.discussionOver ?? -1)) return [];
  const { lines } = build(best, facts, rule, 'other', packs);
  return [
    {
      lines: lines.map((line) => ({ ...line, modifiers: [] })),
      separatedBy: 'the payer has adopted the telemedicine codes of 2025',
    },
  ];
}

/** The next level up, by each method. */
function listChanges({ rungs }: Ladder, best: Level, timeCounts: boolean): WouldChange[] {
  const next = rungs.find(({ row }) => row.value.minutes > best.row.value.minutes);
  if (!next) return [];
  return [
    ...(timeCounts ? [{ fact: 'totalMinutes', to: next.row.value.minutes, gives: next.row.key }] : []),
    { fact: 'mdm', to: next.row.value.mdm, gives: next.row.key },
  ];
}
