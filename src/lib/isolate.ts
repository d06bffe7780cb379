// Words from outside between words of ours: a name written right to left, or one that carries signs which
// turn the writing round, must not move what stands beside it, nor look like another name.

/** Scripts written right to left (Unicode blocks of Hebrew, Arabic, Syriac, Thaana, N'Ko and later ones). */
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;
/** Embeddings, overrides, isolates and their ends, and the marks (Unicode UAX #9, 2). */
const TURNING = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

const FIRST_STRONG_ISOLATE = '\u2068';
const END_OF_ISOLATE = '\u2069';

/**
 * The same words, held apart from their surroundings where they run the other way (UAX #9, 6.3). A turning
 * sign becomes `\uFFFD`, so that whoever reads sees that the record holds something odd. Plain words stay as they are.
 */
export function isolate(words: string): string {
  const shown = words.replace(TURNING, '\uFFFD');
  const isApart = RIGHT_TO_LEFT.test(shown);
  return isApart ? `${FIRST_STRONG_ISOLATE}${shown}${END_OF_ISOLATE}` : shown;
}
