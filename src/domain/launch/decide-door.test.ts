import { describe, expect, it } from 'vitest';
import { decideDoor } from './decide-door.ts';
import type { FhirUser } from './fhir-id.ts';
import { readLaunchContext } from './launch-context.ts';
import type { SessionRole } from './role.ts';

const user = (type: FhirUser['type']): FhirUser => ({ type, id: 'x', reference: `${type}/x` });
const context = (patient?: string) => {
  const read = readLaunchContext({ patient, encounter: 'e1' });
  if (!read.ok) throw new Error(read.field);
  return read.context;
};
const decide = (
  door: 'ehr' | 'patient' | 'staff',
  type: FhirUser['type'] | null,
  role: SessionRole,
  patient?: string,
) => {
  const decided = decideDoor({ door, fhirUser: type && user(type), role, context: context(patient) });
  return decided.ok ? decided.context.patientId : decided.code;
};

describe('decideDoor', () => {
  it.each([
    ['ehr', 'Practitioner', 'clinician', 'p1', 'p1'],
    ['ehr', 'Practitioner', null, 'p1', 'p1'],
    ['ehr', 'Practitioner', 'clinician', undefined, null],
    ['ehr', null, null, 'p1', 'p1'],
    ['ehr', 'Patient', 'patient', 'p1', 'p1'],
    ['ehr', 'Patient', 'patient', undefined, 'patient-missing'],
    ['ehr', 'RelatedPerson', 'proxy', undefined, 'patient-missing'],
    ['patient', 'Patient', 'patient', 'p1', 'p1'],
    ['patient', 'RelatedPerson', 'proxy', 'p1', 'p1'],
    ['patient', null, null, 'p1', 'p1'],
    ['patient', 'Patient', 'patient', undefined, 'patient-missing'],
    ['patient', null, null, undefined, 'patient-missing'],
    ['patient', 'Practitioner', null, 'p1', 'wrong-door'],
    ['patient', 'PractitionerRole', 'clinician', 'p1', 'wrong-door'],
    ['staff', 'Practitioner', 'biller', undefined, null],
    ['staff', 'Practitioner', 'biller', 'p1', null],
    ['staff', null, null, 'p1', null],
    ['staff', 'Patient', 'patient', 'p1', 'wrong-door'],
    ['staff', 'RelatedPerson', 'proxy', 'p1', 'wrong-door'],
  ] as const)('%s door, %s as %s, patient %s: %s', (door, type, role, patient, expected) => {
    expect(decide(door, type, role, patient)).toBe(expected);
  });

  it('takes the encounter away with the patient', () => {
    const decided = decideDoor({
      door: 'staff',
      fhirUser: user('Practitioner'),
      role: null,
      context: context('p1'),
    });
    expect(decided).toMatchObject({ ok: true, context: { patientId: null, encounterId: null } });
  });
});
