// What every answer of a rule carries, whatever the rule: its reasons with their sources, and the packs read.

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
}

/** A rule pack that was read for an answer. */
export interface PackRead {
  readonly pack: string;
  readonly version: string;
  /** The day as of which the pack was written. */
  readonly asOf: string;
}
