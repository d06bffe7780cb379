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

/** Every text within rows of the record, held apart. Not to be done twice: the signs it sets would then look odd. */
export function isolateWithin<Value>(value: Value): Value;
export function isolateWithin(value: unknown): unknown {
  if (typeof value === 'string') return isolate(value);
  if (Array.isArray(value)) return value.map((one) => isolateWithin(one));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, isolateWithin(part)]));
}

/** Left-to-right and right-to-left override: the only signs that make letters read in another order than written. */
const OVERRIDES = /[\u202D\u202E]/g;

/**
 * For whole documents, which stand in a box of their own and may rightly be written right to left: marks and
 * embeddings stay, what turns single letters round is shown as odd.
 */
export function showOverrides(words: string): string {
  return words.replace(OVERRIDES, '\uFFFD');
}

/** JSON as text, with turning signs written as JSON itself may write them: the same value, nothing obeyed. */
export function escapeTurning(json: string): string {
  return json.replace(TURNING, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
