// Which question of the check-in stands on the screen: the one that was turned to, else the first without an answer.
// Whoever went past the signs without telling them is not brought back: nothing about them may hold anybody up.
import type { CheckInQuestion } from '#domain/visit';

/** Null: all is answered, or need not be. */
export function questionAt(
  missing: readonly CheckInQuestion[],
  { chosen, isPastSigns }: { chosen: CheckInQuestion | null; isPastSigns: boolean },
): CheckInQuestion | null {
  if (chosen !== null) return chosen;
  return missing.find((question) => question !== 'signs' || !isPastSigns) ?? null;
}
