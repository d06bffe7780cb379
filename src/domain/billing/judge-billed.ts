// What was billed for the same day already: duplicates, codes nobody knows, codes Medicare does not take.
import { buildFactReason, findRow, listRows, onDay, type RulePacks, type RuleReason } from '#domain/rules';
import type { ChargeLine } from './charge-answer.ts';
import type { ChargeFacts } from './charge-question.ts';

const KINDS = ['em-level', 'psychotherapy', 'care-code', 'rate'] as const;
/** Visits by either family of codes; 98016 is a check-in and none. */
const VISIT = /^(99(20[2-5]|21[1-5])|980(0\d|1[0-5]))$/;
const SESSION = /^9083[2-8]$/;

/** Codes that have no row of their own: what payers' rows name, and the add-ons of prolonged time. */
function isNamed(code: string, packs: RulePacks): boolean {
  const named = listRows(packs, 'payer-rule').flatMap(([{ value }]) =>
    [value.codes, value.offer].flatMap((codes) => Object.values(codes ?? {})),
  );
  const added = listRows(packs, 'prolonged').map(([{ value }]) => value.addOn);
  return named.includes(code) || added.includes(code);
}

export function judgeBilled(
  facts: ChargeFacts,
  lines: readonly ChargeLine[],
  kind: ChargeFacts['payer']['kind'],
  packs: RulePacks,
): { refusal: RuleReason } | { reviews: RuleReason[] } {
  const day = onDay(facts.serviceDate);
  const billed = [...new Set(facts.alreadyBilled)];
  const again = lines.find(({ code }) => billed.includes(code));
  if (again) return { refusal: { ...buildFactReason('billed-already', again.code), carc: '18' } };
  // CMS value file: status I is not valid for Medicare, whoever's pack proposed it.
  for (const { code } of kind === 'medicare-b' ? lines : []) {
    const rate = findRow(packs, 'rate', code, day, 'not-valid-for-medicare');
    if (rate.row?.value.status === 'I') return { refusal: { ...rate.reason, carc: '181' } };
  }
  const reviews = billed.flatMap((code) => {
    const deleted = findRow(packs, 'deleted-code', code, day, 'code-deleted');
    if (deleted.row) return [{ ...deleted.reason, carc: '181' }];
    const isKnown = KINDS.some((one) => packs.rows.has(`${one}/${code}`)) || isNamed(code, packs);
    return isKnown ? [] : [buildFactReason('unknown-code', code)];
  });
  if (facts.service === 'office-visit' && billed.some((code) => VISIT.test(code)))
    reviews.push(buildFactReason('another-visit-that-day', 'alreadyBilled'));
  if (facts.service === 'psychotherapy' && billed.some((code) => SESSION.test(code)))
    reviews.push(buildFactReason('another-session-that-day', 'alreadyBilled'));
  return { reviews };
}
