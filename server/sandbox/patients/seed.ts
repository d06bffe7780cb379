// Puts the sandbox's world together for one day: the clinic, the patients' charts, the log-ins.
import type { SandboxSeed } from '#server/sandbox/contract';
import { buildClinic, listStaffPeople } from '#server/sandbox/patients/clinic';
import { openCalendar } from '#server/sandbox/patients/record';
import { PROXIES, writeCharts } from '#server/sandbox/patients/stories';
import { listPatientPeople } from './logins.ts';

/**
 * The sandbox's own people and their histories. The same day always gives the same seed; another day
 * moves every history along, so that "today" always has visits and nobody's last value grows old.
 *
 * @param today the day, `YYYY-MM-DD`, in the clinic's zone (America/New_York)
 */
export function buildSandboxSeed(today: string): SandboxSeed {
  const calendar = openCalendar(today);
  const charts = writeCharts(calendar);
  const records = charts.flatMap((chart) => chart.resources);
  const appointments = records.filter((resource) => resource.resourceType === 'Appointment');
  const patients = charts.map((chart) => chart.patient);
  return {
    resources: [...buildClinic(calendar, appointments), ...records],
    people: [...listStaffPeople(), ...listPatientPeople(patients, today), ...PROXIES],
  };
}
