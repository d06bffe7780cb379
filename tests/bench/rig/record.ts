// A record of any length: one patient, and laboratory values month by month into the past.
import type { Bundle, Observation, Patient } from '@medplum/fhirtypes';

const MONTH_MS = 30 * 24 * 3600_000;
const LATEST = Date.UTC(2026, 0, 1);
const TESTS = [
  { code: '2823-3', display: 'Potassium' },
  { code: '2951-2', display: 'Sodium' },
  { code: '2075-0', display: 'Chloride' },
];

/** `size` resources, the patient among them; every value is 4.1 mmol/L. */
export function buildRecord(id: string, size: number): Bundle {
  const patient: Patient = {
    resourceType: 'Patient',
    id,
    name: [{ family: 'Record', given: ['Test'] }],
    birthDate: '1960-02-01',
    gender: 'female',
  };
  const labs = Array.from({ length: size - 1 }, (_, place) => buildLab(id, place));
  return {
    resourceType: 'Bundle',
    type: 'collection',
    entry: [patient, ...labs].map((resource) => ({ resource })),
  };
}

function buildLab(patient: string, place: number): Observation {
  const { code, display } = TESTS[place % TESTS.length] ?? {};
  return {
    resourceType: 'Observation',
    id: `${patient}-${place}`,
    status: 'final',
    category: [
      {
        coding: [
          { system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' },
        ],
      },
    ],
    code: { coding: [{ system: 'http://loinc.org', ...(code && { code }), ...(display && { display }) }] },
    subject: { reference: `Patient/${patient}` },
    effectiveDateTime: new Date(LATEST - (place / TESTS.length) * MONTH_MS * 0.1).toISOString(),
    valueQuantity: { value: 4.1, unit: 'mmol/L', system: 'http://unitsofmeasure.org', code: 'mmol/L' },
  };
}
