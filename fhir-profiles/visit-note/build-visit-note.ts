// Says a signed note as a DocumentReference, in the form this kind of EHR takes. The text goes as it was signed,
// byte for byte; what cannot be sent is refused here with reasons.
import type { Coding, DocumentReference } from '@medplum/fhirtypes';
import type { Reason } from '#domain/launch';
import { encodeText } from '#profiles/elements';
import { endOf, listNoteFaults, typeOf } from './check-note.ts';
import { type NoteFacts, type NoteSite, type NoteVariant, wayOfNote } from './note-facts.ts';

export const VISIT_NOTE_PROFILE = 'https://webside.example/fhir/StructureDefinition/webside-visit-note';
/** Of our reference; it means something inside this installation only. */
export const REFERENCE_SYSTEM = 'urn:webside:reference';

const CATEGORY = {
  system: 'http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category',
  code: 'clinical-note',
};

/** Epic stores `text/plain` alone; the others want the character set named (ehr-integration 2.4, 3.2, 4.1). */
const CONTENT_TYPE: Record<NoteVariant, string> = {
  generic: 'text/plain;charset=utf-8',
  epic: 'text/plain',
  oracle: 'text/plain;charset=utf-8',
};

export type BuiltNote = { ok: true; resource: DocumentReference } | { ok: false; reasons: Reason[] };

/** For a note that is a document of its own (`wayOfNote` is `create`). */
export function buildVisitNote(variant: NoteVariant, facts: NoteFacts, site: NoteSite): BuiltNote {
  const reasons = listNoteFaults(variant, facts, site);
  if (wayOfNote(variant, facts.kind) !== 'create') reasons.push({ code: 'note.wants-update', data: {} });
  if (reasons.length > 0) return { ok: false, reasons };
  return {
    ok: true,
    resource: {
      resourceType: 'DocumentReference',
      status: 'current',
      docStatus: (variant === 'epic' && site.docStatus) || 'final',
      type: { coding: [codingOf(facts, site)] },
      category: [{ coding: [CATEGORY] }],
      subject: { reference: facts.patient },
      author: [{ reference: facts.author.reference, display: facts.author.name }],
      content: [{ attachment: buildAttachment(variant, facts) }],
      ...(variant === 'generic' && {
        identifier: [{ system: REFERENCE_SYSTEM, value: facts.reference }],
        date: facts.signedAt,
      }),
      ...relationOf(variant, facts),
      ...contextOf(variant, facts),
    },
  };
}

/**
 * For a note that is a new version of the earlier one: everything the EHR holds stays, but what this changes.
 * `current`: the document as the EHR gives it now. A withdrawal keeps the old text, so that the record shows what
 * was withdrawn.
 */
export function buildNoteUpdate(
  variant: NoteVariant,
  current: DocumentReference,
  facts: NoteFacts,
  site: NoteSite,
): BuiltNote {
  const reasons = listNoteFaults(variant, facts, site);
  if (wayOfNote(variant, facts.kind) !== 'update') reasons.push({ code: 'note.wants-create', data: {} });
  if (facts.earlier !== `DocumentReference/${current.id}`)
    reasons.push({ code: 'note.earlier-other', data: {} });
  if (current.subject?.reference !== facts.patient) reasons.push({ code: 'note.patient-other', data: {} });
  if (reasons.length > 0) return { ok: false, reasons };
  if (facts.kind === 'replacement')
    return {
      ok: true,
      resource: {
        ...current,
        docStatus: 'amended',
        content: [{ ...current.content[0], attachment: buildAttachment(variant, facts) }],
        ...contextOf(variant, facts),
      },
    };
  return {
    ok: true,
    resource: {
      ...current,
      // Oracle Health's status cannot be changed, its docStatus can (ehr-integration 3.1).
      ...(variant === 'generic' && { status: 'entered-in-error' as const }),
      docStatus: 'entered-in-error',
    },
  };
}

function codingOf(facts: NoteFacts, site: NoteSite): Coding {
  const { system, code, display } = typeOf(facts, site);
  return { system, code, ...(display !== undefined && { display }) };
}

function buildAttachment(variant: NoteVariant, { text, title, signedAt }: NoteFacts) {
  return { contentType: CONTENT_TYPE[variant], data: encodeText(text), title, creation: signedAt };
}

/** Oracle Health's create has no `relatesTo`: there the text alone says what it adds to (ehr-integration 3.2). */
function relationOf(variant: NoteVariant, { kind, earlier }: NoteFacts): Partial<DocumentReference> {
  if (variant === 'oracle' || kind === 'note' || earlier === null) return {};
  const code = kind === 'replacement' ? 'replaces' : 'appends';
  return { relatesTo: [{ code, target: { reference: earlier } }] };
}

function contextOf(variant: NoteVariant, facts: NoteFacts): Partial<DocumentReference> {
  const { encounter, visit } = facts;
  const named = encounter === null ? {} : { encounter: [{ reference: encounter }] };
  if (variant === 'epic') return { context: named };
  const start = visit.start === null ? {} : { start: visit.start };
  return { context: { ...named, period: { ...start, end: endOf(facts) } } };
}
