// What one person's answers come to: a no said in this visit, by anybody who may speak for them, stands before every
// yes; a yes of an earlier visit is carried over, unless the last word of those days was a no. Knows no law and no text.
import type { GivenConsent } from './consent-question.ts';
import type { ListeningAnswer, ListeningPurpose } from './listening.ts';
import { versionAgreedTo } from './text-version.ts';

/** `none`: asked, and not answered in a way that still counts. */
export type LastWord = 'none' | 'yes' | 'no' | 'taken-back';

export interface Standing<Answer extends ListeningAnswer = ListeningAnswer> {
  readonly word: LastWord;
  /** As the consent rule asks for them. */
  readonly consents: readonly GivenConsent[];
  /** The answer the word rests on; null for `none`. */
  readonly answer: Answer | null;
}

const isYes = ({ agreed, withdrawnAt }: ListeningAnswer): boolean => agreed && withdrawnAt === null;

/** `answers`: oldest first, of anybody. */
export function listStanding<Answer extends ListeningAnswer>(
  answers: readonly Answer[],
  subject: string,
  purpose: ListeningPurpose,
): Standing<Answer> {
  const own = answers.filter((one) => one.subject === subject && one.purpose === purpose);
  const now = listCounting(own.filter(({ isOfThisVisit }) => isOfThisVisit));
  const against = now.findLast((one) => !isYes(one));
  if (against)
    return {
      word: against.agreed ? 'taken-back' : 'no',
      consents: against.agreed ? [asGiven(against)] : [],
      answer: against,
    };
  const earlier = own.filter(({ isOfThisVisit }) => !isOfThisVisit);
  const last = earlier.at(-1);
  const carried = last && isYes(last) ? earlier.filter(isYes) : [];
  const standing = [...carried, ...now];
  const answer = standing.at(-1) ?? null;
  return { word: answer ? 'yes' : 'none', consents: standing.map(asGiven), answer };
}

/** Of each who spoke: the no they ended with, or every yes since their last no (one may be to each of two texts). */
function listCounting<Answer extends ListeningAnswer>(answers: readonly Answer[]): Answer[] {
  return answers.filter((one, at) => {
    const later = answers.slice(at + 1).filter(({ speaker }) => speaker === one.speaker);
    return isYes(one) ? later.every(isYes) : later.length === 0;
  });
}

function asGiven(one: ListeningAnswer): GivenConsent {
  const { purpose, givenAt, withdrawnAt, modality, language, interpreter, by } = one;
  const version = versionAgreedTo(one);
  return { kind: purpose, version, givenAt, withdrawnAt, modality, language, interpreter, by };
}
