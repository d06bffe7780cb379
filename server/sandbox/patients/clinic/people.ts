// Log-ins: the staff's, and the shape of a patient's.
import type { Patient } from '@medplum/fhirtypes';
import type { SandboxPerson } from '#server/sandbox/contract';
import { displayName } from '#server/sandbox/patients/record';
import { STAFF, type StaffMember, staffName } from './staff.ts';

/** Log-in password of everybody; the log-in page prints it. */
export const SANDBOX_PASSWORD = 'sandbox';

export function listStaffPeople(): SandboxPerson[] {
  return Object.values(STAFF).map(
    (member: StaffMember): SandboxPerson => ({
      username: member.id,
      password: SANDBOX_PASSWORD,
      displayName: staffName(member),
      title: member.title,
      kind: 'staff',
      fhirUser: `Practitioner/${member.id}`,
      patients: [],
      practitionerRoleCode: member.role,
    }),
  );
}

export function buildPatientLogin(patient: Patient, username: string): SandboxPerson {
  const born = patient.birthDate ? `born ${patient.birthDate}` : 'birth date not recorded';
  return {
    username,
    password: SANDBOX_PASSWORD,
    displayName: displayName(patient),
    title: ['Patient', born, patient.address?.[0]?.state].filter(Boolean).join(', '),
    kind: 'patient',
    fhirUser: `Patient/${patient.id}`,
    patients: [patient.id ?? ''],
  };
}
