// Whom a door lets in. Each is for its own people, and only the patient's cannot do without a patient.
import type { Door, DoorFailure } from './door-failure.ts';
import type { FhirUser } from './fhir-id.ts';
import type { LaunchContext } from './launch-context.ts';
import type { SessionRole } from './role.ts';

export interface Arrival {
  door: Door;
  fhirUser: FhirUser | null;
  role: SessionRole;
  context: LaunchContext;
}

/**
 * The context this session may have, or why nobody is let in. The staff door has no patient, whatever the
 * EHR adds; the EHR's own launch may lack one (the capability page says so), but not for a patient or proxy.
 */
export function decideDoor({
  door,
  fhirUser,
  role,
  context,
}: Arrival): { ok: true; context: LaunchContext } | { ok: false; code: DoorFailure } {
  const isStaff = fhirUser?.type === 'Practitioner' || fhirUser?.type === 'PractitionerRole';
  const isPatientSide = role === 'patient' || role === 'proxy';
  if (door === 'patient' ? isStaff : door === 'staff' && isPatientSide)
    return { ok: false, code: 'wrong-door' };
  if (door === 'staff') return { ok: true, context: { ...context, patientId: null, encounterId: null } };
  const needsPatient = door === 'patient' || isPatientSide;
  if (needsPatient && context.patientId === null) return { ok: false, code: 'patient-missing' };
  return { ok: true, context };
}
