// What goes to the EHR as an HL7 v2 message: a parcel said by the composers of that road. Whom it is about is read from
// the EHR's own record just before; without a record number there is no message.
import type { Encounter, Patient } from '@medplum/fhirtypes';
import {
  composeCharge,
  composeNote,
  type Hl7Parties,
  type Hl7Site,
  type NoteMessage,
  readHl7Clinician,
  readHl7Patient,
  readHl7VisitNumber,
} from '#server/ehr/hl7v2';
import type { BuiltOrder, ReadCurrent } from './build-order.ts';
import { describeLine } from './charge-order.ts';
import type { SentFacts } from './delivery-facts.ts';
import type { Parcel } from './parcel.ts';

export type BuiltMessage =
  | { kind: 'message'; message: string; sent: SentFacts }
  | Exclude<BuiltOrder, { kind: 'order' | 'there' }>;

/** The same delivery is the same message, however often it goes: its number (MSH-10) is made of the delivery's id. */
export async function buildMessage(
  parcel: Parcel,
  { site, read, composedAt }: { site: Hl7Site; read: ReadCurrent; composedAt: Date },
): Promise<BuiltMessage> {
  const patient = await read('Patient', parcel.facts.patientId);
  if (patient.kind !== 'found') return { kind: 'unread', answer: patient };
  const identity = readHl7Patient(patient.resource as Patient);
  if (!identity) return { kind: 'invalid', codes: ['hl7.record-number-missing'] };
  const visitNumber = await readVisitNumber(parcel, read);
  if (typeof visitNumber === 'object' && visitNumber !== null) return visitNumber;
  const around = { site, composedAt, messageId: parcel.row.id };
  const parties = { patient: identity, visitNumber };
  return parcel.charge ? sayCharge(parcel, around, parties) : sayNote(parcel, around, parties);
}

type Around = Pick<NoteMessage, 'site' | 'composedAt' | 'messageId'>;

/** Absent, it is said without; unread, it waits. */
async function readVisitNumber(
  { encounter }: Parcel,
  read: ReadCurrent,
): Promise<string | null | Extract<BuiltMessage, { kind: 'unread' }>> {
  if (encounter === null) return null;
  const answer = await read('Encounter', encounter.split('/').at(-1) ?? '');
  if (answer.kind === 'found') return readHl7VisitNumber(answer.resource as Encounter);
  return answer.kind === 'absent' ? null : { kind: 'unread', answer };
}

function sayNote(
  { note, visit, before, encounter, row }: Parcel,
  around: Around,
  who: Omit<Hl7Parties, 'clinician'>,
): BuiltMessage {
  if (!note) return { kind: 'invalid', codes: ['hl7.no-such-message'] };
  const parentReference = before?.row.reference ?? null;
  if (row.kind !== 'note' && parentReference === null)
    return { kind: 'invalid', codes: ['hl7.parent-missing'] };
  const parties = { ...who, clinician: readHl7Clinician(note.author, null) };
  const message = composeNote({
    ...around,
    parties,
    note: { ...note, parentReference },
    at: visit.admittedAt,
  });
  const { text, typeCode, author } = note;
  return {
    kind: 'message',
    message,
    sent: { text, author: author.reference, encounter, types: [typeCode], target: null, body: { message } },
  };
}

/** A charge that was taken back is only ever said to be credited. */
function sayCharge(
  { charge, encounter, row }: Parcel,
  around: Around,
  who: Omit<Hl7Parties, 'clinician'>,
): BuiltMessage {
  if (!charge) return { kind: 'invalid', codes: ['hl7.no-such-message'] };
  const { whole, line, at } = charge;
  const parties = { ...who, clinician: readHl7Clinician(whole.performer, null) };
  const message = composeCharge({
    ...around,
    parties,
    charge: {
      ...whole,
      lines: [{ ...line, number: at + 1 }],
      withdrawnAt: row.kind === 'charge-credit' ? whole.withdrawnAt : null,
    },
  });
  const text = describeLine(line, whole.occurrence.start);
  const author = whole.performer.reference;
  return {
    kind: 'message',
    message,
    sent: { text, author, encounter, types: [line.code], target: null, body: { message } },
  };
}
