// The sandbox's data from a folder of FHIR bundles: their resources, our own clinic and staff so that
// somebody can log in, a log-in for each patient, and video visits today for the first few of them.
import type { Patient } from '@medplum/fhirtypes';
import type { SandboxPerson, SandboxSeed } from '#server/sandbox/contract';
import { buildClinic, buildPatientLogin, listStaffPeople, staff } from '#server/sandbox/patients/clinic';
import {
  bookVideoVisit,
  type Calendar,
  clinicDay,
  continueChart,
  displayName,
  openCalendar,
  slugOf,
} from '#server/sandbox/patients/record';
import { readBundleFiles } from './bundle-files.ts';
import { linkResources } from './references.ts';

const VISITS_TODAY = [
  { time: '09:00', encounter: 'in-progress' },
  { time: '09:30', encounter: 'planned' },
  { time: '10:00', encounter: 'planned' },
  { time: '10:30', encounter: 'planned' },
  { time: '11:00', encounter: 'none' },
] as const;

/**
 * Loads every `*.json` file (FHIR R4 transaction, batch or collection bundle) of a folder.
 * @param today `YYYY-MM-DD`; by default the current day in the clinic's zone
 * @throws Error naming the file that cannot be used and why
 */
export async function readBundlesFolder(folder: string, today = clinicDay(new Date())): Promise<SandboxSeed> {
  const resources = linkResources(await readBundleFiles(folder));
  const patients = resources.filter((resource) => resource.resourceType === 'Patient');
  if (patients.length === 0) throw new Error(`No Patient in the bundles of ${folder}`);
  const calendar = openCalendar(today);
  const visits = bookVisits(patients, calendar);
  const appointments = visits.filter((resource) => resource.resourceType === 'Appointment');
  const staffPeople = listStaffPeople();
  return {
    resources: [...buildClinic(calendar, appointments), ...resources, ...visits],
    people: [...staffPeople, ...listLogins(patients, staffPeople)],
  };
}

function bookVisits(patients: Patient[], calendar: Calendar) {
  const living = patients.filter((patient) => !patient.deceasedBoolean && !patient.deceasedDateTime);
  return living.slice(0, VISITS_TODAY.length).flatMap((patient, index) => {
    const chart = continueChart(calendar, patient, `today-${index + 1}`);
    const { time, encounter } = VISITS_TODAY[index] ?? VISITS_TODAY[0];
    bookVideoVisit(chart, { time, encounter, with: staff('helenBrooks'), reason: 'Video visit' });
    return chart.resources.slice(1);
  });
}

/** One log-in a patient, named like them; a second of the same name gets a number. */
function listLogins(patients: Patient[], taken: SandboxPerson[]): SandboxPerson[] {
  const used = new Set(taken.map((person) => person.username));
  return patients.map((patient) => {
    const name = slugOf(displayName(patient)) || 'patient';
    let username = name;
    for (let number = 2; used.has(username); number += 1) username = `${name}-${number}`;
    used.add(username);
    return buildPatientLogin(patient, username);
  });
}
