// Where a visit stands with the patient's word on care over video or phone: the last one about the way they meet now, and
// whether a yes still covers that way and the text in force. Whether it counts in law, the consent rule says.
import { isTextInForce, splitVersion, type TextVersions } from './text-version.ts';

/** One word as the register keeps it. `modality` null: the text spoke of both ways, and so does the word. */
export interface WordOnCare {
  readonly agreed: boolean;
  readonly withdrawnAt: string | null;
  readonly version: string;
  readonly modality: 'video' | 'audio' | null;
  /** The words that stand under this version today are those that were read. */
  readonly isTextAsRead: boolean;
  /** `spoken`: a clinician heard it and wrote it down. Taking back is always the patient's own act. */
  readonly way: 'signed' | 'spoken';
}

/**
 * The text has another version; the words under its version were changed since; the place where they are has words of
 * its own; they meet another way; the place asks for writing, and the yes was spoken.
 */
export const ASKS_AGAIN = ['new-text', 'changed-text', 'new-place', 'new-way', 'in-writing'] as const;
export type AsksAgain = (typeof ASKS_AGAIN)[number];

export interface CareStand<Word extends WordOnCare = WordOnCare> {
  readonly word: 'given' | 'refused' | 'taken-back' | null;
  /** A yes that does not reach to what is now: they are asked again, and why. Null: it does, or there is none. */
  readonly asksAgain: AsksAgain | null;
  /** A yes that a clinician hears may be written down; not where the patient's own act said no to this. */
  readonly mayAgreeAloud: boolean;
  /** What `word` rests on. */
  readonly last: Word | null;
}

export interface CareNow {
  readonly texts: TextVersions;
  /** USPS code of where the patient is; null: nobody knows. */
  readonly state: string | null;
  readonly modality: 'video' | 'audio';
  /** The law of the place asks for writing, for certain. */
  readonly needsWriting: boolean;
}

/** `words`: of the patient's side, oldest first. Taking back takes back each yes, whichever way it was for. */
export function decideCareWord<Word extends WordOnCare>(
  words: readonly Word[],
  { modality, ...now }: CareNow,
): CareStand<Word> {
  const speaksOfNow = (one: WordOnCare) => one.modality === null || one.modality === modality;
  // A no to the telephone is none to video; who said nothing of this way yet is heard in what they said last.
  const last = words.findLast(speaksOfNow) ?? words.at(-1);
  if (!last) return { word: null, asksAgain: null, mayAgreeAloud: true, last: null };
  if (last.agreed && last.withdrawnAt !== null)
    return { word: 'taken-back', asksAgain: null, mayAgreeAloud: false, last };
  const isOwnNo = !last.agreed && last.way === 'signed' && speaksOfNow(last);
  if (!last.agreed) return { word: 'refused', asksAgain: null, mayAgreeAloud: !isOwnNo, last };
  const standing = words.filter(({ agreed, withdrawnAt }) => agreed && withdrawnAt === null);
  const asksAgain = whyAgain(standing, now, speaksOfNow);
  return { word: 'given', asksAgain, mayAgreeAloud: true, last };
}

/** What is nearest to holding is told: that is what is left to ask. */
function whyAgain<Word extends WordOnCare>(
  standing: readonly Word[],
  { texts, state, needsWriting }: Omit<CareNow, 'modality'>,
  speaksOfNow: (word: Word) => boolean,
): AsksAgain | null {
  const isThisVersion = ({ version }: Word) => isTextInForce(version, texts, state);
  const toThisText = standing.filter((word) => isThisVersion(word) && word.isTextAsRead);
  const holding = toThisText.filter(speaksOfNow);
  if (holding.length > 0)
    return needsWriting && holding.every(({ way }) => way === 'spoken') ? 'in-writing' : null;
  if (toThisText.length > 0) return 'new-way';
  if (standing.some((word) => isThisVersion(word) && speaksOfNow(word))) return 'changed-text';
  const isElsewheres = (word: Word) =>
    !isThisVersion(word) && splitVersion(word.version).version === texts.version;
  return standing.some(isElsewheres) ? 'new-place' : 'new-text';
}
