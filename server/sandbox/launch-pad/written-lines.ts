// What apps put into a record, as a reader of the chart would see it: notes with their text, visits, charges. The
// newest first, each in its present version.
import type { ChargeItem, CodeableConcept, DocumentReference, Encounter, Resource } from '@medplum/fhirtypes';
import type { AcceptedWrite } from '#server/sandbox/contract';

export interface WrittenLine {
  kind: string;
  title: string;
  /** Status, author, time, id and version, in words. */
  facts: string[];
  /** Of a note. */
  text?: string;
}

const MOST = 50;

export function listWritten(accepted: readonly AcceptedWrite[], patient: string): WrittenLine[] {
  const present = new Map(accepted.map((write) => [`${write.type}/${write.id}`, write]));
  return [...present.values()]
    .filter(({ resource }) => subjectOf(resource) === `Patient/${patient}`)
    .toSorted((one, other) => other.number - one.number)
    .slice(0, MOST)
    .flatMap((write) => (write.resource ? [describe(write, write.resource)] : []));
}

function subjectOf(resource: Resource | undefined): string | undefined {
  return (resource as { subject?: { reference?: string } } | undefined)?.subject?.reference;
}

function describe(write: AcceptedWrite, resource: Resource): WrittenLine {
  const place = [`${write.type}/${write.id}`, `version ${write.versionId}`, write.at, `by ${write.client}`];
  switch (resource.resourceType) {
    case 'DocumentReference':
      return describeNote(resource as DocumentReference, place);
    case 'Encounter': {
      const { status, type, period } = resource as Encounter;
      const span = `${period?.start ?? '?'} to ${period?.end ?? 'now'}`;
      return { kind: 'Visit', title: nameOf(type?.[0]), facts: [status, span, ...place] };
    }
    case 'ChargeItem': {
      const { code, status, quantity } = resource as ChargeItem;
      return {
        kind: 'Charge',
        title: nameOf(code),
        facts: [status, `${quantity?.value ?? 1} unit(s)`, ...place],
      };
    }
    default:
      return { kind: resource.resourceType, title: write.id, facts: place };
  }
}

function describeNote(note: DocumentReference, place: string[]): WrittenLine {
  const attachment = note.content[0]?.attachment;
  const isText = /^text\//.test(attachment?.contentType ?? '') && attachment?.data !== undefined;
  const author = note.author?.map((one) => one.display ?? one.reference).join(', ');
  return {
    kind: 'Note',
    title: attachment?.title ?? nameOf(note.type),
    facts: [note.docStatus ?? note.status, nameOf(note.type), ...(author ? [author] : []), ...place],
    ...(isText && { text: Buffer.from(attachment?.data ?? '', 'base64').toString('utf8') }),
  };
}

function nameOf(concept: CodeableConcept | undefined): string {
  const coding = concept?.coding?.[0];
  return concept?.text ?? coding?.display ?? coding?.code ?? 'without a name';
}
