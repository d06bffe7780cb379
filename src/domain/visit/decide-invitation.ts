// Whether an invitation still opens the door, and if not, why: each reason has words of its own at the door, since a
// guest whose link was used up needs another answer than one whose visit is over. It knows no clock and no token.
import type { ParticipantState } from './participant-table.ts';
import { isOpen, type VisitState } from './visit-state.ts';

export const INVITATION_FAULTS = ['unknown', 'used', 'expired', 'removed', 'over', 'closed-now'] as const;
/**
 * `unknown`: no such invitation. `used`: somebody came in by it. `removed`: taken back by the clinician.
 * `over`: the visit is. `closed-now`: the visit goes on and lets nobody new in at this moment.
 */
export type InvitationFault = (typeof INVITATION_FAULTS)[number];

export interface InvitationFacts {
  /** Somebody has said their name and agreed by it. */
  readonly wasTaken: boolean;
  readonly guest: ParticipantState;
  /** Null: taken back. */
  readonly until: Date | null;
  readonly visit: VisitState;
  /** A refusal in the middle of the visit stopped newcomers. */
  readonly isRefused: boolean;
}

/** Null: it opens. The reason that will not pass by itself is told first. */
export function decideInvitation(facts: InvitationFacts | null, now: Date): InvitationFault | null {
  if (!facts) return 'unknown';
  if (facts.guest === 'removed' || facts.guest === 'declined' || facts.until === null) return 'removed';
  if (!isOpen(facts.visit) || facts.guest === 'finished') return 'over';
  if (facts.wasTaken || facts.guest !== 'expected') return 'used';
  if (facts.until.getTime() <= now.getTime()) return 'expired';
  return facts.isRefused ? 'closed-now' : null;
}
