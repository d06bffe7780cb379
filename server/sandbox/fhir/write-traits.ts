// What each EHR takes from an app and how it refuses the rest, one row per rule, each with the line it is taken
// from. Data only; the rules themselves are in epic-writes.ts and oracle-writes.ts.
import type { PersonalityName } from '#server/sandbox/contract';

export interface WriteTrait {
  readonly id: string;
  readonly personality: PersonalityName;
  /** What a client sees. */
  readonly says: string;
  readonly source: string;
}

export const WRITE_TRAITS = [
  {
    id: 'generic.everything',
    personality: 'generic',
    says: 'Every type can be written by the book: If-Match, If-None-Exist, JSON Patch, batch; what is made comes back.',
    source: 'FHIR R4 http.html',
  },
  {
    id: 'epic.note-create',
    personality: 'epic',
    says: 'DocumentReference can be created and nothing else written; 201 without a body, with a relative Location.',
    source: 'ehr-integration.md §2.3, §2.4',
  },
  {
    id: 'epic.note-elements',
    personality: 'epic',
    says: 'A note needs status current, docStatus final or preliminary, type, category clinical-note, subject and one text; else 400 with code 59108.',
    source: 'ehr-integration.md §2.4',
  },
  {
    id: 'epic.note-subject',
    personality: 'epic',
    says: 'A subject that is nobody here is 400 "Invalid subject received".',
    source: 'ehr-integration.md §2.4',
  },
  {
    id: 'epic.note-encounter',
    personality: 'epic',
    says: 'Without an encounter of the same patient a note is 400 "Valid encounter required"; a finished one is accepted.',
    source: 'ehr-integration.md §2.4',
  },
  {
    id: 'epic.note-plain-text',
    personality: 'epic',
    says: 'Only text/plain is taken, and of several attachments the first is stored.',
    source: 'ehr-integration.md §2.4',
  },
  {
    id: 'epic.note-types',
    personality: 'epic',
    says: 'The types 18842-5, 34105-7 and 69730-0 are refused, and those that are not on the list.',
    source: 'ehr-integration.md §2.4 (which list: the site’s)',
  },
  {
    id: 'epic.note-twice',
    personality: 'epic',
    says: 'The same note sent twice is filed twice, without complaint.',
    source: 'ehr-integration.md §2.4; security-rules.md finding 1',
  },
  {
    id: 'epic.59141',
    personality: 'epic',
    says: 'A note whose identifier is on file already is 400 with code 59141.',
    source: 'security-rules.md finding 3 (when it is said: not verified)',
  },
  {
    id: 'oracle.empty-201',
    personality: 'oracle',
    says: 'What is created is answered 201 without a body, with Location and ETag.',
    source: 'ehr-integration.md §3.2',
  },
  {
    id: 'oracle.encounter-create',
    personality: 'oracle',
    says: 'An Encounter needs status (not cancelled, not entered-in-error), type, subject and exactly one of location and serviceProvider; else 422.',
    source: 'ehr-integration.md §3.1',
  },
  {
    id: 'oracle.encounter-refused',
    personality: 'oracle',
    says: 'class, serviceType, appointment and length of an Encounter cannot be written; the server sets the class.',
    source: 'ehr-integration.md §3.1',
  },
  {
    id: 'oracle.encounter-patch',
    personality: 'oracle',
    says: 'A JSON Patch of an Encounter may touch period and type alone; the status cannot be patched.',
    source: 'ehr-integration.md §3.1',
  },
  {
    id: 'oracle.if-match',
    personality: 'oracle',
    says: 'Patch and update need If-Match: 412 without it, 409 with another version.',
    source: 'ehr-integration.md §3.1, §3.5 (412 without: inferred)',
  },
  {
    id: 'oracle.note-create',
    personality: 'oracle',
    says: 'A note needs status current, docStatus final, type, subject, one attachment with data, title and creation, and context.period.end with a time; else 422.',
    source: 'ehr-integration.md §3.2',
  },
  {
    id: 'oracle.note-author',
    personality: 'oracle',
    says: 'The author must be the person whose token it is; a system may leave it out.',
    source: 'ehr-integration.md §3.2',
  },
  {
    id: 'oracle.note-charset',
    personality: 'oracle',
    says: 'The content type must name the character set where it has one, and be of the list.',
    source: 'ehr-integration.md §3.2',
  },
  {
    id: 'oracle.note-unkept',
    personality: 'oracle',
    says: 'identifier, relatesTo and date of a note are not kept.',
    source: 'ehr-integration.md §3.2, §3.5 ("ignored or 422": ignored here)',
  },
  {
    id: 'oracle.note-update',
    personality: 'oracle',
    says: 'A note can be updated to docStatus final, amended or entered-in-error; its subject stays.',
    source: 'ehr-integration.md §3.1',
  },
  {
    id: 'oracle.charge-create',
    personality: 'oracle',
    says: 'Charges come by ChargeItem/$create alone: 200 without an id; the charge is found by its context, billable.',
    source: 'ehr-integration.md §3.3',
  },
  {
    id: 'oracle.charge-elements',
    personality: 'oracle',
    says: 'A charge needs status unknown, subject, context, occurrenceDateTime, quantity and one code of the site’s highest tier with a schedule; else 422.',
    source: 'ehr-integration.md §3.3',
  },
  {
    id: 'oracle.charge-once',
    personality: 'oracle',
    says: 'A transactionId is needed, and one seen before is 409.',
    source: 'ehr-integration.md §3.3, design point 13 (409: inferred)',
  },
] as const satisfies readonly WriteTrait[];

export type WriteTraitId = (typeof WRITE_TRAITS)[number]['id'];
