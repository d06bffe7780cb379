// Modifiers and place of service of a line, as the payer's row wants them for this visit.
import { findRow, onDay, type RulePacks, type RuleReason } from '#domain/rules';
import type { ChargeLine } from './charge-answer.ts';
import type { ChargeFacts } from './charge-question.ts';
import { type PayerRule, placeOf } from './find-payer-rule.ts';

export function buildLine(code: string, units: number, facts: ChargeFacts, { row }: PayerRule): ChargeLine {
  return { code, modifiers: listModifiers(row.value, facts), pos: posOf(row.value, facts), units };
}

function listModifiers(rule: PayerRule['row']['value'], { modality }: ChargeFacts): readonly string[] {
  if (rule.modifiers !== 'by-modality') return rule.modifiers ?? [];
  return [modality === 'audio' ? '93' : '95'];
}

/** 10: telehealth, patient in the own home. 02: telehealth, patient elsewhere (CMS place-of-service set). */
function posOf(rule: PayerRule['row']['value'], facts: ChargeFacts): string | null {
  if (rule.pos !== 'by-place') return rule.pos ?? null;
  return placeOf(facts) === 'home' ? '10' : '02';
}

/** The rows that define the places of these lines; a place whose row does not stand has no claim. */
export function judgePlaces(
  lines: readonly ChargeLine[],
  facts: ChargeFacts,
  packs: RulePacks,
): { reasons: RuleReason[]; doubts: RuleReason[]; missing: RuleReason[] } {
  const places = [...new Set(lines.flatMap(({ pos }) => pos ?? []))];
  const found = places.map((pos) =>
    findRow(packs, 'place-code', pos, onDay(facts.serviceDate), 'place-of-service'),
  );
  const those = (is: (typeof found)[number]['is']): RuleReason[] =>
    found.filter((one) => one.is === is).map(({ reason }) => reason);
  return { reasons: those('sure'), doubts: those('doubtful'), missing: those('missing') };
}
