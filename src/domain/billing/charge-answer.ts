// The answer of the billing rule, and the parts its steps hand each other.
import type { PackRead, RuleReason } from '#domain/rules';

export interface ChargeLine {
  readonly code: string;
  readonly modifiers: readonly string[];
  /** Place of service; null where the claim has none. */
  readonly pos: string | null;
  readonly units: number;
}

/** A fact that would change the answer, what it would have to be, and what would be billed then. */
export interface WouldChange {
  readonly fact: string;
  readonly to: string | number | boolean;
  readonly gives: string;
}

export interface ChargeAlternative {
  readonly lines: readonly ChargeLine[];
  /** What separates it from the proposal. */
  readonly separatedBy: string;
}

export interface ChargeAnswer {
  readonly outcome: 'propose' | 'propose-with-review' | 'refuse' | 'needs-review';
  readonly reasons: readonly RuleReason[];
  readonly packs: readonly PackRead[];
  /** In claim order; the best supported level first. Empty unless proposed. */
  readonly lines: readonly ChargeLine[];
  readonly alternatives: readonly ChargeAlternative[];
  readonly wouldChange: readonly WouldChange[];
  /** The law had lapsed on that date and claims were held. */
  readonly hold: boolean;
  /** Denials that the place and the modifiers of the lines avoid, by CARC. */
  readonly avoids: readonly { readonly carc: string; readonly rule: string }[];
  /** Medicare's national amounts in US dollars, before locality: for information. */
  readonly nationalRates: readonly { readonly code: string; readonly usd: number }[];
}

/** What a step found. `reviews` are the reasons a person must look at a proposal. */
export type Verdict =
  | {
      readonly is: 'refuse' | 'needs-review';
      readonly reasons: readonly RuleReason[];
      /** Names of what could be done instead, or the fact that would change it. */
      readonly offer: readonly (string | WouldChange)[];
    }
  | {
      readonly is: 'proposal';
      readonly lines: readonly ChargeLine[];
      readonly reasons: readonly RuleReason[];
      readonly reviews: readonly RuleReason[];
      readonly alternatives: readonly ChargeAlternative[];
      readonly wouldChange: readonly WouldChange[];
    };

export const refuse = (...reasons: RuleReason[]): Verdict => ({ is: 'refuse', reasons, offer: [] });
export const needsReview = (...reasons: RuleReason[]): Verdict => ({
  is: 'needs-review',
  reasons,
  offer: [],
});
/** Refused, with what could be done or billed instead. */
export const refuseFor = (offer: readonly (string | WouldChange)[], ...reasons: RuleReason[]): Verdict => ({
  is: 'refuse',
  reasons,
  offer,
});
