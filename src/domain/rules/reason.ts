// What every answer of a rule carries, whatever the rule: its reasons with their sources, and the packs read.
import type { RuleRow, Verified } from './rule-row.ts';

/** One reason for an answer. `code` is literal and stable; words for people stand with the screens. */
export interface RuleReason {
  readonly code: string;
  /** The row or rule that speaks, or the name of the missing field where `code` is `missing-fact`. */
  readonly rule: string;
  /** Where it is written: a law, a payer's text, the product's own policy. */
  readonly source: string;
  /** Days the rule stands, inclusive, in the patient's state; null where it has no such end. */
  readonly effectiveFrom: string | null;
  readonly effectiveTo: string | null;
  /** How well the row was read; absent where no row speaks. */
  readonly certainty?: RuleRow['certainty'];
  /** The claim adjustment reason code (CARC) this would draw as a denial. */
  readonly carc?: string;
  /** Who verified the row, when and what: present where the site's own pack overrides. */
  readonly verified?: Verified;
}

/** A rule pack that was read for an answer. */
export interface PackRead {
  readonly pack: string;
  readonly version: string;
  /** The day as of which the pack was written. */
  readonly asOf: string;
}

/** A reason that rests on a row, with the row's source and days. */
export function buildReason(code: string, row: RuleRow): RuleReason {
  return {
    code,
    rule: row.id,
    source: row.source ?? 'no source given',
    effectiveFrom: row.from,
    effectiveTo: row.to,
    certainty: row.certainty,
    ...(row.verified && { verified: row.verified }),
  };
}

/** A fact that would decide and was not given; `field` is its name in the question. */
export function buildMissingFact(field: string): RuleReason {
  return {
    code: 'missing-fact',
    rule: field,
    source: 'the question',
    effectiveFrom: null,
    effectiveTo: null,
  };
}

/** A reason that lies in the facts themselves: no row of a pack speaks. */
export function buildFactReason(code: string, rule: string): RuleReason {
  return { code, rule, source: 'the question', effectiveFrom: null, effectiveTo: null };
}
