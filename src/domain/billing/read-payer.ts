// Which kind of payer a line of the chart's coverage names, where it says so without doubt. Only ever a suggestion:
// a person confirms who pays.
import type { CoverageRow } from '#domain/chart';
import type { ChargeFacts } from './charge-question.ts';

type Payer = ChargeFacts['payer'];

/** Source of Payment Typology (NAHDO), by the head of its code; recalled. `1` alone may be a plan of Medicare's. */
const BY_TYPOLOGY: readonly (readonly [head: string, kind: Payer['kind']])[] = [
  ['11', 'medicare-advantage'],
  ['12', 'medicare-b'],
  ['2', 'medicaid'],
  ['32', 'va'],
  ['5', 'commercial'],
  ['6', 'commercial'],
  ['81', 'self-pay'],
];

/** Null: it does not say, or says two things. */
export function readPayer({ payer, plan, text, codes }: CoverageRow): Payer | null {
  const words = [payer, plan, text].filter((one) => one !== null).join(' ');
  const code = codes.find(({ system }) => system === 'https://nahdo.org/sopt')?.code ?? '';
  const byCode = BY_TYPOLOGY.find(([head]) => code.startsWith(head))?.[1] ?? null;
  const byWords = kindByWords(words);
  if (byCode !== null && byWords !== null && byCode !== byWords) return null;
  const kind = byCode ?? byWords;
  if (kind === null) return null;
  return kind === 'commercial' && payer !== null ? { kind, name: payer } : { kind };
}

function kindByWords(words: string): Payer['kind'] | null {
  if (/\bmedicare\b/i.test(words)) {
    if (/\b(advantage|part c|hmo|ppo)\b/i.test(words)) return 'medicare-advantage';
    return /\bpart b\b/i.test(words) ? 'medicare-b' : null;
  }
  if (/\bmedicaid\b/i.test(words)) return 'medicaid';
  return /\bself[- ]?pay\b/i.test(words) ? 'self-pay' : null;
}
