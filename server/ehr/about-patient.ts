// The wrong-patient lock: a resource may be shown in a launch only when its subject role names that
// launch's patient. Being in the patient's compartment as author, performer or recorder is not enough.
import type { Resource } from '@medplum/fhirtypes';
import { AppError } from '#server/errors';

/** Elements that say whom a resource is about (FHIR R4 resource definitions). */
const SUBJECT_ELEMENTS = ['subject', 'patient', 'beneficiary'] as const;

/**
 * True only when every subject it names is this patient, and it names one. A reference may be relative,
 * absolute below `fhirBase`, or carry a version; a logical reference without one proves nothing.
 */
export function isAboutPatient(resource: Resource, patientId: string, fhirBase: string): boolean {
  if (resource.resourceType === 'Patient') return resource.id === patientId;
  if (resource.resourceType === 'Appointment') return isAppointmentOf(resource, patientId, fhirBase);
  const named = SUBJECT_ELEMENTS.flatMap((element) => {
    const value: unknown = Object.hasOwn(resource, element) ? resource[element as keyof Resource] : undefined;
    return value === undefined ? [] : [value];
  });
  return named.length > 0 && named.every((value) => readPatientId(value, fhirBase) === patientId);
}

/** Types that are about no patient: they may be shown in any launch (R4 resource definitions). */
const ABOUT_NOBODY = ['Practitioner', 'PractitionerRole', 'Organization', 'Location', 'Medication'];

export function isAboutNobody(resource: Resource): boolean {
  return ABOUT_NOBODY.includes(resource.resourceType);
}

/** An Appointment has no subject: its patients are participants, and every one of them must be this one. */
function isAppointmentOf(resource: Resource, patientId: string, fhirBase: string): boolean {
  const participants: unknown = 'participant' in resource ? resource.participant : undefined;
  if (!Array.isArray(participants)) return false;
  const actors = participants.map((one: { actor?: unknown } | null) => one?.actor);
  const patients = actors.filter(namesPatient);
  return patients.length > 0 && patients.every((actor) => readPatientId(actor, fhirBase) === patientId);
}

/** Does this reference lead to a patient, whoever it is? */
export function namesPatient(to: unknown): boolean {
  if (typeof to !== 'object' || to === null) return false;
  const { reference, type } = to as { reference?: unknown; type?: unknown };
  return type === 'Patient' || /(^|\/)Patient\//.test(String(reference ?? ''));
}

/** The id of the patient it leads to at this very server; null for anything else. */
export function readPatientId(value: unknown, fhirBase: string): string | null {
  if (typeof value !== 'object' || value === null || !('reference' in value)) return null;
  const { reference } = value;
  if (typeof reference !== 'string') return null;
  const base = `${fhirBase.replace(/\/+$/, '')}/`;
  const relative = reference.startsWith(base) ? reference.slice(base.length) : reference;
  return /^Patient\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/.exec(relative)?.[1] ?? null;
}

export function wrongPatient(): AppError {
  return new AppError(
    'conflict',
    'wrong-patient',
    'The hospital’s system answered with another patient than the one this window was opened for. Nothing is shown. Close this window and open Webside again from the chart.',
  );
}
