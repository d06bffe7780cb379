// A visit whose place nobody told: whether the place decides, and what else is unknown wherever it was.
import type { RuleReason } from '#domain/rules';
import { type ChargeLine, needsReview, type Verdict } from './charge-answer.ts';
import type { ChargeFacts } from './charge-question.ts';
import type { PayerRule } from './find-payer-rule.ts';

interface Seen {
  readonly verdict: Verdict;
  /** The payer's row that spoke, or why none did. */
  readonly rule: PayerRule | RuleReason;
}

/**
 * A place that would not decide is not asked for: what comes out alike at home and elsewhere comes out. Else
 * all that is unknown at both is said with it, so that nobody is asked twice. `missing`: what is known to be.
 */
export function judgeUntold(
  facts: ChargeFacts,
  missing: readonly RuleReason[],
  judge: (facts: ChargeFacts) => Seen,
): Verdict {
  if (facts.patientPlace !== undefined) return needsReview(...missing);
  const home = judge({ ...facts, patientPlace: 'home' });
  const away = judge({ ...facts, patientPlace: 'other' });
  if (home.verdict.is !== away.verdict.is) return needsReview(...missing);
  if (home.verdict.is === 'refuse') return home.verdict;
  if (home.verdict.is === 'proposal')
    return isSame(linesOf(home.verdict), linesOf(away.verdict)) ? home.verdict : needsReview(...missing);
  const shared = home.verdict.reasons.filter((one) =>
    away.verdict.reasons.some(({ code, rule }) => code === one.code && rule === one.rule),
  );
  // A row that does not stand stands nowhere; a payer that wants one place of service takes any place.
  const isSettled = shared.some(({ code }) => code !== 'missing-fact') || !isByPlace(home.rule, away.rule);
  return needsReview(...(isSettled && shared.length > 0 ? [] : missing), ...shared);
}

const linesOf = (verdict: Verdict): readonly ChargeLine[] => (verdict.is === 'proposal' ? verdict.lines : []);
const isSame = (one: object, other: object): boolean => JSON.stringify(one) === JSON.stringify(other);
const isByPlace = (home: Seen['rule'], away: Seen['rule']): boolean =>
  !('row' in home && 'row' in away) || home.row.id !== away.row.id || home.row.value.pos === 'by-place';
