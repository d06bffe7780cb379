// What a guest sees, at the door and behind it: nothing of the record, and of the visit only how they themselves
// stand in it. Who else is there they are told once they are let in.
import { z } from 'zod';
import { ConsentTextView } from '#domain/consent';
import { PARTICIPANT_STATES, type ParticipantState } from './participant-table.ts';
import { GUEST_ROLES, type GuestRole } from './visit-parts.ts';
import { isRunning, STATE_ROWS, VISIT_STATES, type VisitState } from './visit-state.ts';

/** What an invitation is for; asking uses nothing up. */
export const GuestDoorView = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('invited'),
    hospital: z.string(),
    role: z.enum(GUEST_ROLES),
    /** BCP-47, of an interpreter. */
    language: z.string().nullable(),
    consent: ConsentTextView,
    expiresAt: z.string(),
  }),
  /** This browser came in by it: back to where they were. */
  z.object({ kind: z.literal('yours'), address: z.string() }),
]);
export type GuestDoorView = z.infer<typeof GuestDoorView>;

/** How a guest stands: each is a sight of its own, with words and a way on. */
export const GUEST_STANDINGS = ['asking', 'gave-up', 'declined', 'let-in', 'in', 'removed', 'over'] as const;
export type GuestStanding = (typeof GUEST_STANDINGS)[number];

export const GuestVisitView = z.object({
  visitId: z.string(),
  state: z.enum(VISIT_STATES),
  hospital: z.string(),
  /** The visit's clinician; null: nobody named. */
  clinician: z.string().nullable(),
  /** As they typed it. */
  name: z.string().nullable(),
  role: z.enum(GUEST_ROLES),
  language: z.string().nullable(),
  participant: z.enum(PARTICIPANT_STATES),
  standing: z.enum(GUEST_STANDINGS),
  /** May report a sign that cannot wait. */
  mayReport: z.boolean(),
});
export type GuestVisitView = z.infer<typeof GuestVisitView>;

/** Somebody of the patient's own: who interprets or advises asks about signs, and tells none. */
export const isOfPatientsSide = (role: GuestRole | null): boolean => role === 'caregiver' || role === 'other';

/**
 * `let-in`: may come in, and the visit has not begun. `gave-up`: left, or was away too long, before anybody let
 * them in; they may ask again. Removal stands before everything: the end of the visit does not undo it.
 */
export function standOfGuest(
  visit: VisitState,
  guest: { readonly state: ParticipantState; readonly wasAdmitted: boolean },
): GuestStanding {
  if (guest.state === 'removed') return 'removed';
  if (STATE_ROWS[visit].phase === 'after' || guest.state === 'finished') return 'over';
  if (guest.state === 'declined') return 'declined';
  if (guest.wasAdmitted) return isRunning(visit) ? 'in' : 'let-in';
  return guest.state === 'left' ? 'gave-up' : 'asking';
}
