// The wire of the note and of the patient's summary, and the addresses they are asked at. All below
// /l/<launchId>/api/. A supervisor, a biller and a person without a role see no text of a note at any of them.
//
// who                method path                                   input             answer
// ── the note, in a chart or in a window opened from Today ─────────────────────────────────────────────────────────
// clinician nurse    GET    visits/:visitId/note                   –                 NoteView (`draft` null: none begun)
// clinician          POST   visits/:visitId/note                   {}                NoteView (makes or finds the draft)
// clinician          POST   visits/:visitId/note/save              SaveNote          Saved, or 409 SaveConflict
// clinician          POST   visits/:visitId/note/template          ChooseTemplate    NoteView
// clinician          POST   visits/:visitId/note/facts             PullFact          PulledFact (then put its id into `content.facts`)
// clinician          POST   visits/:visitId/note/draft-key         OfDraft           DraftKey
// clinician          POST   visits/:visitId/note/sign              SignNote          NoteView, or 409 SignRefusal
// clinician          POST   visits/:visitId/note/addendum          OfSigned          NoteView (begins a draft that adds to it)
// clinician          POST   visits/:visitId/note/replace           OfSigned          NoteView (begins a draft to stand in its place)
// clinician          POST   visits/:visitId/note/discard           OfDraft           NoteView (not for the first note)
// clinician          POST   visits/:visitId/note/withdraw          WithdrawNote      NoteView (signs "entered in error")
// ── the patient's summary ─────────────────────────────────────────────────────────────────────────────────────────
// clinician nurse    GET    visits/:visitId/summary                –                 SummaryView
// clinician          POST   visits/:visitId/summary/draw           DrawSummary       SummaryView (new draft, from the signed note)
// clinician          POST   visits/:visitId/summary/save           SaveSummary       SummaryView, or 409 `summary.conflict`
// clinician          POST   visits/:visitId/summary/release        ReleaseSummary    SummaryView
// clinician          POST   visits/:visitId/summary/take-back      OfRelease         SummaryView
// patient proxy      GET    my-visits/:visitId/summary             –                 PatientSummaryView
// patient proxy      GET    my-visits/:visitId/summary.pdf         PrintSummary      a PDF, as a file; 409 `summary.no-typeface`
//
// 403 `note.not-yours`: a nurse reads where they took part in the visit, and writes nothing; a clinician reads in their
// patient’s chart, and writes of the visits they are responsible for or were let into.
// 404 `visit.unknown`: no such visit of this patient here. 409 `note.no-draft`: it was signed or discarded meanwhile;
// the text in the page is still the only copy: keep it, ask the view, offer an addendum. 413 `note.too-long`.
// 400 `note.text`: the text holds half a character or NUL; `detail` says so. 401, 423: as everywhere; keep the text.
import { z } from 'zod';
import { ChartListName } from '#domain/chart';
import { EVIDENCE_EVENTS, GATE_PARTS, GATE_VERDICTS } from '#domain/visit';
import { NoteContent, NoteKind } from './note-content.ts';
import { SECTIONS } from './sections.ts';
import { SIGN_REASONS } from './sign-reasons.ts';
import { TEMPLATE_IDS } from './templates.ts';

const Id = z.string().regex(/^[A-Za-z0-9_-]{16,64}$/);
const Revision = z.number().int().min(0);
const Digest = z.string().regex(/^[0-9a-f]{64}$/);
/** Made by the page for one press of a button: sent twice, it is one signature. */
const RequestKey = Id;

// ── input ──

export const OfVisitNote = z.strictObject({ visitId: Id });
export const OfDraft = z.strictObject({ visitId: Id, draftId: Id });
export const OfSigned = z.strictObject({ visitId: Id, signedNoteId: Id });
export const SaveNote = z.strictObject({
  visitId: Id,
  draftId: Id,
  /** The revision this text was made from. Another one is stored by now: SaveConflict, and both texts are kept. */
  baseRevision: Revision,
  content: NoteContent,
  /** A name of this page's own, made anew at each load: two tabs are told apart, a repeated save is known. */
  page: Id,
  /** Texts of other pages (`draft.others`) that a person has looked at and taken over or given up. */
  settles: z.array(Id).max(20).default([]),
});
export const ChooseTemplate = z.strictObject({
  visitId: Id,
  draftId: Id,
  template: z.enum(TEMPLATE_IDS),
});
/** The server reads the entry itself and words it: a page cannot say "from the chart" of what is not there. */
export const PullFact = z.strictObject({
  visitId: Id,
  list: ChartListName,
  entryId: z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/),
});
export const SignNote = z.strictObject({
  visitId: Id,
  draftId: Id,
  revision: Revision,
  /** sha256 (hex) of the UTF-8 of `composeNote(…)`, as it stood on the screen when the button was pressed. */
  digest: Digest,
  requestKey: RequestKey,
});
export const WithdrawNote = z.strictObject({
  visitId: Id,
  signedNoteId: Id,
  /** Why it was entered in error, e.g. "wrong patient"; part of the signed text. */
  reason: z.string().trim().min(1).max(1000),
  requestKey: RequestKey,
});
export const DrawSummary = z.strictObject({
  visitId: Id,
  signedNoteId: Id,
  sections: z.array(z.enum(SECTIONS)).min(1).max(SECTIONS.length),
});
export const SaveSummary = z.strictObject({
  visitId: Id,
  baseRevision: Revision,
  text: z.string().max(50_000),
});
export const ReleaseSummary = z.strictObject({
  visitId: Id,
  revision: Revision,
  requestKey: RequestKey,
});
/** In the language of the page around it; the text is as it was written. */
export const PrintSummary = z.strictObject({ visitId: Id, language: z.enum(['en', 'es']).default('en') });
export const OfRelease = z.strictObject({ visitId: Id, releaseId: Id });

// ── answers ──

/** What the visit's own records say, ready for the text; the same on every screen and in the signed note. */
export const RecordLines = z.object({
  /** "Telehealth visit note" */
  title: z.string(),
  /** Who and when; identity, place, modality, people, consent. One line each, in the order of the text. */
  lines: z.array(z.string()),
});
export type RecordLines = z.infer<typeof RecordLines>;

/** An entry of the chart as it stands in the note, worded by the server. */
export const PulledFact = z.object({
  factId: z.string(),
  list: ChartListName,
  /** "Potassium 4.0 mmol/L (H), taken 12-Oct-2026" */
  text: z.string(),
  /** "from the chart: Observation/123, read 21-Nov-2026 14:03 UTC" */
  source: z.string(),
});
export type PulledFact = z.infer<typeof PulledFact>;

const By = z.object({ name: z.string().nullable(), isYou: z.boolean() });

/** Text of another page that did not become the draft: shown beside it until a person settles it. */
export const OtherText = z.object({
  otherId: z.string(),
  baseRevision: Revision,
  content: NoteContent,
  at: z.string(),
  by: By,
  page: z.string(),
});
export type OtherText = z.infer<typeof OtherText>;

export const SignReasonView = z.object({
  /** Words at `staff.note.hold.<code>`. */
  code: z.enum(SIGN_REASONS),
  data: z.record(z.string(), z.string()),
});

export const NoteDraft = z.object({
  draftId: z.string(),
  kind: NoteKind,
  /** The signed note it adds to or replaces. */
  of: z.string().nullable(),
  template: z.enum(TEMPLATE_IDS),
  /** 0: nothing was saved yet. */
  revision: Revision,
  content: NoteContent,
  savedAt: z.string().nullable(),
  savedBy: By.extend({ page: z.string() }).nullable(),
  /** Its last line will be `Ref <reference>`. */
  reference: z.string(),
  records: RecordLines,
  others: z.array(OtherText),
  /** What holds the signature now, by the stored text; empty: it can be signed. */
  holds: z.array(SignReasonView),
});
export type NoteDraft = z.infer<typeof NoteDraft>;

/** Measured, never decided: the clinician's entry is the clinician's. */
export const TimeSuggestion = z.object({
  /** Whole minutes, rounded down, that the clinician was in the room; null: not measured. */
  minutes: z.number().int().nullable(),
  stays: z.array(z.object({ from: z.string(), until: z.string() })),
});
export type TimeSuggestion = z.infer<typeof TimeSuggestion>;

export const SignedNoteView = z.object({
  signedNoteId: z.string(),
  kind: z.enum(['note', 'addendum', 'replacement', 'entered-in-error']),
  of: z.string().nullable(),
  title: z.string(),
  text: z.string(),
  /** The clinician's own words by section; what a summary is drawn from. Empty for `entered-in-error`. */
  sections: z.record(z.string(), z.string()),
  digest: z.string(),
  reference: z.string(),
  signedAt: z.string(),
  by: By,
  /** `replaced`, `withdrawn`: a later signed text says so; this one stays as it was. */
  standing: z.enum(['current', 'replaced', 'withdrawn']),
});
export type SignedNoteView = z.infer<typeof SignedNoteView>;

/** The gate at a moment that mattered, from the visit's evidence. It holds no signature: what was done is documented. */
export const GateSaid = z.object({
  at: z.string(),
  event: z.enum(EVIDENCE_EVENTS),
  parts: z.array(
    z.object({
      part: z.enum(GATE_PARTS),
      verdict: z.enum(GATE_VERDICTS),
      rules: z.array(z.string()),
      overriddenBy: z.string().nullable(),
      exceptionBy: z.string().nullable(),
    }),
  ),
});
export type GateSaid = z.infer<typeof GateSaid>;

export const NOTE_ACTS = ['write', 'sign', 'addendum', 'replace', 'withdraw', 'summary'] as const;

export const NoteView = z.object({
  visitId: z.string(),
  patient: z.object({ name: z.string().nullable(), birthDate: z.string().nullable() }),
  /** One open draft a visit, whoever writes it; null: none. */
  draft: NoteDraft.nullable(),
  /** Every fact pulled for this visit; those in `content.facts` stand in the text. */
  facts: z.array(PulledFact),
  time: TimeSuggestion,
  /** Oldest first; empty: nobody was let in. */
  gate: z.array(GateSaid),
  /** Oldest first. */
  signed: z.array(SignedNoteView),
  /** What this person may do here now: draw these buttons and no others. `sign` also needs `draft.holds` empty. */
  may: z.array(z.enum(NOTE_ACTS)),
});
export type NoteView = z.infer<typeof NoteView>;

export const Saved = z.object({ revision: Revision, savedAt: z.string() });
export type Saved = z.infer<typeof Saved>;

/** Status 409. Problem details, and the draft as it is stored: your text is among its `others`. */
export const SaveConflict = z.object({
  title: z.literal('conflict'),
  status: z.literal(409),
  detail: z.string(),
  code: z.literal('note.conflict'),
  draft: NoteDraft,
});
export type SaveConflict = z.infer<typeof SaveConflict>;

/**
 * Status 409. `note.held`: `reasons` says by what. `note.changed`: the text or the records are not those that were
 * on the screen; show `view` and let the person look again.
 */
export const SignRefusal = z.object({
  title: z.literal('conflict'),
  status: z.literal(409),
  detail: z.string(),
  code: z.enum(['note.held', 'note.changed']),
  reasons: z.array(SignReasonView),
  view: NoteView,
});
export type SignRefusal = z.infer<typeof SignRefusal>;

/**
 * For what a page keeps in the browser as ciphertext: AES-256-GCM, a fresh 12-byte nonce each time. Keep the key in
 * memory only and store nothing else beside the ciphertext than `keyId`. Gone at sign, at log-out and after 24 hours:
 * what it locked is then unreadable for good.
 */
export const DraftKey = z.object({ keyId: z.string(), key: z.string(), expiresAt: z.string() });
export type DraftKey = z.infer<typeof DraftKey>;

export const SummaryRelease = z.object({
  releaseId: z.string(),
  signedNoteId: z.string(),
  text: z.string(),
  releasedAt: z.string(),
  by: By,
  /** Null: it was not; the patient reads it if it is the last one. */
  takenBackAt: z.string().nullable(),
});

export const SummaryView = z.object({
  visitId: z.string(),
  /** Null: none drawn yet, or the last one was released unchanged. */
  draft: z
    .object({
      signedNoteId: z.string(),
      revision: Revision,
      text: z.string(),
      savedAt: z.string(),
      by: By,
      /** The note it was drawn from was replaced or withdrawn: draw it anew. Such a draft is not released. */
      isOutdated: z.boolean(),
    })
    .nullable(),
  /** Oldest first; the patient sees the last one, or none where that was taken back (`findShownRelease`). */
  releases: z.array(SummaryRelease),
});
export type SummaryView = z.infer<typeof SummaryView>;

export const PatientSummaryView = z.object({
  visitId: z.string(),
  hospital: z.string(),
  clinician: z.string().nullable(),
  /** ISO instant of the visit; null: it did not begin. */
  visitAt: z.string().nullable(),
  /** ISO instant: what was released last was taken back then, and nothing took its place; null: not so. */
  takenBackAt: z.string().nullable(),
  /** Null: nothing was released (yet, or any more). */
  summary: z.object({ text: z.string(), releasedAt: z.string(), by: z.string().nullable() }).nullable(),
});
export type PatientSummaryView = z.infer<typeof PatientSummaryView>;
