// Epic's rules for what an app writes (ehr-integration §2.3, §2.4): notes, and each refusal in Epic's words.
import type { DocumentReference } from '@medplum/fhirtypes';
import { badQuery, duplicateRecord, elementMissing } from './outcomes.ts';
import type { WriteFacts } from './write-rules.ts';

const REFUSED_TYPES = ['18842-5', '34105-7', '69730-0'];
const NOTE_TYPES = ['11506-3', '11488-4', '34117-2', '28570-0', '34109-9', '34108-1'];
const LOINC = 'http://loinc.org';

/** Of several attachments the first is kept. */
export function judgeEpicNote({ body, find, isOnFile }: WriteFacts): DocumentReference {
  const note = body as Partial<DocumentReference> & { resourceType: 'DocumentReference' };
  const codes = note.type?.coding ?? [];
  const attachment = note.content?.[0]?.attachment;
  const needs: [isThere: boolean, name: string][] = [
    [note.status === 'current', 'status'],
    [note.docStatus === 'final' || note.docStatus === 'preliminary', 'docStatus'],
    [codes.length > 0, 'type'],
    [listCodes(note.category).includes('clinical-note'), 'category'],
    [note.subject?.reference !== undefined, 'subject'],
    [Boolean(attachment?.data), 'content.attachment.data'],
  ];
  const missing = needs.find(([isThere]) => !isThere);
  if (missing) throw elementMissing(`A required element is missing: ${missing[1]}`);
  const patient = localOf(note.subject?.reference, 'Patient');
  if (!patient || !find('Patient', patient)) throw badQuery('Invalid subject received', INVALID);
  if (attachment?.contentType !== 'text/plain')
    throw badQuery('The content type must be text/plain', INVALID);
  const isRefused = codes.some(({ code }) => REFUSED_TYPES.includes(code ?? ''));
  const isListed = codes.some(({ system, code }) => system !== LOINC || NOTE_TYPES.includes(code ?? ''));
  if (isRefused || !isListed) throw badQuery('The note type is not supported for creating notes', INVALID);
  const encounter = localOf(note.context?.encounter?.[0]?.reference, 'Encounter');
  const visit = encounter === undefined ? undefined : find('Encounter', encounter);
  const isOfPatient =
    visit?.resourceType === 'Encounter' && localOf(visit.subject?.reference, 'Patient') === patient;
  if (!isOfPatient) throw badQuery('Valid encounter required', INVALID);
  if ((note.identifier ?? []).some((each) => isOnFile('DocumentReference', each)))
    throw duplicateRecord('Attempt to create a duplicate record');
  return { ...note, content: note.content?.slice(0, 1) } as DocumentReference;
}

/** A number in Epic's range for "what you sent is wrong". */
const INVALID = { code: '59100', display: 'Content invalid' };

function listCodes(concepts: DocumentReference['category']): string[] {
  return (concepts ?? []).flatMap((one) => (one.coding ?? []).flatMap(({ code }) => code ?? []));
}

/** Relative or absolute; another instance's id is simply nobody here. */
function localOf(reference: string | undefined, type: string): string | undefined {
  return new RegExp(`(?:^|/)${type}/([A-Za-z0-9.-]{1,64})$`).exec(reference ?? '')?.[1];
}
