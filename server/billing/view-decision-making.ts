// What a session sees of the decision-making helper. A clinician reads the visit's note and so what is proposed from
// it; whoever keeps the books sees what was answered and that it came from the record, and no word of the chart.
import {
  type ChargeView,
  type ConfirmedChargeView,
  decideLevel,
  type MdmOrigins,
  type MdmProposal,
} from '#domain/billing';
import type { Session } from '#server/http';
import type { ChargeContent } from './charge-store.ts';
import type { AtCharge } from './stand-at-charge.ts';

type At = Pick<AtCharge, 'session' | 'collected' | 'draft' | 'mdmProposal'>;

const readsNotes = ({ role }: Session) => role === 'clinician';

/** Null: this person is proposed nothing. */
export const proposalFor = ({ session, mdmProposal }: At): MdmProposal | null =>
  readsNotes(session) ? mdmProposal : null;

export function viewDecisionMaking(at: At): ChargeView['decisionMaking'] {
  const said = at.collected.answers.decisionMaking;
  return {
    ...decideLevel(said ?? { problem: null, seen: null, risk: null }),
    proposed: proposalFor(at),
    origins: viewOrigins(at.draft.origins ?? {}, at.session),
  };
}

export function viewConfirmedMaking(
  { decisionMaking }: ChargeContent,
  session: Session,
): ConfirmedChargeView['decisionMaking'] {
  if (!decisionMaking) return null;
  const { said, origins } = decisionMaking;
  return { level: decideLevel(said).level, said, origins: viewOrigins(origins, session) };
}

function viewOrigins(origins: MdmOrigins, session: Session): MdmOrigins {
  if (readsNotes(session)) return origins;
  return Object.fromEntries(
    Object.entries(origins).map(([question, origin]) => [
      question,
      { ...origin, evidence: origin.evidence.map((one) => ({ ...one, reference: null, text: null })) },
    ]),
  );
}
