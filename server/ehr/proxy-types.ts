// What the browser may ask for over the FHIR road: the types, the parameters of each, and which lists of the
// chart they belong to. Data only; what is not here does not exist.
import type { ChartListName } from '#domain/chart';

export interface ProxyType {
  type: string;
  /** Whoever may read one of these lists may ask for the type. */
  lists: readonly ChartListName[];
  /** Search parameters beside `patient`, `_count` and `_sort`; null: read by id only. */
  params: readonly string[] | null;
}

export const PROXY_TYPES: readonly ProxyType[] = [
  { type: 'Patient', lists: ['patient'], params: null },
  { type: 'AllergyIntolerance', lists: ['allergies'], params: ['clinical-status'] },
  { type: 'Condition', lists: ['problems'], params: ['category', 'clinical-status', 'encounter'] },
  { type: 'MedicationRequest', lists: ['medications'], params: ['status', 'intent', 'encounter'] },
  { type: 'Observation', lists: ['vitals', 'labs'], params: ['category', 'code', 'date', 'encounter'] },
  { type: 'DocumentReference', lists: ['documents'], params: ['category', 'type', 'date', 'encounter'] },
  { type: 'Encounter', lists: ['encounters'], params: ['date', 'status'] },
  { type: 'Appointment', lists: ['appointments'], params: ['date', 'status'] },
  { type: 'Immunization', lists: ['immunizations'], params: ['date', 'status'] },
  { type: 'Procedure', lists: ['procedures'], params: ['date', 'status'] },
  { type: 'Coverage', lists: ['coverage'], params: ['status'] },
  // About nobody: names behind the references of the lists above.
  { type: 'Practitioner', lists: ['encounters'], params: null },
  { type: 'PractitionerRole', lists: ['encounters'], params: null },
  { type: 'Organization', lists: ['encounters'], params: null },
  { type: 'Location', lists: ['encounters'], params: null },
  { type: 'Medication', lists: ['medications'], params: null },
];
