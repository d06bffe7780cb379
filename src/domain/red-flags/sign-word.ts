// What is said of signs in one visit, as it is kept: told once and never changed, in the order in which it was said.
import type { RedFlagAnswer } from './index.ts';
import type { SignAnswer } from './red-flag-question.ts';

/** How a person goes on after the words for a crisis; none of them lowers anything. */
export const GO_ON_WORDS = ['called', 'safe', 'goes-on'] as const;
export type GoOnWord = (typeof GO_ON_WORDS)[number];

/**
 * `asked`: by the question of the check-in. `reported`: by a guest, of their own accord. `chat`: written to the
 * clinician, and the words named a sign. `aloud`: said or seen, and written down by staff.
 */
export const SIGN_WAYS = ['asked', 'reported', 'chat', 'aloud'] as const;
export type SignWay = (typeof SIGN_WAYS)[number];

/** Whose word it was that staff wrote down; `seen`: nobody's, they saw or heard it themselves. */
export const TOLD_BY = ['patient', 'proxy', 'somebody-else', 'seen'] as const;
export type ToldBy = (typeof TOLD_BY)[number];

/** Where they said they were; null: not said. */
export interface PlaceThen {
  readonly state: string | null;
  readonly country: string | null;
}

export type SignWord =
  | {
      readonly kind: 'told';
      readonly way: SignWay;
      /** Of `aloud` alone. */
      readonly toldBy?: ToldBy;
      readonly answers: readonly SignAnswer[];
      /** Their own words; null: none. */
      readonly words: string | null;
      readonly language: 'en' | 'es' | null;
      readonly place: PlaceThen;
      readonly ageYears: number | null;
      /** What the rule said then, of this telling alone. */
      readonly answer: RedFlagAnswer;
    }
  | { readonly kind: 'went-on'; readonly word: GoOnWord }
  /** `upTo`: position of the last word that this person had before them. */
  | { readonly kind: 'acknowledged'; readonly upTo: number };

export type KeptSignWord = SignWord & {
  /** From 1, in each visit. */
  readonly position: number;
  readonly saidBy: 'patient' | 'proxy' | 'staff' | 'guest';
  readonly personKey: string;
  /** As they go by. */
  readonly name: string | null;
  readonly at: string;
};
