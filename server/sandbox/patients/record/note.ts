// Clinical notes and documents (US Core DocumentReference), as text, HTML, PDF or CDA, with the
// bytes in a Binary of their own or inside the reference.
import type {
  Attachment,
  Binary,
  CodeableConcept,
  DocumentReference,
  Encounter,
  Patient,
  Practitioner,
  Reference,
  RelatedPerson,
} from '@medplum/fhirtypes';
import { coding, concept, NOTES, ownSystem, usCore } from '#server/sandbox/patients/terms';
import type { Day } from './calendar.ts';
import { buildCda } from './cda.ts';
import { add, type Chart, referTo } from './chart.ts';
import { buildPdf } from './pdf.ts';

export interface NoteOptions {
  title: string;
  on: Day;
  time?: string;
  by: Reference<Practitioner | Patient | RelatedPerson>;
  /** Plain text; for `html` a fragment of XHTML. */
  text: string;
  form?: 'text' | 'html' | 'pdf' | 'cda';
  /** The bytes stand in the DocumentReference itself. */
  inline?: boolean;
  encounter?: Encounter;
  status?: DocumentReference['status'];
  /** The earlier document this one takes the place of. */
  replaces?: DocumentReference;
  slug?: string;
}

const CONTENT_TYPES = {
  text: 'text/plain;charset=utf-8',
  html: 'text/html;charset=utf-8',
  pdf: 'application/pdf',
  cda: 'application/xml',
};
const IHE_FORMATS = 'http://ihe.net/fhir/ValueSet/IHE.FormatCode.codesystem';

export function addNote(chart: Chart, kind: keyof typeof NOTES, options: NoteOptions): DocumentReference {
  const id = chart.newId(options.slug ?? `note-${kind}`);
  const when = chart.calendar.at(options.on, options.time ?? '17:20');
  const bytes = bytesOf(chart, options);
  const attachment: Attachment = {
    contentType: CONTENT_TYPES[options.form ?? 'text'],
    title: options.title,
    creation: when,
    size: bytes.length,
    ...(options.inline
      ? { data: bytes.toString('base64') }
      : { url: addBinary(chart, `${id}-content`, options.form ?? 'text', bytes) }),
  };
  return add<DocumentReference>(chart, {
    resourceType: 'DocumentReference',
    id,
    meta: { profile: [usCore('us-core-documentreference')] },
    identifier: [{ system: ownSystem('document'), value: id }],
    status: options.status ?? 'current',
    docStatus: options.status === 'entered-in-error' ? 'entered-in-error' : 'final',
    type: NOTES[kind],
    category: [clinicalNote()],
    subject: chart.subject,
    date: when,
    author: [options.by],
    custodian: { reference: 'Organization/harborlight', display: 'Harborlight Health' },
    relatesTo: options.replaces ? [{ code: 'replaces', target: referTo(options.replaces) }] : undefined,
    description: options.title,
    content: [
      {
        attachment,
        format:
          options.form === 'cda'
            ? coding(
                'http://terminology.hl7.org/CodeSystem/v3-HL7DocumentFormatCodes',
                'urn:hl7-org:sdwg:ccda-structuredBody:2.1',
                'C-CDA R2.1 structured body',
              )
            : coding(IHE_FORMATS, 'urn:ihe:iti:xds:2017:mimeTypeSufficient', 'mimeType Sufficient'),
      },
    ],
    context: options.encounter
      ? {
          encounter: [referTo(options.encounter)],
          ...(options.encounter.period ? { period: options.encounter.period } : {}),
        }
      : undefined,
  });
}

function clinicalNote(): CodeableConcept {
  return concept(
    'Clinical note',
    coding(
      'http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category',
      'clinical-note',
      'Clinical Note',
    ),
  );
}

function bytesOf(chart: Chart, options: NoteOptions): Buffer {
  if (options.form === 'cda')
    return Buffer.from(buildCda(chart.patient, options.title, options.on, options.text));
  if (options.form === 'pdf') return buildPdf(options.text);
  if (options.form !== 'html') return Buffer.from(options.text);
  return Buffer.from(
    `<html xmlns="http://www.w3.org/1999/xhtml"><head><title>${options.title}</title></head><body>${options.text}</body></html>`,
  );
}

function addBinary(chart: Chart, id: string, form: keyof typeof CONTENT_TYPES, bytes: Buffer): string {
  add<Binary>(chart, {
    resourceType: 'Binary',
    id,
    contentType: CONTENT_TYPES[form],
    // A Binary has no subject: who may read the patient may read it.
    securityContext: chart.subject,
    data: bytes.toString('base64'),
  });
  return `Binary/${id}`;
}
