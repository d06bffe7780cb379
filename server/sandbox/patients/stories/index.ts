// Face: everybody whose record the sandbox keeps. To add a patient: write a file like the ones here,
// name it below, and say in docs/sandbox-people.md what the patient is for.
import type { SandboxPerson } from '#server/sandbox/contract';
import type { Calendar, Chart } from '#server/sandbox/patients/record';
import { adaMartin } from './ada-martin.ts';
import { benjaminOkafor } from './benjamin-okafor.ts';
import { BRENNAN_PROXY, brennanFamily } from './brennan-family.ts';
import { evelynHart } from './evelyn-hart.ts';
import { graceOyelaran } from './grace-oyelaran.ts';
import { luciaHerrera } from './lucia-herrera.ts';
import { priyaRaman } from './priya-raman.ts';
import { samuelGreene } from './samuel-greene.ts';
import { smallRecords } from './small-records.ts';
import { twoEllises } from './two-ellises.ts';
import { walterNakamura } from './walter-nakamura.ts';

export { LARGE_RECORD } from './evelyn-hart.ts';

export function writeCharts(calendar: Calendar): Chart[] {
  return [
    adaMartin(calendar),
    benjaminOkafor(calendar),
    luciaHerrera(calendar),
    ...brennanFamily(calendar),
    priyaRaman(calendar),
    samuelGreene(calendar),
    walterNakamura(calendar),
    graceOyelaran(calendar),
    ...twoEllises(calendar),
    ...smallRecords(calendar),
    evelynHart(calendar),
  ];
}

/** Log-ins of those who act for somebody else. */
export const PROXIES: SandboxPerson[] = [BRENNAN_PROXY];
