// One line in, one line out: reads a question for a topic, asks the rule, and says what could not be read.
// The form is a contract with whoever checks the rules from outside.
import { type ChargeFacts, ChargeQuestion, decideCharge } from '#domain/billing';
import { type ConsentFacts, ConsentQuestion, decideConsent } from '#domain/consent';
import { decideLicensure, type LicensureFacts, LicensureQuestion } from '#domain/licensure';
import { decidePrescribing, type PrescribingFacts, PrescribingQuestion } from '#domain/prescribing';
import { findRedFlags, type RedFlagFacts, RedFlagQuestion } from '#domain/red-flags';
import {
  buildFactReason,
  type PackRead,
  type Question,
  type QuestionFault,
  type RulePacks,
  type RuleReason,
  readQuestion,
  type Topic,
} from '#domain/rules';

/** An answer as it is written; its further members depend on the topic. */
export type Answer = {
  readonly id: string | number;
  readonly outcome: string;
  readonly reasons: readonly RuleReason[];
};
export interface Unreadable {
  readonly id: string | number | null;
  readonly outcome: 'invalid';
  readonly errors: readonly QuestionFault[];
  /** As of every answer: each fault once more, by its place. */
  readonly reasons: readonly RuleReason[];
  readonly packs: readonly PackRead[];
}

type Asked =
  | { readonly ok: true; readonly answer: Answer }
  | { readonly ok: false; readonly answer: Unreadable };

const RULES: Record<Topic, (asked: unknown, packs: RulePacks) => Question<Answer>> = {
  billing: (asked, packs) =>
    answered(readQuestion<ChargeFacts>(ChargeQuestion, asked), (facts) => decideCharge(facts, packs)),
  licensure: (asked, packs) =>
    answered(readQuestion<LicensureFacts>(LicensureQuestion, asked), (facts) =>
      decideLicensure(facts, packs),
    ),
  consent: (asked, packs) =>
    answered(readQuestion<ConsentFacts>(ConsentQuestion, asked), (facts) => decideConsent(facts, packs)),
  prescribing: (asked, packs) =>
    answered(readQuestion<PrescribingFacts>(PrescribingQuestion, asked), (facts) =>
      decidePrescribing(facts, packs),
    ),
  'red-flags': (asked, packs) =>
    answered(readQuestion<RedFlagFacts>(RedFlagQuestion, asked), (facts) => findRedFlags(facts, packs)),
};

function answered<T extends { id: string | number }>(
  question: Question<T>,
  decide: (facts: T) => Omit<Answer, 'id'>,
): Question<Answer> {
  if (!question.ok) return question;
  return { ok: true, facts: { id: question.facts.id, ...decide(question.facts) } };
}

export function answerLine(topic: Topic, line: string, packs: RulePacks): Asked {
  let asked: unknown;
  try {
    asked = JSON.parse(line);
  } catch {
    return refuse(null, [{ path: '', message: 'not one JSON object' }], packs.read[topic]);
  }
  const read = RULES[topic](asked, packs);
  return read.ok ? { ok: true, answer: read.facts } : refuse(asked, read.errors, packs.read[topic]);
}

function refuse(asked: unknown, errors: readonly QuestionFault[], packs: readonly PackRead[]): Asked {
  const reasons = errors.map(({ path }) => buildFactReason('not-readable', path || '/'));
  return { ok: false, answer: { id: idOf(asked), outcome: 'invalid', errors, reasons, packs } };
}

function idOf(asked: unknown): string | number | null {
  const id = typeof asked === 'object' && asked !== null ? (asked as { id?: unknown }).id : undefined;
  return typeof id === 'string' || typeof id === 'number' ? id : null;
}
