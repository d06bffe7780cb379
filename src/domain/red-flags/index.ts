// Signs that cannot wait for a visit, and who answers at once. Raises only; names no disease.
import type { PackRead, RuleReason } from '#domain/rules';
import type { CrisisLine } from './crisis-line.ts';
import type { Urgency } from './red-flag-question.ts';

export { CrisisLine } from './crisis-line.ts';
export { decideOwnStage, decideStanding, type FoundSign, type Standing } from './decide-standing.ts';
export { findRedFlags } from './find-red-flags.ts';
export { type AskedSign, listAllSigns, listAskedSigns, listLinesFor } from './list-asked-signs.ts';
export {
  highest,
  type RedFlagFacts,
  RedFlagQuestion,
  SignAnswer,
  URGENCIES,
  type Urgency,
} from './red-flag-question.ts';
export * from './sign-word.ts';
export { AskedSignsView, OwnSignsView, SignsLine, SignsView, SignTelling, SignWritten } from './wire.ts';

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
