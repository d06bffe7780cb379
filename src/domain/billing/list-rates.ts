// Medicare's national amounts of the proposed codes, for information: before locality, and never a promise.
import { findRow, onDay, type RulePacks } from '#domain/rules';
import type { ChargeAnswer, ChargeLine } from './charge-answer.ts';
import type { ChargeFacts } from './charge-question.ts';

/** POS 02 is paid as in a facility, 10 and 11 as outside one. A code without an amount is left out. */
export function listRates(
  facts: ChargeFacts,
  lines: readonly ChargeLine[],
  packs: RulePacks,
): ChargeAnswer['nationalRates'] {
  if (facts.payer.kind !== 'medicare-b') return [];
  return lines.flatMap(({ code, pos }) => {
    const { row } = findRow(packs, 'rate', code, onDay(facts.serviceDate), 'rate');
    const usd = pos === '02' ? row?.value.facility : row?.value.home;
    return usd == null ? [] : [{ code, usd }];
  });
}
