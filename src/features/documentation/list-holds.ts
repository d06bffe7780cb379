// What holds the signature, by the text that is on the screen now: the rule itself for the text, and the server's
// word, which alone knows it, for person and visit.
import { decideSignable, type NoteDraft, type PulledFact, type SignReason } from '#domain/documentation';
import type { DraftSight } from './draft-keeper.ts';

const OF_THE_TEXT = ['section-empty', 'unknown-fact', 'text', 'conflict'];

export function listHolds(
  { kind, holds }: Pick<NoteDraft, 'kind' | 'holds'>,
  { content, rivals }: Pick<DraftSight, 'content' | 'rivals'>,
  facts: readonly Pick<PulledFact, 'factId'>[],
): SignReason[] {
  const answer = decideSignable({
    kind,
    content,
    role: 'clinician',
    practitioner: 'Practitioner/of-this-session',
    isOfVisit: true,
    isOwnPatient: true,
    visitState: 'ended',
    others: rivals.length,
    isOutdated: false,
    knownFacts: new Set(facts.map(({ factId }) => factId)),
  });
  const told = holds.filter(({ code }) => !OF_THE_TEXT.includes(code));
  return [...told, ...(answer.ok ? [] : answer.reasons)];
}
