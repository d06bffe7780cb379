// How a visit stands after everything that was said of signs in it. Signs add up and never go: a later "no" stands
// beside the "yes", an acknowledgement says who has seen it, and a question is closed only by an answer.
import type { RuleReason } from '#domain/rules';
import { highest, type SignAnswer, type Urgency } from './red-flag-question.ts';
import type { KeptSignWord, SignWay, ToldBy } from './sign-word.ts';

export interface FoundSign {
  readonly flag: string;
  readonly urgency: 'emergency' | 'crisis';
  readonly by: 'answer' | 'words';
  /** The gravest answer; null: named in their own words alone. */
  readonly said: 'yes' | 'unsure' | null;
  /** When it was told first, and by whom. */
  readonly at: string;
  readonly saidBy: KeptSignWord['saidBy'];
  readonly name: string | null;
  /** Whose word staff wrote down; null: whoever said it, told it here themselves. */
  readonly toldBy: ToldBy | null;
  /** The row that raised it, as it stood then. */
  readonly reason: RuleReason | null;
}

export interface Standing {
  readonly urgency: Urgency;
  /** The patient's side was asked and answered, or left it open knowingly. */
  readonly isTold: boolean;
  /** The gravest first, then as they were told. */
  readonly found: readonly FoundSign[];
  /** Signs that were asked and never answered. */
  readonly open: readonly string[];
  /** Position of the last word that wants to be seen; 0: none. */
  readonly upTo: number;
  /** Who saw everything that stands here; null: nobody yet. */
  readonly acknowledged: { readonly by: string | null; readonly at: string } | null;
}

type Told = Extract<KeptSignWord, { kind: 'told' }>;

/** `words`: of one visit, in their order; nothing said at all is "needs review". */
export function decideStanding(words: readonly KeptSignWord[]): Standing {
  const told = words.filter((one): one is Told => one.kind === 'told');
  const found = listFound(told);
  const open = listOpen(told);
  const hasDoubt = told.some(({ answer }) => answer.reasons.some(({ code }) => code === 'unknown-flag'));
  const isTold = told.some(({ way }) => way === 'asked');
  const urgency = highest([
    ...found.map((one) => one.urgency),
    ...(open.length > 0 || hasDoubt || !isTold ? (['needs-review'] as const) : []),
  ]);
  const upTo = told.findLast(({ answer }) => answer.outcome !== 'none-found')?.position ?? 0;
  const seen = words.findLast((one) => one.kind === 'acknowledged' && one.upTo >= upTo);
  return {
    ...{ urgency, isTold, found, open, upTo },
    acknowledged: upTo > 0 && seen ? { by: seen.name, at: seen.at } : null,
  };
}

function listFound(told: readonly Told[]): FoundSign[] {
  const found = new Map<string, FoundSign>();
  for (const { answers, answer, at, saidBy, name, toldBy = null } of told)
    for (const { flag, urgency, by } of answer.flags) {
      const said = answers.find((one) => one.flag === flag && one.said !== 'no')?.said;
      const isGraver = said === 'yes' || (said === 'unsure' && found.get(flag)?.said !== 'yes');
      const now = { by, said: said === 'yes' || said === 'unsure' ? said : null };
      const before = found.get(flag);
      if (before) found.set(flag, isGraver ? { ...before, ...now } : before);
      else {
        const reason = answer.reasons.find(({ rule }) => rule === `red-flag/${flag}`) ?? null;
        found.set(flag, { flag, urgency, ...now, at, saidBy, name, toldBy, reason });
      }
    }
  const all = [...found.values()];
  return [
    ...all.filter(({ urgency }) => urgency === 'emergency'),
    ...all.filter(({ urgency }) => urgency === 'crisis'),
  ];
}

/** What the question left out, unless it was answered at another time, by whomever of the patient's side. */
function listOpen(told: readonly Told[]): string[] {
  const answered = new Set<string>(
    told.flatMap(({ answers }) => answers.map(({ flag }: SignAnswer) => flag)),
  );
  const found = new Set(told.flatMap(({ answer }) => answer.flags.map(({ flag }) => flag)));
  const missing = told
    .filter(({ way }) => way === 'asked')
    .flatMap(({ answer }) => answer.reasons.filter(({ code }) => code === 'missing-fact'))
    .map(({ rule }) => rule.replace('answers/', ''));
  return [...new Set(missing)].filter((flag) => !answered.has(flag) && !found.has(flag));
}

/** What a chat names, or staff write down, is shown to nobody as what they told. */
const OWN_WAYS: readonly SignWay[] = ['asked', 'reported'];

/** What one person may be told of what they themselves said: whether they have heard who answers at once. */
export function decideOwnStage(
  words: readonly KeptSignWord[],
  personKey: string,
): { stage: 'to-ask' | 'to-hear' | 'told'; flags: string[] } {
  const own = words.filter((one) => one.personKey === personKey);
  const told = own.filter((one): one is Told => one.kind === 'told' && OWN_WAYS.includes(one.way));
  const flags = [...new Set(told.flatMap(({ answer }) => answer.flags.map(({ flag }) => flag)))];
  const raised = told.findLast(({ answer }) => answer.flags.length > 0)?.position ?? 0;
  const hasGoneOn = own.some(({ kind, position }) => kind === 'went-on' && position > raised);
  if (told.length === 0) return { stage: 'to-ask', flags };
  return { stage: raised > 0 && !hasGoneOn ? 'to-hear' : 'told', flags };
}
