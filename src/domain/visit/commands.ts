// What may be asked of a visit, one schema a command. Path parameters stand beside the body, as the route table
// reads them.
import { z } from 'zod';
import { EXCEPTION_KINDS } from '#domain/licensure';
import { GO_ON_WORDS, SignTelling, SignWritten } from '#domain/red-flags';
import { State } from '#domain/rules';
import { CheckInAnswer, CONSENT_GIVERS, PatientPlace } from './check-in.ts';
import { GATE_PARTS } from './gate-view.ts';
import { GUEST_ROLES } from './visit-parts.ts';

/** 128 bit and more, base64url. */
const Id = z.string().regex(/^[A-Za-z0-9_-]{16,64}$/);
const FhirId = z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/);
const Sentence = z.string().trim().min(1).max(1000);

/** The visit alone, nothing else. */
export const OfVisit = z.strictObject({ visitId: Id });

/** From which record of the EHR a visit is made; `own`: the EHR gave none and a person chose to hold one. */
export const MakeVisit = z.strictObject({
  source: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('encounter'), id: FhirId }),
    z.strictObject({ kind: z.literal('appointment'), id: FhirId }),
    z.strictObject({ kind: z.literal('own'), plannedStart: z.iso.datetime({ offset: true }).nullable() }),
  ]),
});

/** Two identifiers that the clinician compares with the picture or the voice (Joint Commission NPSG.01.01.01). */
export const IDENTIFIERS = ['name', 'birth-date', 'address', 'phone', 'mrn', 'photo-id'] as const;
export const Admit = z.strictObject({
  visitId: Id,
  identifiers: z
    .array(z.enum(IDENTIFIERS))
    .min(2)
    .refine((all) => new Set(all).size === all.length),
});

export const RecordOverride = z.strictObject({
  visitId: Id,
  part: z.enum(GATE_PARTS),
  /** Why it is right to go on. */
  reason: Sentence,
  /** The rule it rests on, as the person names it. */
  rule: Sentence,
  /** What they looked at, and where. */
  checked: Sentence,
});

/** The visit's clinician signs that an exception to the licence rule applies here. Who and when, the server says. */
export const AttestException = z.strictObject({
  visitId: Id,
  kind: z.enum(EXCEPTION_KINDS),
  /** Id of the pack's row, as the list gave it. */
  rule: z.string().max(100),
  /** Where the patient was when the list was shown: what was signed for another state is refused. */
  state: State,
  /** Why it applies, in the clinician's words; blank is refused by name. */
  statement: z.string().max(1000),
  /** The explicit act: nothing is signed without it. */
  isSigned: z.literal(true),
});
export const TakeBackException = z.strictObject({ visitId: Id, exceptionId: Id });

export const OpenEmergency = z.strictObject({
  visitId: Id,
  modality: z.enum(['video', 'audio']),
  reason: Sentence,
});

export const CancelVisit = z.strictObject({
  visitId: Id,
  reason: z.enum(['patient-asked', 'clinician-away', 'not-suitable', 'booked-twice', 'other']),
});
export const MoveVisit = z.strictObject({
  visitId: Id,
  to: z.enum(['phone', 'in-person', 'video']),
  reason: z.enum(['no-video', 'poor-connection', 'needs-examination', 'refusal', 'patient-asked', 'other']),
});
export const ChangeModality = z.strictObject({
  visitId: Id,
  modality: z.enum(['video', 'audio']),
  reason: z.enum(['chosen', 'no-video', 'poor-connection']),
});
/** Staff write down where the patient says they are now; the timeline names both. */
export const ChangeLocation = z.strictObject({ visitId: Id, where: PatientPlace });

export const InviteGuest = z.strictObject({
  visitId: Id,
  /** As staff know them, for their own list; the guest says their name themselves. */
  name: z.string().trim().min(1).max(100).nullable().default(null),
  role: z.enum(GUEST_ROLES),
  /** BCP-47, for an interpreter. */
  language: z
    .string()
    .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/)
    .nullable(),
});
export const OfGuest = z.strictObject({ visitId: Id, participantId: Id });
/** One address; staff typed it, or took it from the chart, and confirmed it. */
const MailAddress = z.email().max(254);
export const MailInvite = z.strictObject({ visitId: Id, to: MailAddress, language: z.enum(['en', 'es']) });
/** `invitation`: as in the fragment of the address, which only the page that made it knows. */
export const MailGuestInvite = z.strictObject({
  visitId: Id,
  participantId: Id,
  invitation: z.string().min(1).max(100),
  to: MailAddress,
  language: z.enum(['en', 'es']),
});

/** Asks what an invitation is for; uses nothing up. */
export const ShowInvitation = z.strictObject({
  invitation: z.string().min(1).max(100),
  language: z.enum(['en', 'es']),
});
/** What a guest says at the door: the invitation out of the address's fragment, who they are, that they agree. */
export const TakeInvitation = z.strictObject({
  invitation: z.string().min(1).max(100),
  name: z.string().trim().min(1).max(100),
  agreed: z.literal(true),
  version: z.string().max(20),
  language: z.enum(['en', 'es']),
});

/** `device`: a name of this page's own, made anew at each load; so a second device and a reload are told apart. */
export const Join = z.strictObject({ visitId: Id, device: Id });
/** A sign of life, every 20 seconds while a page of the visit is open. */
export const Present = z.strictObject({ visitId: Id, device: Id.nullable().default(null) });
/** `messageId` is made by the page: sending twice is one message. */
export const SendChat = z.strictObject({
  visitId: Id,
  messageId: Id,
  text: z.string().trim().min(1).max(2000),
});

/** Signs that cannot wait, told by the patient's side; telling again adds, and takes nothing away. */
export const TellSigns = z.strictObject({ visitId: Id, ...SignTelling.shape });
/** What was said aloud or seen, written down by staff. */
export const WriteDownSigns = z.strictObject({ visitId: Id, ...SignWritten.shape });
/** Of a guest's own accord; their session knows the visit. */
export const ReportSigns = SignTelling;
export const GoOnAfterSigns = z.strictObject({ visitId: Id, word: z.enum(GO_ON_WORDS) });
/** `upTo`: as in `SignsView`; what was told since is not acknowledged with it. */
export const AcknowledgeSigns = z.strictObject({ visitId: Id, upTo: z.int().min(1) });

export const AnswerQuestion = z.strictObject({ visitId: Id, answer: CheckInAnswer });
export const ReadConsentText = z.strictObject({ visitId: Id, language: z.enum(['en', 'es']) });
const Name = z.string().trim().min(1).max(100);
/** What the clinician heard after the text was read out; `version`: of the text that stood on their screen. */
export const RecordSpokenConsent = z.strictObject({
  visitId: Id,
  agreed: z.boolean(),
  version: z.string().max(20),
  language: z.enum(['en', 'es']),
  /** As whom it was said. */
  as: z.enum(CONSENT_GIVERS),
  /** Who said it, where that is not the patient. */
  name: Name.nullable(),
  interpreter: Name.nullable(),
  witness: Name.nullable(),
});
export const WithdrawConsent = z.strictObject({
  visitId: Id,
  kind: z.literal('telehealth'),
});
