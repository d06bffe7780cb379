// Scopes in plain words, for the consent page. A scope without words of its own is shown as it is spelt.
import { type ResourceScope, readScope } from './scopes.ts';

const PLAIN: Record<string, string> = {
  openid: 'Know that it is you',
  fhirUser: 'Know your name and role here',
  profile: 'Know your name and role here',
  launch: 'Open in the chart you came from',
  'launch/patient': 'Know which record you chose',
  'launch/encounter': 'Know which visit you chose',
  online_access: 'Stay connected while you are logged in',
  offline_access: 'Stay connected when you have gone, until you take it back',
};

const TYPES: Record<string, string> = {
  '*': 'everything in the record',
  AllergyIntolerance: 'allergies',
  Appointment: 'appointments',
  Binary: 'attached files',
  CarePlan: 'care plans',
  CareTeam: 'the care team',
  Communication: 'messages',
  Condition: 'health problems and diagnoses',
  Consent: 'consents',
  Coverage: 'insurance',
  DiagnosticReport: 'test reports',
  DocumentReference: 'notes and documents',
  Encounter: 'visits',
  Goal: 'goals',
  Immunization: 'vaccinations',
  Location: 'places of care',
  Medication: 'medicines',
  MedicationRequest: 'prescriptions',
  Observation: 'measurements and lab results',
  Organization: 'organizations',
  Patient: 'name, birth date and contact details',
  Practitioner: 'clinicians',
  PractitionerRole: 'what clinicians do here',
  Procedure: 'procedures',
  Provenance: 'who recorded what',
  Questionnaire: 'forms',
  QuestionnaireResponse: 'answers to forms',
  RelatedPerson: 'family and helpers',
  Schedule: 'schedules',
  ServiceRequest: 'orders and referrals',
  Slot: 'free times',
};

export interface ScopeLine {
  scope: string;
  says: string;
}

function sayVerbs(permissions: string): string {
  const reads = /[rs]/.test(permissions) ? ['see'] : [];
  const creates = permissions.includes('c') ? ['add'] : [];
  const changes = /[ud]/.test(permissions) ? ['change'] : [];
  return [...reads, ...creates, ...changes].join(', ').replace(/, ([^,]+)$/, ' and $1');
}

function sayResource(scope: ResourceScope): string {
  const verbs = sayVerbs(scope.permissions);
  const kind = scope.query?.split('|').at(-1)?.split('=').at(-1);
  const what = `${TYPES[scope.type] ?? scope.type}${kind ? ` (only: ${kind.replaceAll('-', ' ')})` : ''}`;
  const whose = scope.level === 'user' ? 'of the patients you may see' : '';
  return `${verbs.charAt(0).toUpperCase()}${verbs.slice(1)} ${what} ${whose}`.trim();
}

export function sayScope(scope: string): ScopeLine {
  const resource = readScope(scope);
  return { scope, says: resource ? sayResource(resource) : (PLAIN[scope] ?? scope) };
}
