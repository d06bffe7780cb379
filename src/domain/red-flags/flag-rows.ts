// Which rows speak of signs and of who answers, on a day and at a place; which signs are asked of whom. It looks at
// nothing that anybody said.
import { covers, type Days, listDays, listRows, onDay, type RulePacks, type RuleRow } from '#domain/rules';
import type { CrisisLine } from './crisis-line.ts';
import type { RedFlagFacts, Urgency } from './red-flag-question.ts';

export type SignRow = RuleRow<'red-flag'>;
/** Where the person is, and when. */
export type Where = Pick<RedFlagFacts, 'at' | 'patientState' | 'patientCountry'>;

const CHILD_UNTIL = 18;

export const daysOf = ({ at, patientState }: Where): Days =>
  patientState ? listDays(at, patientState) : onDay(new Date(at).toISOString().slice(0, 10));

export function listSignRows(where: Where, packs: RulePacks): SignRow[] {
  const days = daysOf(where);
  return listRows(packs, 'red-flag').flatMap((same) => pickRow(same, days) ?? []);
}

export const isAsked = ({ value }: SignRow, ageYears: number | undefined): boolean =>
  value.asked === 'of-everybody' ||
  (value.asked === 'of-children' && (ageYears === undefined || ageYears < CHILD_UNTIL));

/** The row that stands on the day; where none stands any more the last one, since forgetting a sign would lower. */
function pickRow<K extends 'red-flag' | 'crisis-line'>(
  same: readonly RuleRow<K>[],
  days: Days,
): RuleRow<K> | undefined {
  return (
    same.find((row) => covers(row, days)) ??
    [...same].sort((one, other) => (other.to ?? '9999').localeCompare(one.to ?? '9999'))[0]
  );
}

/** Abroad none of our numbers reaches anybody; the caller says "your local emergency number". */
export function listCrisisLines(
  where: Where,
  signs: readonly SignRow[],
  urgency: Urgency,
  packs: RulePacks,
): CrisisLine[] {
  const { patientState, patientCountry } = where;
  if (patientCountry !== undefined && patientCountry !== 'US') return [];
  const days = daysOf(where);
  const wanted = new Set(signs.flatMap(({ value }) => value.lines));
  // Where the urgency comes from somebody else's word, both doors are shown.
  if (urgency === 'emergency' || urgency === 'crisis') for (const door of ['911', '988']) wanted.add(door);
  return listRows(packs, 'crisis-line')
    .flatMap((same) => pickRow(same, days) ?? [])
    .filter(({ key, value }) => {
      const isHere = value.places === 'everywhere' || !patientState || value.places.includes(patientState);
      return wanted.has(key) && isHere;
    })
    .map(({ key, value: { call, text, press, spanish } }) => ({
      line: key,
      call,
      text: text ?? null,
      press: press ?? null,
      spanish: spanish ?? null,
    }))
    .sort((one, other) => rank(one.line, urgency) - rank(other.line, urgency));
}

/** What is wanted most stands first. */
const rank = (line: string, urgency: Urgency): number => {
  if (line === '911') return urgency === 'emergency' ? 0 : 1;
  return line === '988' ? (urgency === 'emergency' ? 1 : 0) : 2;
};
