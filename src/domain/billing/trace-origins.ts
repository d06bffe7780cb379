// Where each answer of the decision-making comes from, kept with it: as proposed and from what, otherwise, or own. An
// answer that stays as it was keeps its origin: what the records say later did not bear on it.
import type { DecisionMaking } from './decision-making.ts';
import { MDM_QUESTIONS, type MdmOrigin, type MdmOrigins, type MdmProposal } from './decision-making-wire.ts';

interface Before {
  readonly said: DecisionMaking | undefined;
  readonly origins: MdmOrigins;
}

/** `proposal` null: this person was shown none. */
export function traceOrigins(
  before: Before,
  said: DecisionMaking,
  proposal: MdmProposal | null,
  me: Pick<MdmOrigin, 'by' | 'at'>,
): MdmOrigins {
  return Object.fromEntries(
    MDM_QUESTIONS.flatMap((question) => {
      const answer = said[question];
      if (answer === null) return [];
      const earlier = before.origins[question];
      if (earlier && isSame(before.said?.[question], answer)) return [[question, earlier]];
      const proposed = proposal?.[question] ?? null;
      const is = proposed === null ? 'own' : isSame(proposed.value, answer) ? 'as-proposed' : 'otherwise';
      return [[question, { is, evidence: proposed?.evidence ?? [], by: me.by, at: me.at }]];
    }),
  );
}

/** Flat values, whatever the order of their parts. */
function isSame(one: unknown, other: unknown): boolean {
  const print = (value: unknown) =>
    typeof value === 'object' && value !== null
      ? JSON.stringify(Object.entries(value).toSorted(([a], [b]) => a.localeCompare(b)))
      : JSON.stringify(value);
  return print(one) === print(other);
}
