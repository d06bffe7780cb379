// Which signs that cannot wait a person told, in answers or in their own words, and who answers at once where they are.
// It names no disease and it only ever raises: no answer, no missing row and no old row makes anything less urgent.
import {
  buildFactReason,
  buildMissingFact,
  buildReason,
  covers,
  type Days,
  type RulePacks,
  type RuleReason,
} from '#domain/rules';
import { daysOf, isAsked, listCrisisLines, listSignRows, type SignRow } from './flag-rows.ts';
import { foldWords, saysSo } from './fold-words.ts';
import type { RedFlagAnswer } from './index.ts';
import { listGravest } from './list-gravest.ts';
import { highest, type RedFlagFacts } from './red-flag-question.ts';

interface Told {
  row: SignRow;
  by: 'answer' | 'words';
}

/** `facts.at` is the moment asked about: no clock is read. */
export function findRedFlags(facts: Omit<RedFlagFacts, 'id'>, packs: RulePacks): RedFlagAnswer {
  const days = daysOf(facts);
  const rows = listSignRows(facts, packs);
  const said = new Map(listGravest(facts.answers).map(({ flag, said: what }) => [flag, what]));
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
  const told = highest([
    'none-found',
    ...found.map(({ row }) => row.value.urgency),
    ...(doubts.length > 0 ? (['needs-review'] as const) : []),
  ]);
  const urgency = highest([facts.urgency ?? 'none-found', told]);
  const reasons = [
    ...(urgency === told ? [] : [buildFactReason('found-before', 'urgency')]),
    ...found.map(({ row, by }) => buildFlagReason(row, by, days)),
    ...doubts,
  ];
  return {
    outcome: urgency,
    flags: found.map(({ row, by }) => ({ flag: row.key, urgency: row.value.urgency, by })),
    crisisLines: listCrisisLines(
      facts,
      found.map(({ row }) => row),
      urgency,
      packs,
    ),
    reasons: reasons.length > 0 ? reasons : [buildFactReason('no-flag-found', 'answers')],
    packs: packs.read['red-flags'],
  };
}

function buildFlagReason(row: SignRow, by: 'answer' | 'words', days: Days): RuleReason {
  const code = covers(row, days) ? `flag-by-${by}` : 'flag-of-an-old-row';
  return buildReason(code, row);
}
