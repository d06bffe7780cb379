// May this visit be recorded, may software listen, now? What a recorder or a scribe must ask before every moment of
// listening. Off is the answer to everything that is not known. It never says anything about the visit itself.
import { buildFactReason, type PackRead, type RulePacks, type RuleReason } from '#domain/rules';
import type { ConsentFacts } from './consent-question.ts';
import { decideSide } from './decide-side.ts';
import type { ListeningPurpose } from './listening.ts';

export interface ListeningFacts {
  readonly purpose: ListeningPurpose;
  /** The site uses something for this purpose at all. */
  readonly isOffered: boolean;
  /** The clinician asked everybody in this visit. */
  readonly isAsked: boolean;
  /** Care is being given. */
  readonly isGoingOn: boolean;
  /** The gate of the visit says yes at this moment: licence, consent to telehealth, identity, place. */
  readonly isGateOpen: boolean;
  /** What the consent rule is asked; its `wants` follow from the purpose. */
  readonly question: Omit<ConsentFacts, 'wants'>;
}

export interface ListeningAnswerNow {
  readonly outcome: 'may-be-on' | 'must-be-off';
  /** Nobody's yes would change it: the place forbids it. */
  readonly isBarred: boolean;
  /** At least one, also where it may be on. */
  readonly reasons: readonly RuleReason[];
  /** Whose consent does not hold, and why. */
  readonly missing: readonly { readonly participant: string; readonly why: string }[];
  readonly packs: readonly PackRead[];
}

export function decideListening(facts: ListeningFacts, packs: RulePacks): ListeningAnswerNow {
  const wants = { recording: true, aiListening: true };
  const side = decideSide(facts.purpose, { ...facts.question, wants }, packs);
  const isBarred = side.outcome === 'block';
  const around = [
    ...(facts.isOffered ? [] : [buildFactReason('listening-not-offered', 'site.listening')]),
    ...(facts.isGoingOn ? [] : [buildFactReason('visit-not-running', 'visit')]),
    ...(facts.isGateOpen ? [] : [buildFactReason('gate-closed', 'gate')]),
    ...(facts.isAsked ? [] : [buildFactReason('not-asked-in-this-visit', 'visit')]),
  ];
  const mayBeOn = around.length === 0 && side.outcome === 'allow';
  return {
    outcome: mayBeOn ? 'may-be-on' : 'must-be-off',
    isBarred,
    // A bar is said first, for asking anybody would be in vain.
    reasons: isBarred ? [...side.reasons, ...around] : [...around, ...side.reasons],
    missing: side.missing.map(({ participant, why }) => ({ participant, why })),
    packs: packs.read.consent,
  };
}
