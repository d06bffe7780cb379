// Which row of the payers' table speaks for this service: the first that matches, by its order. A row that
// matches and does not stand on the day is not passed over for a later one.
import { findRow, listRows, onDay, type RulePacks, type RuleReason, type RuleRow } from '#domain/rules';
import type { ChargeFacts } from './charge-question.ts';

export interface PayerRule {
  readonly row: RuleRow<'payer-rule'>;
  readonly reason: RuleReason;
  readonly isSure: boolean;
}

type Rule = RuleRow<'payer-rule'>['value'];
export type Place = 'home' | 'away';

/** Home, or anywhere else; null: not said. */
export function placeOf({ patientPlace }: ChargeFacts): Place | null {
  if (patientPlace === undefined) return null;
  return patientPlace === 'home' ? 'home' : 'away';
}

/** Without a place only rows for any place match: whoever asks must have looked for the missing fact. */
export function findPayerRule(
  facts: ChargeFacts,
  packs: RulePacks,
  kind = facts.payer.kind,
): PayerRule | RuleReason {
  const day = onDay(facts.serviceDate);
  const speaking = listRows(packs, 'payer-rule')
    .filter((rows) => rows.some(({ value }) => matches(value, facts, kind)))
    .toSorted(([a], [b]) => a.value.order - b.value.order);
  for (const [first] of speaking) {
    const found = findRow(packs, 'payer-rule', first.key, day, 'payer-rule');
    if (found.row === null) return found.reason;
    if (matches(found.row.value, facts, kind))
      return { row: found.row, reason: found.reason, isSure: found.is === 'sure' };
  }
  return {
    code: 'no-row',
    rule: `payer-rule/${kind}/${facts.service}/${facts.modality}/${placeOf(facts) ?? 'any'}`,
    source: 'no pack loaded',
    effectiveFrom: null,
    effectiveTo: null,
  };
}

function matches(rule: Rule, facts: ChargeFacts, kind: ChargeFacts['payer']['kind']): boolean {
  const place = placeOf(facts);
  return (
    rule.kinds.includes(kind) &&
    rule.services.includes(serviceOf(facts)) &&
    rule.modalities.includes(facts.modality) &&
    (rule.places.length === 2 || (place !== null && rule.places.includes(place))) &&
    (rule.names === undefined || rule.names.includes(plainName(facts.payer.name))) &&
    (rule.plansOf === undefined || rule.plansOf.includes(facts.payer.state ?? ''))
  );
}

/** A stroke seen by video is a service of its own; anything else about it is an ordinary visit. */
function serviceOf(facts: ChargeFacts): Rule['services'][number] {
  const isStroke =
    facts.acuteStroke === true && facts.service === 'office-visit' && facts.modality === 'video';
  return isStroke && facts.payer.kind.startsWith('medicare') ? 'acute-stroke' : facts.service;
}

const plainName = (name = ''): string => name.trim().toLowerCase().replaceAll(/\s+/g, ' ');
