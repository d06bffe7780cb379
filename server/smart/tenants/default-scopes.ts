// What Webside asks for where the tenants file says nothing, by vendor and door. The minimum: too many
// scopes fail at some servers (ehr-integration.md 2.1, 3.5, trap 9).
import type { Door, Vendor } from '#domain/launch';
import type { Tenant } from './tenant-schema.ts';

const READS = [
  'Patient.rs',
  'Encounter.rs',
  'Condition.rs',
  'MedicationRequest.rs',
  'AllergyIntolerance.rs',
  'Observation.rs',
  'DocumentReference.rs',
  'Binary.r',
  'Appointment.rs',
  'Immunization.rs',
  'Procedure.rs',
  'Coverage.rs',
];
const STAFF_READS = ['Practitioner.rs', 'PractitionerRole.rs'];
/** What delivers a visit, its end and its corrections; a charge is found again by a search. */
const DELIVERIES = ['Encounter.cu', 'DocumentReference.cu', 'ChargeItem.c', 'ChargeItem.rs'];
const WRITES = [...DELIVERIES, 'Observation.c'];
/** A charge is credited by an update only where an EHR takes one: neither Epic nor Oracle Health does. */
const CREDITS = ['ChargeItem.u'];
/** What a delivery reads: whether it is there already. */
const LOOKED_UP = ['Encounter.rs', 'DocumentReference.rs', 'Binary.r'];

/**
 * Epic takes scopes from the app's registration and suggests asking for `launch openid fhirUser` alone
 * (ehr-integration.md 2.1, design point 7); the others want the explicit list, without wildcards.
 */
export function listDefaultScopes(vendor: Vendor, door: Door): string[] {
  const identity = ['openid', 'fhirUser'];
  if (door === 'patient')
    return ['launch/patient', ...identity, 'offline_access', ...READS.map((read) => `patient/${read}`)];
  const staying = 'online_access';
  if (vendor === 'epic') return door === 'ehr' ? ['launch', ...identity, staying] : [...identity, staying];
  const reads = [...READS, ...STAFF_READS].map((read) => `user/${read}`);
  const written = [...WRITES, ...(vendor === 'generic' ? CREDITS : [])];
  const writes = written.map((write) => `user/${write}`);
  return door === 'ehr'
    ? ['launch', ...identity, staying, ...reads, ...writes]
    : [...identity, staying, ...reads];
}

/**
 * Of backend services, for what is delivered when its author has gone (SMART 2.2 backend-services). A message names the
 * patient by the record's numbers and names: where messages go, the record is read first.
 */
export function listBackendScopes({ vendor, hl7v2 }: Pick<Tenant, 'vendor' | 'hl7v2'>): string[] {
  return [
    ...[...DELIVERIES, ...LOOKED_UP],
    ...(vendor === 'generic' ? CREDITS : []),
    ...(hl7v2 ? ['Patient.r'] : []),
  ].map((one) => `system/${one}`);
}
