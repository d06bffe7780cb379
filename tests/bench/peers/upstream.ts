// The EHR behind the proxies: the tests' small one, in a process of its own. Every search of Observations gives
// the same page of about 7 kB, as an EHR spells it.
import { startSmallEhr } from '../../fixtures/small-ehr.ts';

export const PATIENT_ID = 'pat-2';
const ENTRIES = 10;

const ehr = await startSmallEhr('bench');
ehr.context.patient = PATIENT_ID;
const page = JSON.stringify(buildPage(ehr.iss));
ehr.lies.fhir = ({ path, headers }, honest) => {
  ehr.seen.length = 0;
  if (!path.startsWith('/fhir/Observation')) return honest;
  if (headers.authorization === undefined) return { status: 401 };
  return { text: page, headers: { 'content-type': 'application/fhir+json' } };
};
process.on('SIGTERM', () => process.exit());
process.stdout.write(`ready ${ehr.iss}\n`);

function buildPage(base: string): object {
  const entry = Array.from({ length: ENTRIES }, (_, place) => ({
    fullUrl: `${base}/Observation/lab-${place}`,
    resource: buildLab(base, place),
    search: { mode: 'match' },
  }));
  return {
    resourceType: 'Bundle',
    id: 'page-1',
    type: 'searchset',
    total: ENTRIES,
    link: [{ relation: 'self', url: `${base}/Observation?patient=${PATIENT_ID}` }],
    entry,
  };
}

function buildLab(base: string, place: number): object {
  return {
    resourceType: 'Observation',
    id: `lab-${place}`,
    status: 'final',
    category: [
      {
        coding: [
          { system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' },
        ],
      },
    ],
    code: {
      coding: [{ system: 'http://loinc.org', code: '2823-3', display: 'Potassium' }],
      text: 'Potassium',
    },
    subject: { reference: `Patient/${PATIENT_ID}`, display: 'Example' },
    encounter: { reference: `${base}/Encounter/visit-${place}` },
    effectiveDateTime: `2026-03-0${1 + (place % 9)}T08:30:00+00:00`,
    valueQuantity: { value: 4.1, unit: 'mmol/L', system: 'http://unitsofmeasure.org', code: 'mmol/L' },
    referenceRange: [{ low: { value: 3.5, unit: 'mmol/L' }, high: { value: 5.1, unit: 'mmol/L' } }],
  };
}
