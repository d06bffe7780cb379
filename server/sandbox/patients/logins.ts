// Who of the sandbox's own patients may log in: every adult who is alive.
import type { Patient } from '@medplum/fhirtypes';
import type { SandboxPerson } from '#server/sandbox/contract';
import { buildPatientLogin } from '#server/sandbox/patients/clinic';

const ADULT_YEARS = 18;

/** `today`: `YYYY-MM-DD`. The username is the patient's id. */
export function listPatientPeople(patients: Patient[], today: string): SandboxPerson[] {
  return patients
    .filter((patient) => isAdult(patient, today) && !isDeceased(patient))
    .map((patient) => buildPatientLogin(patient, patient.id ?? ''));
}

function isAdult(patient: Patient, today: string): boolean {
  const birthDate = patient.birthDate ?? '';
  return `${Number(birthDate.slice(0, 4)) + ADULT_YEARS}${birthDate.slice(4)}` <= today;
}

function isDeceased(patient: Patient): boolean {
  return patient.deceasedBoolean === true || patient.deceasedDateTime !== undefined;
}
