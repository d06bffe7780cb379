// Whether the people of a visit agreed to what is about to happen: the visit itself, a recording, AI listening.
import type { PackRead, RuleReason } from '#domain/rules';

export { ageAt } from './age-on.ts';
export { type ConsentFacts, ConsentQuestion, GivenConsent, Participant } from './consent-question.ts';
export { ConsentTextView } from './consent-text.ts';
export {
  ASKS_AGAIN,
  type CareNow,
  type CareStand,
  decideCareWord,
  type WordOnCare,
} from './decide-care-word.ts';
export { decideConsent } from './decide-consent.ts';
export { decideListening, type ListeningAnswerNow, type ListeningFacts } from './decide-listening.ts';
export { findWriting, type WritingDuty } from './find-writing.ts';
export { type LastWord, listStanding, type Standing } from './list-standing.ts';
export { LISTENING_PURPOSES, type ListeningAnswer, type ListeningPurpose } from './listening.ts';
export { judgeText, TEXT_STANDINGS, type TextDigests, type TextStanding } from './text-standing.ts';
export {
  isTextInForce,
  splitVersion,
  type TextVersions,
  versionAgreedTo,
  versionAt,
  versionForRule,
} from './text-version.ts';

/** Recording or AI listening: lacking or refused consent turns it off and never touches the visit. */
export interface SideConsentAnswer {
  readonly outcome: 'allow' | 'off' | 'block';
  readonly reasons: readonly RuleReason[];
}

/** The answer of the consent rule; `outcome` is about the visit itself. */
export interface ConsentAnswer {
  readonly outcome: 'allow' | 'block' | 'needs-review';
  readonly reasons: readonly RuleReason[];
  readonly packs: readonly PackRead[];
  readonly recording: SideConsentAnswer;
  readonly aiListening: SideConsentAnswer;
  readonly missing: readonly {
    readonly participant: string;
    readonly kind: 'telehealth' | 'recording' | 'ai-listening';
    readonly why: string;
  }[];
}
