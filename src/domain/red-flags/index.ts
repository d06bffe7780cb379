// Signs that cannot wait for a visit, and who answers at once. Raises only; names no disease.
import type { PackRead, RuleReason } from '#domain/rules';
import type { Urgency } from './red-flag-question.ts';

export { findRedFlags } from './find-red-flags.ts';
export { type RedFlagFacts, RedFlagQuestion, URGENCIES, type Urgency } from './red-flag-question.ts';

/** Somebody who answers at once where the patient is. */
export interface CrisisLine {
  /** Key of its row: `911`, `988`, `988-veterans` … */
  readonly line: string;
  readonly call: string;
  readonly text: string | null;
  /** What to press after the call is answered. */
  readonly press: string | null;
  /** What is pressed or sent for Spanish. */
  readonly spanish: string | null;
}

export interface RedFlagAnswer {
  readonly outcome: Urgency;
  readonly flags: readonly {
    readonly flag: string;
    readonly urgency: 'emergency' | 'crisis';
    readonly by: 'answer' | 'words';
  }[];
  /** Most wanted first; empty abroad, where only the place's own number helps. */
  readonly crisisLines: readonly CrisisLine[];
  readonly reasons: readonly RuleReason[];
  readonly packs: readonly PackRead[];
}
