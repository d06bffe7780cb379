// What one credential is worth in the place where the patient is, in the words its judges hand each other. It knows no
// rule.
import type { Days, RuleReason, StateCode } from '#domain/rules';
import type { Credential } from './licensure-question.ts';

interface Authority {
  readonly is: 'authority';
  readonly reasons: readonly RuleReason[];
  /** The last day it holds. */
  readonly to: string;
}
export interface Doubt {
  readonly is: 'doubt';
  readonly reasons: readonly RuleReason[];
}
export interface Nothing {
  readonly is: 'nothing';
  readonly reasons: readonly RuleReason[];
  /** The place of which a row of the packs says so; absent where the credential itself falls short. */
  readonly saidOf?: StateCode;
}
export type Worth = Authority | Doubt | Nothing;

export interface Place {
  readonly state: StateCode;
  readonly days: Days;
  readonly at: string;
  /** States of residence by the licences on record: what a compact gives elsewhere grows out of one. */
  readonly homes: readonly StateCode[];
}

/** Holds as long as the credential and every row it rests on; null: that row has no end. */
export const authority = (
  one: Credential,
  reasons: readonly RuleReason[],
  ...ends: (string | null)[]
): Authority => ({ is: 'authority', reasons, to: earliest(one.to, ...ends) ?? one.to });

export const doubt = (...reasons: RuleReason[]): Doubt => ({ is: 'doubt', reasons });

export const nothing = (reason: RuleReason, saidOf?: StateCode): Nothing => ({
  is: 'nothing',
  reasons: [reason],
  ...(saidOf && { saidOf }),
});

/** The first of these days; null is no end, and where nothing ends there is none. */
export const earliest = (...days: (string | null)[]): string | null =>
  days.filter((day) => day !== null).sort()[0] ?? null;
