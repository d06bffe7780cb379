// What somebody is asked before a visit, each sign with who answers at once where they are: so a page can say it at the
// press itself, without asking anybody.
import type { RulePacks } from '#domain/rules';
import type { CrisisLine } from './crisis-line.ts';
import { isAsked, listCrisisLines, listSignRows, type SignRow, type Where } from './flag-rows.ts';
import { highest, type Urgency } from './red-flag-question.ts';

export interface AskedSign {
  readonly flag: string;
  readonly urgency: 'emergency' | 'crisis';
  readonly crisisLines: readonly CrisisLine[];
}

/** Every sign there is a row of, also those nobody is asked in writing: for who writes down what was said aloud. */
export function listAllSigns(where: Where, packs: RulePacks): readonly AskedSign[] {
  return listSignRows(where, packs).map((row) => tellOf(row, where, packs));
}

/** In the order of the pack. `ageYears` undefined: not known, and asked as a child. */
export function listAskedSigns(
  where: Where,
  ageYears: number | undefined,
  packs: RulePacks,
): readonly AskedSign[] {
  return listSignRows(where, packs)
    .filter((row) => isAsked(row, ageYears))
    .map((row) => tellOf(row, where, packs));
}

const tellOf = (row: SignRow, where: Where, packs: RulePacks): AskedSign => ({
  flag: row.key,
  urgency: row.value.urgency,
  crisisLines: listCrisisLines(where, [row], row.value.urgency, packs),
});

/** Who answers at once for signs that were found before, where the person is now. */
export function listLinesFor(flags: readonly string[], where: Where, packs: RulePacks): CrisisLine[] {
  const rows = listSignRows(where, packs).filter(({ key }) => flags.includes(key));
  const urgency: Urgency = highest(rows.map(({ value }) => value.urgency));
  // A sign whose row went out of the packs since: the two doors stay.
  const isForgotten = flags.length > rows.length;
  return listCrisisLines(where, rows, isForgotten ? highest([urgency, 'crisis']) : urgency, packs);
}
