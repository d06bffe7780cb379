// The wire of the visit: what staff, patients and guests see of one, and the addresses they ask. All below
// /l/<launchId>/api/. Answers of commands are the caller's view afterwards; a step that the visit's state does not
// have is a 409 `visit.state`, a closed gate a 409 `visit.gate`; on both, ask the view again.
//
// who                         method path                                    input             answer
// ── staff in a chart (EHR launch of this patient, or a session opened from Today) ─────────────────────────────────
// clinician nurse supervisor  GET    visits                                  –                 VisitsView
// clinician nurse             POST   visits                                  MakeVisit         VisitView (found or made)
// clinician nurse supervisor  GET    visits/:visitId                         –                 VisitView
// clinician nurse supervisor  GET    visits/:visitId/evidence                –                 EvidenceView
// clinician                   POST   visits/:visitId/consent/spoken          RecordSpokenConsent  VisitView (what they heard)
// clinician nurse             POST   visits/:visitId/invite                  OfVisit           InviteView
// clinician nurse             GET    visits/:visitId/forecast                –                 VisitForecast
// clinician                   POST   visits/:visitId/admit                   Admit             VisitView
// clinician                   POST   visits/:visitId/emergency               OpenEmergency     VisitView (never asks the gate)
// clinician nurse             GET    visits/:visitId/signs                   –                 AskedSignsView (every sign)
// clinician nurse             POST   visits/:visitId/signs                   WriteDownSigns    VisitView
// clinician nurse             POST   visits/:visitId/signs/acknowledge       AcknowledgeSigns  VisitView
// clinician nurse supervisor  POST   visits/:visitId/override                RecordOverride    VisitView
// clinician                   GET    visits/:visitId/exceptions              OfVisit           ExceptionsView
// clinician                   POST   visits/:visitId/exceptions              AttestException   VisitView (the visit's own clinician)
// clinician                   POST   visits/:visitId/exceptions/take-back    TakeBackException VisitView (who attested it)
// clinician                   POST   visits/:visitId/end                     OfVisit           VisitView
// clinician nurse             POST   visits/:visitId/cancel                  CancelVisit       VisitView
// clinician nurse             POST   visits/:visitId/no-show                 OfVisit           VisitView
// clinician nurse             POST   visits/:visitId/rebook                  OfVisit           VisitView
// clinician                   POST   visits/:visitId/re-call                 OfVisit           VisitView
// clinician nurse             POST   visits/:visitId/move                    MoveVisit         VisitView
// clinician                   POST   visits/:visitId/modality                ChangeModality    VisitView
// clinician nurse             POST   visits/:visitId/location                ChangeLocation    VisitView
// clinician                   POST   visits/:visitId/hand-over               OfVisit           VisitView (offers it)
// clinician                   POST   visits/:visitId/take-over               OfVisit           VisitView (becomes host)
// clinician                   POST   visits/:visitId/guests                  InviteGuest       GuestInviteView
// clinician                   POST   visits/:visitId/guests/:participantId/{admit,decline,remove}  OfGuest  VisitView
// clinician nurse             GET    visits/:visitId/mail                    –                 MailView
// clinician nurse             POST   visits/:visitId/mail                    MailInvite        MailSent
// clinician                   POST   visits/:visitId/guests/:participantId/mail  MailGuestInvite  MailSent
// ── in the room, whoever it is (staff, patient, proxy, guest) ─────────────────────────────────────────────────────
// in the visit                POST   visits/:visitId/join                    Join              RoomView (own act; also back)
// in the visit                POST   visits/:visitId/leave                   OfVisit           RoomView
// in the visit                POST   visits/:visitId/present                 Present           RoomView (sign of life)
// in the visit                POST   visits/:visitId/chat                    SendChat          ChatMessage
// in the visit                GET    visits/:visitId/room                    –                 RoomView
// ── the patient, or a proxy for them ──────────────────────────────────────────────────────────────────────────────
// patient proxy               GET    my-visits                               –                 MyVisitsView
// patient proxy               GET    my-visits/:visitId                      –                 PatientVisitView
// patient proxy               POST   my-visits/:visitId/arrive               OfVisit           PatientVisitView
// patient proxy               POST   my-visits/:visitId/answers              AnswerQuestion    PatientVisitView
// patient proxy               GET    my-visits/:visitId/signs                –                 AskedSignsView
// patient proxy               POST   my-visits/:visitId/signs                TellSigns         PatientVisitView
// patient proxy               POST   my-visits/:visitId/signs/go-on          GoOnAfterSigns    PatientVisitView
// patient proxy               POST   my-visits/:visitId/ready                OfVisit           PatientVisitView
// patient proxy               POST   my-visits/:visitId/cancel               OfVisit           PatientVisitView
// patient proxy               POST   my-visits/:visitId/withdraw             WithdrawConsent   PatientVisitView
// patient proxy clinician …   GET    consent-text?visitId=…&language=en|es   ReadConsentText   ConsentTextView
// ── Today (staff door) ────────────────────────────────────────────────────────────────────────────────────────────
// clinician nurse supervisor  GET    today                                   –                 TodayView
// clinician nurse             POST   today/:visitId/open                     OfVisit           { address } (opens a session)
// ── the credential register (staff door or chart) ─────────────────────────────────────────────────────────────────
// clinician supervisor tech-admin  GET  credentials                          –                 CredentialsView
// supervisor tech-admin       POST   credentials                             EnterCredential   CredentialsView
// clinician supervisor        POST   credentials/import                      {}                CredentialsView (own, from the EHR)
// supervisor                  POST   credentials/:credentialId/verify        VerifyCredential  CredentialsView
// ── a guest, from the door to the room ────────────────────────────────────────────────────────────────────────────
// anyone                      POST   /launch/guest/api/show                  ShowInvitation    GuestDoorView (uses nothing up)
// anyone                      POST   /launch/guest/api/invitation            TakeInvitation    { address, visitId } (opens a session)
// guest                       GET    guest-visit                             –                 GuestVisitView
// guest                       GET    guest-visit/signs                       –                 AskedSignsView (of the patient's side)
// guest                       POST   guest-visit/signs                       ReportSigns       OwnSignsView
// guest                       POST   guest-visit/ask-again                   {}                GuestVisitView (opens a locked screen)
import { z } from 'zod';
import { ASKS_AGAIN } from '#domain/consent';
import { OwnSignsView, SignsLine, SignsView } from '#domain/red-flags';
import { CHECK_IN_QUESTIONS, CheckInAnswers } from './check-in.ts';
import { GATE_VERDICTS, GateReason, GateView } from './gate-view.ts';
import {
  ChatMessage,
  LocationLine,
  MODALITIES,
  ModalityLine,
  QueuePlace,
  RosterEntry,
  WaitView,
} from './visit-parts.ts';
import { VISIT_STATES } from './visit-state.ts';
import { VISIT_EVENTS } from './visit-table.ts';

/** Which record of the EHR a visit belongs to; `own`: none, a person made it here. */
export const VisitSource = z.object({
  kind: z.enum(['encounter', 'appointment', 'own']),
  id: z.string().nullable(),
});

/** What every view says of a visit's state. Instants are ISO 8601, UTC, by the server's clock. */
const State = z.object({
  visitId: z.string(),
  state: z.enum(VISIT_STATES),
  /** Key of the catalogue: `staff.visit.state.<state>` or `patient.visit.state.<state>`, as fits the reader. */
  words: z.string(),
  /** Since when it is in this state. */
  since: z.string(),
  /** Number of the last line of the journal that this view contains: ask the journal for what comes after. */
  sequence: z.number().int(),
  /** As planned; null: not planned ahead. */
  plannedStart: z.string().nullable(),
  plannedEnd: z.string().nullable(),
});

/** Something the clinician must know of now; words at `staff.visit.notice.<code>`. */
export const VisitNotice = z.object({
  code: z.enum([
    /** The gate closed during the visit: recording, listening and newcomers are stopped; the call is not. */
    'refused-during-visit',
    'gate-open-again',
    'patient-came-back-late',
    'emergency-opened',
    'hand-over-offered',
    'long-wait',
    'no-heartbeat',
  ]),
  at: z.string(),
  /** Reason codes as in the gate, for the first; empty for the others. */
  reasons: z.array(z.string()),
  /** What is offered, in this order: keys of `staff.visit.offer.<offer>`. */
  offers: z.array(
    z.enum(['ask-aloud', 'finish-safely', 'move-to-phone', 'hand-over', 'emergency', 'admit', 'end']),
  ),
});
export type VisitNotice = z.infer<typeof VisitNotice>;

/** A visit as staff in this patient's chart see it. */
export const VisitView = State.extend({
  source: VisitSource,
  /** Whose visit it is, as their chart said when it was made: the banner of a window that has no chart. */
  patient: z.object({ name: z.string().nullable(), birthDate: z.string().nullable() }),
  /** The EHR's words for what the visit is about; null: none recorded. */
  about: z.string().nullable(),
  host: z.object({ name: z.string().nullable(), isYou: z.boolean() }),
  modality: z.enum(MODALITIES),
  modalities: z.array(ModalityLine),
  locations: z.array(LocationLine),
  roster: z.array(RosterEntry),
  /** Everything said at check-in: place, call-back number and contact are the emergency panel's as well. */
  checkIn: CheckInAnswers,
  missing: z.array(z.enum(CHECK_IN_QUESTIONS)),
  /** Signs that cannot wait: what was told, by whom, and whether somebody of the staff has seen it. */
  signs: SignsView,
  gate: GateView,
  /** The patient's word on care in the way they meet now; `mayAgreeAloud`: a yes that is heard may be written down. */
  consent: z.object({
    word: z.enum(['given', 'refused', 'taken-back']).nullable(),
    asksAgain: z.enum(ASKS_AGAIN).nullable(),
    heard: z.object({ by: z.string(), at: z.string() }).nullable(),
    mayAgreeAloud: z.boolean(),
    /** The patient's place asks for writing, by this row; not `isSure`: the row is in doubt, and a spoken yes counts. */
    writing: z.object({ isSure: z.boolean(), reason: GateReason }).nullable(),
  }),
  /** What this person may tell the visit now: draw these buttons and no others. `admit` also needs the gate open. */
  may: z.array(z.enum(VISIT_EVENTS)),
  notices: z.array(VisitNotice),
  /** Recording and listening may run, newcomers may be let in; false from a refusal on. */
  isOpenToMore: z.boolean(),
  /** Since when the patient waits; null: does not. */
  waitingSince: z.string().nullable(),
  admittedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  emergency: z.object({ at: z.string(), reason: z.string(), by: z.string() }).nullable(),
  /**
   * A person must look before this visit is billed; codes: `override`, `exception`, `emergency`, `refused-during-visit`.
   * That care went on by a way nobody agreed to stands with the charge.
   */
  billingReview: z.array(z.string()),
  handOverOffered: z.boolean(),
});
export type VisitView = z.infer<typeof VisitView>;

/** A visit in a list of this patient's. */
export const VisitLine = State.extend({
  source: VisitSource,
  about: z.string().nullable(),
  hostName: z.string().nullable(),
  isYours: z.boolean(),
});
export type VisitLine = z.infer<typeof VisitLine>;

/** A record of the EHR that a visit can be made from. */
export const VisitCandidate = z.object({
  kind: z.enum(['encounter', 'appointment']),
  id: z.string(),
  about: z.string().nullable(),
  start: z.string().nullable(),
  end: z.string().nullable(),
  /** The launch named it: offer this one first. */
  isOfLaunch: z.boolean(),
});
export type VisitCandidate = z.infer<typeof VisitCandidate>;

export const VisitsView = z.object({
  visits: z.array(VisitLine),
  candidates: z.array(VisitCandidate),
  /** Why candidates could not be read, if so: an error code; holding a visit of one's own goes all the same. */
  candidatesMissing: z.string().nullable(),
  /** Another patient of yours is waiting: since when, and nothing else of them. */
  othersWaitingSince: z.string().nullable(),
  /** Another patient of yours told a sign that cannot wait, and nobody has acknowledged it: when, and nothing else. */
  othersSignAt: z.string().nullable(),
});
export type VisitsView = z.infer<typeof VisitsView>;

/** The patient's own way in; the address holds no secret and no health data: they log in at the EHR. */
export const InviteView = z.object({ address: z.string(), madeAt: z.string() });
export type InviteView = z.infer<typeof InviteView>;

/** Shown once: afterwards only its hash is known. Single use, for one person. */
export const GuestInviteView = z.object({
  participantId: z.string(),
  address: z.string(),
  expiresAt: z.string(),
});
export type GuestInviteView = z.infer<typeof GuestInviteView>;

/** `isOn` false: this site has set up no mail server. `fromChart`: as the record has them, the best first. */
export const MailView = z.object({ isOn: z.boolean(), fromChart: z.array(z.string()) });
export type MailView = z.infer<typeof MailView>;
export const MailSent = z.object({ sentAt: z.string() });
export type MailSent = z.infer<typeof MailSent>;

/** What the gate would say of the license if the patient were at home at that moment. It opens nothing. */
export const VisitForecast = z.object({
  /** As the chart has it; null: it names no one home. `state` null: abroad, or not written by its two letters. */
  home: z.object({ state: z.string().nullable(), country: z.string().nullable() }).nullable(),
  /** ISO instant that was asked for: when the visit is planned, or now. */
  at: z.string(),
  /** Null: nobody could be asked for. The visit has no host, or the patient no home. */
  licensure: z
    .object({
      verdict: z.enum(GATE_VERDICTS),
      reasons: z.array(GateReason),
      holdsUntil: z.string().nullable(),
    })
    .nullable(),
});
export type VisitForecast = z.infer<typeof VisitForecast>;

/** What everybody in the room may know: who is here and whether they themselves may connect. */
export const RoomView = z.object({
  visitId: z.string(),
  state: z.enum(VISIT_STATES),
  sequence: z.number().int(),
  modality: z.enum(MODALITIES),
  roster: z.array(RosterEntry),
  you: z.string(),
  /** A media token may be had now. */
  mayConnect: z.boolean(),
  /** Not in yet, but the gate says yes: the page may find its way to the other side, and send nothing. */
  mayConnectAhead: z.boolean(),
  /** This page was superseded by another device or a reload of yours: offer "use it here" (join again). */
  isElsewhere: z.boolean(),
  chat: z.array(ChatMessage),
});
export type RoomView = z.infer<typeof RoomView>;

/** A visit as its patient sees it: nothing of the gate, of overrides, of billing. */
export const PatientVisitView = State.extend({
  /** For whom: the patient's own visit, or that of the person a proxy acts for. */
  actingForPatient: z.boolean(),
  hospital: z.string(),
  clinician: z.string().nullable(),
  modality: z.enum(MODALITIES),
  checkIn: CheckInAnswers,
  /** Their side's last word on care over video, which they may change until the visit ends; null: none yet. */
  consent: z.enum(['given', 'refused', 'taken-back']).nullable(),
  /** A yes that does not reach to what is now: the text is another one, the place where they are, or the way they meet. Null: nothing to ask. */
  asksAgain: z.enum(ASKS_AGAIN).nullable(),
  /** Their word was spoken: who heard it and wrote it down, and when; null: by their own act. */
  consentHeard: z.object({ by: z.string(), at: z.string() }).nullable(),
  missing: z.array(z.enum(CHECK_IN_QUESTIONS)),
  signs: OwnSignsView,
  /** Why `ready` was not possible or the wait goes on; words at `patient.visit.hold.<code>`. */
  hold: z
    .enum(['questions-left', 'consent-refused', 'not-you', 'clinician-is-checking', 'clinician-away'])
    .nullable(),
  /** Null: not waiting. */
  wait: WaitView.nullable(),
  queue: QueuePlace.nullable(),
  /** May connect now, by their own act (POST …/join). */
  mayJoin: z.boolean(),
  /** What this person may tell the visit now. */
  may: z.array(z.enum(VISIT_EVENTS)),
  /** Another visit of theirs that is on while this one is not: after a booking was changed. */
  instead: z.object({ visitId: z.string(), plannedStart: z.string().nullable() }).nullable(),
});
export type PatientVisitView = z.infer<typeof PatientVisitView>;

export const MyVisitsView = z.object({
  /** Today's and tomorrow's, and whatever is going on. */
  visits: z.array(
    State.extend({ clinician: z.string().nullable(), isOfLink: z.boolean(), modality: z.enum(MODALITIES) }),
  ),
});
export type MyVisitsView = z.infer<typeof MyVisitsView>;

/** A clinician's day. Names stand here and not in a patient's chart; opening one opens its own window. */
export const TodayView = z.object({
  /** ISO instant of this answer. */
  at: z.string(),
  visits: z.array(
    State.extend({
      /** As the chart of this visit said when it was made; null: not known. */
      patientName: z.string().nullable(),
      birthDate: z.string().nullable(),
      hostName: z.string().nullable(),
      isYours: z.boolean(),
      waitingSince: z.string().nullable(),
      isPatientPresent: z.boolean(),
      signs: SignsLine,
    }),
  ),
});
export type TodayView = z.infer<typeof TodayView>;
