// What one entry of the record looks like on the wire: facts as recorded, ready to be shown. Dates may be
// partial, numbers are text in their recorded spelling. Knows no FHIR shapes and no words for people.
import { z } from 'zod';
import { PatientFact } from '#domain/launch';

const text = z.string().nullable();

const CodeRow = z.object({ system: text, code: z.string() });

/** What every entry has, whatever list it stands in. */
export const EntryRow = z.object({
  id: z.string(),
  resourceType: z.string(),
  /** What it is, as the record calls it. */
  text,
  /** The date a clinician sorts by, as recorded: YYYY, YYYY-MM, YYYY-MM-DD or with a time. */
  date: text,
  /** What that date is: began, recorded, ordered, taken, written, planned, given, done, since. */
  dateIs: z.enum(['began', 'recorded', 'ordered', 'taken', 'written', 'planned', 'given', 'done', 'since']),
  /** The record's own status word (a FHIR code). */
  status: text,
  /** False: inactive, resolved, stopped, cancelled, over. Entered in error never becomes a row. */
  isCurrent: z.boolean(),
  /** Who wrote, ordered or did it, by name where the record gives one. */
  author: text,
  codes: z.array(CodeRow),
  encounterId: text,
  /** When the EHR last changed the entry. */
  lastUpdated: text,
  /** Ids of entries that say the same and are shown as this one. */
  folded: z.array(z.string()),
});
export type EntryRow = z.infer<typeof EntryRow>;

/** A value in its recorded spelling; `number` is for drawing a curve only, never for printing. */
export const ValueRow = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('quantity'),
    /** "4.0" stays "4.0". */
    text: z.string(),
    /** `<`, `<=`, `>=`, `>` or null. */
    comparator: text,
    unit: text,
    number: z.number(),
  }),
  z.object({ kind: z.literal('text'), text: z.string() }),
  /** The record says that there is no value; `reason` in its words where it gives one. */
  z.object({ kind: z.literal('absent'), reason: text }),
]);
export type ValueRow = z.infer<typeof ValueRow>;

/** Reference range in recorded spelling; the numbers draw the band. */
export const RangeRow = z.object({
  low: text,
  high: text,
  text,
  lowNumber: z.number().nullable(),
  highNumber: z.number().nullable(),
});
export type RangeRow = z.infer<typeof RangeRow>;

export const PatientRow = z.object({
  id: z.string(),
  resourceType: z.literal('Patient'),
  family: text,
  given: z.array(z.string()),
  birthDate: text,
  deceased: z.boolean(),
  sex: text,
  mrn: text,
  language: text,
  interpreterNeeded: z.boolean().nullable(),
  /** Facts that are recorded in a form nobody can read; they are null, empty or false above. */
  unreadable: z.array(PatientFact),
});
export type PatientRow = z.infer<typeof PatientRow>;

export const AllergyRow = EntryRow.extend({
  saysNoneKnown: z.boolean(),
  /** FHIR code: low, high, unable-to-assess. */
  criticality: text,
  category: z.array(z.string()),
  /** FHIR code: unconfirmed, confirmed. */
  verification: text,
  reactions: z.array(z.object({ text, severity: text })),
});
export type AllergyRow = z.infer<typeof AllergyRow>;

export const ProblemRow = EntryRow.extend({
  verification: text,
  severity: text,
  /** When it ended, as recorded. */
  ended: text,
  /** FHIR codes, e.g. problem-list-item, encounter-diagnosis. */
  category: z.array(z.string()),
});
export type ProblemRow = z.infer<typeof ProblemRow>;

export const MedicationRow = EntryRow.extend({
  /** The sentence a person can read, as recorded. */
  dosage: text,
  /** FHIR code: order, plan … */
  intent: text,
  reason: text,
  /** Told by somebody else than the prescriber (the patient, another record). */
  isReported: z.boolean(),
});
export type MedicationRow = z.infer<typeof MedicationRow>;

/** A vital sign, a home reading or a laboratory result. */
export const ObservationRow = EntryRow.extend({
  /** Same measure, same key: what may stand in one trend. */
  measure: z.string(),
  value: ValueRow.nullable(),
  range: RangeRow.nullable(),
  /** As recorded: N, L, H, LL, HH, A … */
  interpretation: text,
  components: z.array(
    z.object({
      text,
      measure: z.string(),
      value: ValueRow.nullable(),
      range: RangeRow.nullable(),
      interpretation: text,
    }),
  ),
  /** Measured at home by the patient or for them. */
  isHome: z.boolean(),
  device: text,
  notes: z.array(z.string()),
});
export type ObservationRow = z.infer<typeof ObservationRow>;

export const AttachmentRow = z.object({
  contentType: text,
  title: text,
  created: text,
  /** Bytes, as the record says. */
  size: z.number().nullable(),
  /** Read it at `/l/<launchId>/fhir/Binary/<binaryId>`. */
  binaryId: text,
  /** The content stands in the DocumentReference itself (`/l/<launchId>/fhir/DocumentReference/<id>`). */
  isInline: z.boolean(),
  /** It lies on another host, where nothing of ours goes. */
  isElsewhere: z.boolean(),
});
export type AttachmentRow = z.infer<typeof AttachmentRow>;

export const DocumentRow = EntryRow.extend({
  type: text,
  /** FHIR code: preliminary, final, amended. */
  docStatus: text,
  category: z.array(z.string()),
  attachments: z.array(AttachmentRow),
  /** Ids of documents this one takes the place of. */
  replaces: z.array(z.string()),
});
export type DocumentRow = z.infer<typeof DocumentRow>;

export const EncounterRow = EntryRow.extend({
  /** The record's class code, e.g. AMB, VR, EMER. */
  class: text,
  end: text,
  reason: text,
  place: text,
});
export type EncounterRow = z.infer<typeof EncounterRow>;

export const AppointmentRow = EntryRow.extend({
  end: text,
  reason: text,
  /** Everybody else who takes part, by name. */
  with: z.array(z.string()),
  place: text,
});
export type AppointmentRow = z.infer<typeof AppointmentRow>;

export const ImmunizationRow = EntryRow.extend({
  /** In recorded spelling, with its unit. */
  dose: text,
  lot: text,
  series: text,
  /** Why it was not given, where status is not-done. */
  reason: text,
});
export type ImmunizationRow = z.infer<typeof ImmunizationRow>;

export const ProcedureRow = EntryRow.extend({ end: text, reason: text, bodySite: text });
export type ProcedureRow = z.infer<typeof ProcedureRow>;

export const CoverageRow = EntryRow.extend({
  payer: text,
  plan: text,
  memberId: text,
  relationship: text,
  end: text,
});
export type CoverageRow = z.infer<typeof CoverageRow>;

/** One of the entries, whatever its list. */
export type AnyRow =
  | AllergyRow
  | ProblemRow
  | MedicationRow
  | ObservationRow
  | DocumentRow
  | EncounterRow
  | AppointmentRow
  | ImmunizationRow
  | ProcedureRow
  | CoverageRow;
