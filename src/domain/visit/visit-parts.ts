// Pieces of what the browser sees of a visit: people in it, modality and place as timelines, chat, waiting.
import { z } from 'zod';
import { PatientPlace } from './check-in.ts';
import { PARTICIPANT_ROLES, PARTICIPANT_STATES } from './participant-table.ts';

export const MODALITIES = ['video', 'audio', 'phone'] as const;
export type Modality = (typeof MODALITIES)[number];

export const GUEST_ROLES = ['caregiver', 'interpreter', 'clinician', 'other'] as const;
export type GuestRole = (typeof GUEST_ROLES)[number];

/** Who said it: the patient, a proxy, staff, or the running program (a step of the ladder). */
const SaidBy = z.enum(['patient', 'proxy', 'host', 'clinician', 'staff', 'system']);
export type SaidBy = z.infer<typeof SaidBy>;

/** A line of the modality timeline; it holds until the next one. `reason`: literal code, words with the screens. */
export const ModalityLine = z.object({
  modality: z.enum(MODALITIES),
  from: z.string(),
  saidBy: SaidBy,
  reason: z.enum(['planned', 'chosen', 'no-video', 'poor-connection', 'emergency', 'moved']),
});
export type ModalityLine = z.infer<typeof ModalityLine>;

/** A line of the location timeline; it holds until the next one. */
export const LocationLine = z.object({ where: PatientPlace, from: z.string(), saidBy: SaidBy });
export type LocationLine = z.infer<typeof LocationLine>;

/** One person of a visit, for whoever is in it. No health data, no contact details. */
export const RosterEntry = z.object({
  participantId: z.string(),
  /** As this person is called on tiles; a guest's is what they typed. Null: nobody has come yet. */
  name: z.string().nullable(),
  role: z.enum(PARTICIPANT_ROLES),
  /** Only of guests. */
  guestRole: z.enum(GUEST_ROLES).nullable(),
  /** BCP-47 tag of the language an interpreter speaks; null for everybody else. */
  language: z.string().nullable(),
  state: z.enum(PARTICIPANT_STATES),
  /** Key of the catalogue: `app.visit.participant.<state>`. */
  words: z.string(),
  /** ISO instant since when they are in this state. */
  since: z.string(),
  /** ISO instant of their last sign of life; null: never here. */
  lastSeenAt: z.string().nullable(),
  /** Seen within the last 45 seconds by the server's clock. */
  isPresent: z.boolean(),
  isYou: z.boolean(),
  /** Counts up with every device or reload that takes over: media of an older epoch is not theirs any more. */
  epoch: z.number().int(),
});
export type RosterEntry = z.infer<typeof RosterEntry>;

/** A line of the visit's chat. Text as typed, up to 2,000 characters; never HTML. */
export const ChatMessage = z.object({
  messageId: z.string(),
  sequence: z.number().int(),
  participantId: z.string(),
  name: z.string(),
  text: z.string(),
  at: z.string(),
});
export type ChatMessage = z.infer<typeof ChatMessage>;

/** How long it may take, from this clinician's own day; said only where it is known. */
export const WaitView = z.discriminatedUnion('state', [
  z.object({ state: z.literal('not-known-yet') }),
  z.object({ state: z.literal('known'), fromMinutes: z.number().int(), toMinutes: z.number().int() }),
]);
export type WaitView = z.infer<typeof WaitView>;

/** `why` says why the number went up since it was last shown; null: it did not. */
export const QueuePlace = z.object({
  place: z.number().int(),
  why: z.enum(['earlier-appointment', 'came-back', 'clinician-chose']).nullable(),
});
export type QueuePlace = z.infer<typeof QueuePlace>;
