// The wire of recording and of listening by software: what everybody in a visit is asked, what they answer, and whether
// it may be on now. Below /l/<launchId>/api/visits/:visitId/. Refusing moves nothing in the visit itself.
//
// who                          method path                     input                 answer
// in the visit, supervisor     GET    listening?language=…     OfListening           ListeningView
// the visit's clinician        POST   listening/ask            AskListening          {}
// in the visit                 POST   listening/answer         AnswerListening       {} (for oneself; a proxy also for the patient)
// in the visit                 POST   listening/take-back      TakeBackListening     {} (always heard)
// in the visit                 POST   listening/place          PlaceListening        {} (where I am)
// the visit's clinician        POST   listening/spoken         RecordSpoken          {} (what they heard somebody say)
import { z } from 'zod';
import { ConsentTextView, LISTENING_PURPOSES } from '#domain/consent';
import { CONSENT_GIVERS } from './check-in.ts';
import { GateReason } from './gate-view.ts';
import { PARTICIPANT_ROLES } from './participant-table.ts';
import { isStateCode } from './places.ts';
import { GUEST_ROLES } from './visit-parts.ts';

const Id = z.string().regex(/^[A-Za-z0-9_-]{16,64}$/);
const Name = z.string().trim().min(1).max(100);
/** USPS code; null: outside the United States. */
const Where = z.string().refine(isStateCode).nullable();
const Language = z.enum(['en', 'es']);

export const OfListening = z.strictObject({ visitId: Id, language: Language });
export const AskListening = z.strictObject({
  visitId: Id,
  purpose: z.enum(LISTENING_PURPOSES),
  /** False: it is not wanted any more. */
  isAsked: z.boolean(),
});
export const AnswerListening = z.strictObject({
  visitId: Id,
  purpose: z.enum(LISTENING_PURPOSES),
  agreed: z.boolean(),
  /** Of the text that stood on the screen; another one than that in force is refused with 409 `consent.version`. */
  version: z.string().max(20),
  language: Language,
  /** As whom a proxy speaks for the patient; `self`: for themself alone, as everybody else does. */
  as: z.enum(CONSENT_GIVERS),
});
export const TakeBackListening = z.strictObject({ visitId: Id, purpose: z.enum(LISTENING_PURPOSES) });
/** The patient's own place is the visit's and is changed there. */
export const PlaceListening = z.strictObject({ visitId: Id, state: Where });
export const RecordSpoken = z.strictObject({
  visitId: Id,
  purpose: z.enum(LISTENING_PURPOSES),
  /** Of whom it is about. */
  participantId: Id,
  agreed: z.boolean(),
  language: Language,
  /** As whom it was said; for anybody but the patient `self`. */
  as: z.enum(CONSENT_GIVERS),
  /** Who said it, where that is not the person it is about. */
  name: Name.nullable(),
  /** Where the person said they are; the patient's place is the visit's. */
  state: Where.optional(),
  interpreter: Name.nullable(),
  witness: Name.nullable(),
});

/**
 * `again`: a yes that does not hold any more (another text, more than a year, another way of meeting). `review`: nobody
 * knows whether this yes counts (a minor alone, an age not recorded).
 */
export const LISTENING_STANDS = ['not-answered', 'agreed', 'no', 'taken-back', 'again', 'review'] as const;

const Answered = z.object({
  stand: z.enum(LISTENING_STANDS),
  /** When it was said; null: not answered. */
  at: z.string().nullable(),
  /** Who heard it and wrote it down; null: by their own act. */
  heardBy: z.string().nullable(),
  /** Given in an earlier visit. */
  isCarriedOver: z.boolean(),
});

/** One person who is asked, for staff. */
export const ListeningPerson = Answered.extend({
  participantId: z.string(),
  name: z.string().nullable(),
  role: z.enum(PARTICIPANT_ROLES),
  guestRole: z.enum(GUEST_ROLES).nullable(),
  /** USPS code of where they are; null: nobody knows, or outside the United States. */
  state: z.string().nullable(),
  isYou: z.boolean(),
});
export type ListeningPerson = z.infer<typeof ListeningPerson>;

/** What the reader themself is asked. */
export const ListeningYou = Answered.extend({
  participantId: z.string(),
  text: ConsentTextView,
  /** Before a yes, they say where they are. */
  needsPlace: z.boolean(),
  state: z.string().nullable(),
  /** A representative answers for the patient as well. */
  speaksForPatient: z.boolean(),
});
export type ListeningYou = z.infer<typeof ListeningYou>;

export const ListeningPart = z.object({
  purpose: z.enum(LISTENING_PURPOSES),
  /** What the site calls what it uses. */
  label: z.string(),
  isAsked: z.boolean(),
  outcome: z.enum(['may-be-on', 'must-be-off']),
  /** The place forbids it, whoever agrees. */
  isBarred: z.boolean(),
  /** Since when the outcome is what it is; null: since the beginning. */
  since: z.string().nullable(),
  /** Staff alone; empty for everybody else. */
  reasons: z.array(GateReason),
  people: z.array(ListeningPerson),
  /** Null: the reader is not asked. */
  you: ListeningYou.nullable(),
});
export type ListeningPart = z.infer<typeof ListeningPart>;

export const ListeningView = z.object({
  visitId: z.string(),
  /** The reader is the visit's clinician. */
  mayAsk: z.boolean(),
  /** What this site uses; nothing: nothing is shown. */
  parts: z.array(ListeningPart),
});
export type ListeningView = z.infer<typeof ListeningView>;
