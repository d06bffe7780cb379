// Oracle Health's rules for what an app writes (ehr-integration §3.1, §3.2): encounters, their end, notes.
import type { DocumentReference, Encounter } from '@medplum/fhirtypes';
import { ruleBroken } from './outcomes.ts';
import type { WriteFacts } from './write-rules.ts';

const UNWRITABLE = ['class', 'serviceType', 'appointment', 'length'] as const;
const WITH_TIME = /T\d\d:\d\d/;

/** Throws 422 for the first thing that is wrong. */
function demand(needs: readonly (readonly [isGood: boolean, text: string])[]): void {
  const broken = needs.find(([isGood]) => !isGood);
  if (broken) throw ruleBroken(broken[1]);
}

/** The server gives the class itself. */
export function judgeOracleEncounter({ body }: WriteFacts): Encounter {
  const visit = body as Partial<Encounter>;
  const places = [visit.location?.length ? 'location' : '', visit.serviceProvider ? 'serviceProvider' : ''];
  const refused = UNWRITABLE.find((name) => visit[name] !== undefined);
  demand([
    [refused === undefined, `Encounter.${refused} cannot be written`],
    [visit.status !== undefined, 'Encounter.status is required'],
    [!['cancelled', 'entered-in-error'].includes(visit.status ?? ''), 'Encounter.status is not allowed'],
    [Boolean(visit.type?.[0]?.coding?.[0]?.code), 'Encounter.type is required'],
    [Boolean(visit.subject?.reference), 'Encounter.subject is required'],
    [
      places.filter(Boolean).length === 1,
      'Exactly one of Encounter.location and serviceProvider is required',
    ],
    [isTimed(visit.period?.start) && isTimed(visit.period?.end), 'Encounter.period needs a time'],
  ]);
  const system = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
  return { ...visit, class: { system, code: 'VR', display: 'virtual' } } as Encounter;
}

function isTimed(moment: string | undefined): boolean {
  return moment === undefined || WITH_TIME.test(moment);
}

export function judgeOraclePatch({ body }: WriteFacts): unknown {
  const steps = Array.isArray(body) ? (body as { path?: unknown }[]) : [];
  const isAllowed = (path: unknown) =>
    typeof path === 'string' && /^\/(period\/(start|end)|type(\/.*)?|extension(\/.*)?)$/.test(path);
  demand([
    [steps.length > 0, 'A JSON Patch is required'],
    [
      steps.every(({ path }) => isAllowed(path)),
      'Only /period/start, /period/end, /type and /extension can be patched',
    ],
  ]);
  return body;
}

const TYPES = [
  /^application\/pdf$/,
  /^text\/(plain|richtext|rtf|html);\s?charset=utf-8$/i,
  /^application\/(xml|xhtml\+xml);\s?charset=utf-8$/i,
];

/** What is not kept is left out without a word. */
export function judgeOracleNote({ interaction, body, bearer, current }: WriteFacts): DocumentReference {
  const { identifier: _, relatesTo: __, date: ___, ...note } = body as Partial<DocumentReference>;
  const isSystem = bearer !== undefined && bearer.fhirUser === undefined;
  const attachment = note.content?.[0]?.attachment;
  const isUpdate = interaction === 'update';
  const statuses = isUpdate
    ? ['final', 'amended', 'entered-in-error']
    : isSystem
      ? ['final', 'amended']
      : ['final'];
  const author = note.author?.[0]?.reference;
  const before = current as DocumentReference | undefined;
  demand([
    [note.status === 'current', 'DocumentReference.status must be current'],
    [statuses.includes(note.docStatus ?? ''), `DocumentReference.docStatus must be ${statuses.join(' or ')}`],
    [Boolean(note.type?.coding?.[0]?.code), 'DocumentReference.type is required'],
    [Boolean(note.subject?.reference), 'DocumentReference.subject is required'],
    [!isUpdate || before?.subject?.reference === note.subject?.reference, 'The subject cannot be changed'],
    [isUpdate || isAuthor(author, bearer, isSystem), 'The author must be the authorized provider'],
    [note.content?.length === 1, 'Exactly one attachment is required'],
    [TYPES.some((type) => type.test(attachment?.contentType ?? '')), 'The contentType must name its charset'],
    [Boolean(attachment?.data), 'attachment.data is required'],
    [Boolean(attachment?.title), 'attachment.title is required'],
    [WITH_TIME.test(attachment?.creation ?? ''), 'attachment.creation needs a time'],
    [WITH_TIME.test(note.context?.period?.end ?? ''), 'context.period.end needs a time'],
    [(note.context?.encounter?.length ?? 0) <= 1, 'At most one encounter'],
  ]);
  return note as DocumentReference;
}

function isAuthor(author: string | undefined, bearer: WriteFacts['bearer'], isSystem: boolean): boolean {
  if (isSystem || bearer === undefined) return true;
  return author !== undefined && author === bearer.fhirUser?.split('/').slice(-2).join('/');
}
