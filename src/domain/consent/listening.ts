// Recording and listening by software: what each is called, and one answer to the question as the register keeps it.
import type { GivenConsent } from './consent-question.ts';

/** `recording`: sound or picture is kept. `ai-listening`: software listens, whether or not it keeps anything. */
export const LISTENING_PURPOSES = ['recording', 'ai-listening'] as const;
export type ListeningPurpose = (typeof LISTENING_PURPOSES)[number];

/** Whom an answer is for, and who gave it, are keys of persons; nobody's name stands here. Instants are ISO 8601. */
export interface ListeningAnswer {
  readonly purpose: ListeningPurpose;
  readonly subject: string;
  readonly speaker: string;
  readonly agreed: boolean;
  readonly version: string;
  /** The words that stand under this version today are those that were read. */
  readonly isTextAsRead: boolean;
  readonly language: 'en' | 'es';
  readonly modality: 'video' | 'audio';
  readonly by: NonNullable<GivenConsent['by']>;
  readonly givenAt: string;
  readonly withdrawnAt: string | null;
  /** An interpreter put the question. */
  readonly interpreter: boolean;
  /** False: given in an earlier visit of the same patient. */
  readonly isOfThisVisit: boolean;
}
