// Which signs that cannot wait a person told, in answers or in their own words, and who answers at once where they are.
// It names no disease and it only ever raises: no answer, no missing row and no old row makes anything less urgent.
import {
  buildFactReason,
  buildMissingFact,
  buildReason,
  covers,
  type Days,
  listDays,
  listRows,
  onDay,
  type RulePacks,
  type RuleReason,
  type RuleRow,
} from '#domain/rules';
import { foldWords, saysSo } from './fold-words.ts';
import type { CrisisLine, RedFlagAnswer } from './index.ts';
import { type RedFlagFacts, URGENCIES, type Urgency } from './red-flag-question.ts';

const CHILD_UNTIL = 18;

interface Told {
  row: RuleRow<'red-flag'>;
  by: 'answer' | 'words';
}

/** `facts.at` is the moment asked about: no clock is read. */
export function findRedFlags(facts: RedFlagFacts, packs: RulePacks): RedFlagAnswer {
  const days = facts.patientState ? listDays(facts.at, facts.patientState) : onDay(dayOf(facts.at));
  const rows = listRows(packs, 'red-flag').flatMap((same) => pickRow(same, days) ?? []);
  const said = new Map(facts.answers.map(({ flag, said: what }) => [flag, what]));
  const own = foldWords(facts.reason ?? '');
  const found = rows.flatMap((row): Told[] => {
    const answer = said.get(row.key);
    // Who is not sure is taken at the graver word.
    if (answer === 'yes' || answer === 'unsure') return [{ row, by: 'answer' }];
    const isSaid = [...row.value.words.en, ...row.value.words.es].some((words) => saysSo(own, words));
    return isSaid ? [{ row, by: 'words' }] : [];
  });
  const known = new Set(rows.map(({ key }) => key));
  const doubts = [
    ...rows
      .filter((row) => isAsked(row, facts.ageYears) && !said.has(row.key))
      .map(({ key }) => buildMissingFact(`answers/${key}`)),
    // A sign that no row tells of: somebody said yes to something, and nobody here knows what.
    ...facts.answers
      .filter(({ flag, said: what }) => !known.has(flag) && what !== 'no')
      .map(({ flag }) => buildFactReason('unknown-flag', `answers/${flag}`)),
  ];
  const urgency = highest([
    facts.urgency ?? 'none-found',
    ...found.map(({ row }) => row.value.urgency),
    ...(doubts.length > 0 ? (['needs-review'] as const) : []),
  ]);
  const reasons = [...found.map(({ row, by }) => buildFlagReason(row, by, days)), ...doubts];
  const wanted = new Set(found.flatMap(({ row }) => row.value.lines));
  return {
    outcome: urgency,
    flags: found.map(({ row, by }) => ({ flag: row.key, urgency: row.value.urgency, by })),
    crisisLines: listLines(facts, wanted, urgency, packs),
    reasons: reasons.length > 0 ? reasons : [buildFactReason('no-flag-found', 'answers')],
    packs: packs.read['red-flags'],
  };
}

const isAsked = ({ value }: RuleRow<'red-flag'>, ageYears: number | undefined): boolean =>
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

function buildFlagReason(row: RuleRow<'red-flag'>, by: 'answer' | 'words', days: Days): RuleReason {
  const code = covers(row, days) ? `flag-by-${by}` : 'flag-of-an-old-row';
  return buildReason(code, row);
}

function highest(all: readonly Urgency[]): Urgency {
  return all.reduce((one, other) => (URGENCIES.indexOf(other) > URGENCIES.indexOf(one) ? other : one));
}

/** Abroad none of our numbers reaches anybody; the caller says "your local emergency number". */
function listLines(
  { patientState, patientCountry, at }: RedFlagFacts,
  wanted: Set<string>,
  urgency: Urgency,
  packs: RulePacks,
): CrisisLine[] {
  if (patientCountry !== undefined && patientCountry !== 'US') return [];
  const days = patientState ? listDays(at, patientState) : onDay(dayOf(at));
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

const dayOf = (at: string): string => new Date(at).toISOString().slice(0, 10);
