// The three registrations that make Webside run against the sandbox out of the box, as a hospital's analyst
// would have filled them in: same client ids at each EHR, keys by address, one redirect address per tenant.
import { PERSONALITIES, type PersonalityName, type SandboxClient, TENANT_ID } from '#server/sandbox/contract';

const READ = [
  'AllergyIntolerance',
  'Appointment',
  'Binary',
  'CarePlan',
  'CareTeam',
  'Condition',
  'Consent',
  'Coverage',
  'DiagnosticReport',
  'DocumentReference',
  'Encounter',
  'Goal',
  'Immunization',
  'Location',
  'Medication',
  'MedicationRequest',
  'Observation',
  'Organization',
  'Patient',
  'Practitioner',
  'PractitionerRole',
  'Procedure',
  'Provenance',
  'Questionnaire',
  'QuestionnaireResponse',
  'RelatedPerson',
  'Schedule',
  'ServiceRequest',
  'Slot',
];

/** What each vendor lets an app write (ehr-integration.md §2.3 and §3.1). */
const STAFF_WRITES: Record<Exclude<PersonalityName, 'generic'>, string[]> = {
  epic: ['AllergyIntolerance.c', 'Condition.c', 'DocumentReference.c', 'Observation.c'],
  oracle: [
    'Appointment.cu',
    'ChargeItem.cu',
    'ChargeItem.rs',
    'Communication.cu',
    'Communication.rs',
    'Condition.c',
    'DiagnosticReport.c',
    'DocumentReference.cu',
    'Encounter.cu',
    'MedicationRequest.c',
    'Observation.cu',
    'Provenance.c',
  ],
};
const PATIENT_WRITES: Record<Exclude<PersonalityName, 'generic'>, string[]> = {
  epic: ['Observation.c', 'QuestionnaireResponse.c'],
  oracle: ['Appointment.cu', 'Communication.c', 'QuestionnaireResponse.u'],
};

function registration(
  personality: PersonalityName,
  level: 'user' | 'patient' | 'system',
): { scopes?: string[] } {
  if (personality === 'generic') return {};
  const writes = level === 'patient' ? PATIENT_WRITES[personality] : STAFF_WRITES[personality];
  return {
    scopes: [...READ.map((type) => `${level}/${type}.rs`), ...writes.map((write) => `${level}/${write}`)],
  };
}

/** `webside`, `webside-patient` and `webside-backend` at each personality. */
export function listDefaultClients(appUrl: string): SandboxClient[] {
  const auth = { method: 'private_key_jwt', jwksUri: `${appUrl}/.well-known/jwks.json` } as const;
  return PERSONALITIES.flatMap((personality) => {
    const callback = `${appUrl}/smart/callback/${TENANT_ID[personality]}`;
    const at = { personalities: [personality], auth };
    return [
      {
        ...at,
        clientId: 'webside',
        name: 'Webside',
        persona: 'provider' as const,
        redirectUris: [callback],
        ...registration(personality, 'user'),
      },
      {
        ...at,
        clientId: 'webside-patient',
        name: 'Webside for patients',
        persona: 'patient' as const,
        redirectUris: [`${callback}/patient`],
        ...registration(personality, 'patient'),
      },
      {
        ...at,
        clientId: 'webside-backend',
        name: 'Webside (no person present)',
        redirectUris: [],
        backend: true,
        ...registration(personality, 'system'),
      },
    ];
  });
}
