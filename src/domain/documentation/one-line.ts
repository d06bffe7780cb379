// What others typed (names, addresses, the EHR's words) on one line of a note: no line of its own, nothing that turns
// the direction of what follows. The clinician's own text never comes by here.

/** Line ends of any kind and further controls; marks that turn writing around (UAX #9); half characters. */
const BREAKING = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu;

export function printOneLine(text: string): string {
  return text.replace(BREAKING, ' ').replace(/ {2,}/g, ' ').trim();
}
