// Letters that turn the writing round, where whole texts of the record are shown as they are: documents, raw forms.

/** As in isolate.ts (Unicode UAX #9, 2). */
const TURNING = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;
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
