// What is sent to the sandbox in its write rules' tests: as our builders make it, then bent.
import type { DocumentReference, Encounter } from '@medplum/fhirtypes';
import { buildTelehealthEncounter } from '#profiles/telehealth-encounter';
import { buildVisitNote, type NoteVariant } from '#profiles/visit-note';

let marks = 0;
export function note(variant: NoteVariant, parts: object = {}): DocumentReference {
  marks += 1;
  const built = buildVisitNote(
    variant,
    {
      kind: 'note',
      reference: `WS-MARK${marks}`,
      title: 'Video visit',
      typeCode: '11506-3',
      text: `Assessment: well. Ñ 🩺\n\nRef WS-MARK${marks}`,
      signedAt: '2026-11-22T09:40:00.000Z',
      author: { reference: 'Practitioner/grey', name: 'Dr Grey' },
      patient: 'Patient/ada',
      encounter: 'Encounter/enc-1',
      visit: { start: '2026-11-22T09:00:00.000Z', end: '2026-11-22T09:30:00.000Z' },
      earlier: null,
    },
    {},
  );
  if (!built.ok) throw new Error(JSON.stringify(built.reasons));
  return { ...built.resource, ...parts };
}
export function visit(variant: 'generic' | 'oracle', parts: object = {}): Encounter {
  const built = buildTelehealthEncounter(
    variant,
    {
      reference: 'WS-VISIT1',
      patient: 'Patient/ada',
      performer: { reference: 'Practitioner/grey', name: 'Dr Grey' },
      start: '2026-11-22T09:00:00.000Z',
      end: null,
      reason: 'Cough',
      appointment: null,
    },
    { location: 'Location/video' },
  );
  if (!built.ok) throw new Error(JSON.stringify(built.reasons));
  return { ...built.resource, ...parts };
}
export const SYSTEM = 'https://fhir.cerner.example/CodeSystem/BillCodes-CPT';
export const uuid = (last: number) => `urn:uuid:00000000-0000-4000-8000-${String(last).padStart(12, '0')}`;
export function charge(transactionId: string, parts: object = {}): object {
  const extension = [{ url: 'https://fhir.cerner.example/bill-code-schedule', valueCoding: { code: '1' } }];
  const resource = {
    resourceType: 'ChargeItem',
    status: 'unknown',
    code: { coding: [{ extension, system: SYSTEM, code: '99213' }] },
    subject: { reference: 'Patient/ada' },
    context: { reference: 'Encounter/enc-1' },
    occurrenceDateTime: '2026-11-22T09:00:00Z',
    quantity: { value: 1 },
    ...parts,
  };
  return {
    resourceType: 'Parameters',
    parameter: [
      { name: 'transactionId', valueUuid: transactionId },
      { name: 'chargeItem', resource },
    ],
  };
}
