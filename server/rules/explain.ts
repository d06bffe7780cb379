// An answer in words: what comes out, then each rule with its source, its days and how sure it is.
import type { PackRead, RowKind, RuleReason } from '#domain/rules';
import type { Answer, Unreadable } from './answer-line.ts';
import { REASON_WORDS } from './reason-words.ts';
import { CONDITION_WORDS, LACK_WORDS, ROW_WORDS, RULE_WORDS } from './row-words.ts';

const OUTCOMES: Readonly<Record<string, string>> = {
  propose: 'Proposed. A person confirms it.',
  'propose-with-review': 'Proposed, and a person must look first.',
  refuse: 'Not billable as stated.',
  'needs-review': 'Nobody can say from what is known: a person must look.',
  allow: 'Yes.',
  'allow-by-exception': 'Yes, by a signed exception.',
  'allow-with-conditions': 'Yes, under the conditions below.',
  block: 'No.',
  invalid: 'The question could not be read.',
  off: 'Off.',
  emergency: 'This cannot wait for a visit: 911 now.',
  crisis: 'Somebody who listens now, before any visit.',
  'none-found': 'No sign that cannot wait was told. That is no finding that all is well.',
};

/** What an answer may carry beside its outcome; each topic has some of it. */
interface Parts {
  packs?: readonly PackRead[];
  lines?: readonly Line[];
  alternatives?: readonly { lines: readonly Line[]; separatedBy: string }[];
  wouldChange?: readonly { fact: string; to: unknown; gives: string }[];
  hold?: boolean;
  basis?: { kind: string; state: string | null; to: string } | null;
  expiresAt?: string | null;
  recording?: { outcome: string; reasons: readonly RuleReason[] };
  aiListening?: { outcome: string; reasons: readonly RuleReason[] };
  missing?: readonly { participant: string; kind: string; why: string }[];
  conditions?: readonly string[];
  crisisLines?: readonly { line: string; call: string; text: string | null; press: string | null }[];
}
interface Line {
  code: string;
  modifiers: readonly string[];
  pos: string | null;
  units: number;
}

export function explain(answer: Answer | Unreadable): string {
  const head = [`${answer.id ?? '(no id)'}: ${answer.outcome}`, `  ${OUTCOMES[answer.outcome] ?? ''}`];
  if ('errors' in answer)
    return [...head, ...answer.errors.map(({ path, message }) => `  ${path || '/'}: ${message}`)].join('\n');
  const parts = answer as Parts;
  return [
    ...head,
    ...listParts(parts, answer.outcome),
    'Why',
    ...answer.reasons.map(sayReason),
    ...saySide('Recording', parts.recording),
    ...saySide('AI listening', parts.aiListening),
    'Rule packs',
    ...(parts.packs ?? []).map(({ pack, version, asOf }) => `  - ${pack} ${version}, as of ${asOf}`),
  ].join('\n');
}

function listParts(parts: Parts, outcome: string): string[] {
  const { basis, expiresAt } = parts;
  return [
    ...block('Claim lines', (parts.lines ?? []).map(sayLine)),
    ...(parts.hold ? ['  On that date the law had lapsed and claims were held; it was restored later.'] : []),
    ...(basis ? [`  Rests on ${basis.kind} ${basis.state ?? ''} until ${basis.to}.`] : []),
    ...(expiresAt ? [`  Holds until ${expiresAt}.`] : []),
    ...block('Who answers at once', (parts.crisisLines ?? []).map(sayCrisisLine)),
    ...block(
      outcome === 'block' ? 'What would lift it' : 'Conditions',
      (parts.conditions ?? []).map((code) => `${CONDITION_WORDS[code] ?? ''} [${code}]`.trim()),
    ),
    ...block(
      'Missing',
      (parts.missing ?? []).map(
        ({ participant, kind, why }) => `${kind} of ${participant}: ${LACK_WORDS[why] ?? why}`,
      ),
    ),
    ...block(
      'Instead',
      (parts.alternatives ?? []).map(
        ({ lines, separatedBy }) => `${lines.map(sayLine).join(' + ')}: ${separatedBy}`,
      ),
    ),
    ...block(
      'What would change it',
      (parts.wouldChange ?? []).map(({ fact, to, gives }) => `${fact} = ${String(to)}: ${gives}`),
    ),
  ];
}

const block = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [title, ...lines.map((line) => `  - ${line}`)];

function saySide(title: string, side: Parts['recording']): string[] {
  return side ? [`${title}: ${side.outcome}`, ...side.reasons.map(sayReason)] : [];
}

function sayLine({ code, modifiers, pos, units }: Line): string {
  const marks = modifiers.length > 0 ? `modifier ${modifiers.join(', ')}` : 'no modifier';
  return `${code} × ${units}, ${marks}, ${pos === null ? 'no place of service' : `place of service ${pos}`}`;
}

function sayCrisisLine({ line, call, text, press }: NonNullable<Parts['crisisLines']>[number]): string {
  return `${line}: call ${call}${press ? `, press ${press}` : ''}${text ? `; text ${text}` : ''}`;
}

function sayReason(reason: RuleReason): string {
  const { code, rule, source, effectiveFrom: from, effectiveTo: to, certainty, carc, verified } = reason;
  const days = from || to ? `stands ${from ?? '…'} to ${to ?? 'no end known'}` : 'no end';
  const lines = [
    `  - ${wordsOf(code, rule)} [${code}]`,
    `      rule ${rule}; ${certainty ? `${days}; ${certainty}` : 'from the facts'}`,
    ...(certainty ? [`      source: ${source}`] : []),
    ...(carc ? [`      would be denied as CARC ${carc}`] : []),
    ...(verified
      ? [`      the site’s own row: ${verified.what}, verified by ${verified.by} on ${verified.on}`]
      : []),
  ];
  return lines.join('\n');
}

/** Codes of a doubt about a row, or of its absence: the row itself is then named in words. */
const DOUBTS = new Set([
  ...['no-row', 'row-not-yet', 'row-ran-out', 'recalled-row', 'single-source-row', 'disputed-row'],
  ...['row-without-source', 'overlapping-rows'],
]);

function wordsOf(code: string, rule: string): string {
  const words = REASON_WORDS[code] ?? code;
  const about = ROW_WORDS[rule.split('/')[0] as RowKind];
  if (DOUBTS.has(code) && about) return words.replace(/\.$/, `: ${about}.`);
  return code === 'payer-rule' || code === 'place-of-service' ? (RULE_WORDS[rule] ?? words) : words;
}
