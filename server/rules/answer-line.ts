// One line in, one line out: reads a question for a topic, asks the rule, and says what could not be read.
// The form is a contract with whoever checks the rules from outside.
import { type ChargeFacts, ChargeQuestion, decideCharge } from '#domain/billing';
import { type ConsentFacts, ConsentQuestion, decideConsent } from '#domain/consent';
import { decideLicensure, type LicensureFacts, LicensureQuestion } from '#domain/licensure';
import { decidePrescribing, type PrescribingFacts, PrescribingQuestion } from '#domain/prescribing';
import { findRedFlags, type RedFlagFacts, RedFlagQuestion } from '#domain/red-flags';
import { type Question, type RulePacks, type RuleReason, readQuestion, type Topic } from '#domain/rules';

/** An answer as it is written; its further members depend on the topic. */
export type Answer = {
  readonly id: string;
  readonly outcome: string;
  readonly reasons: readonly RuleReason[];
};
export interface Unreadable {
  readonly id: string | null;
  readonly outcome: 'invalid';
  readonly errors: readonly { readonly path: string; readonly message: string }[];
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

function answered<T extends { id: string }>(
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
    const errors = [{ path: '', message: 'not one JSON object' }];
    return { ok: false, answer: { id: null, outcome: 'invalid', errors } };
  }
  const read = RULES[topic](asked, packs);
  if (read.ok) return { ok: true, answer: read.facts };
  return { ok: false, answer: { id: idOf(asked), outcome: 'invalid', errors: read.errors } };
}

function idOf(asked: unknown): string | null {
  const id = typeof asked === 'object' && asked !== null ? (asked as { id?: unknown }).id : undefined;
  return typeof id === 'string' ? id : null;
}
