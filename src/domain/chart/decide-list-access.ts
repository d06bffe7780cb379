// Which role may read which list of a chart: the least that its work needs. Knows neither scopes nor EHRs.
import type { Role } from '#domain/launch';
import type { ChartListName } from './chart-line.ts';

const EVERY_CARE_ROLE = ['clinician', 'nurse', 'no-role', 'patient', 'proxy'] as const;
/** Who bills or supervises sees who it is, the visits and who pays, and never a note. */
const VISITS_ONLY: readonly ChartListName[] = [
  'patient',
  'allergies',
  'encounters',
  'appointments',
  'coverage',
];

/** `no-role`: a Practitioner without a match in the tenant's roles may read (product.md, roles). */
export function decideListAccess(caller: Role | 'no-role', list: ChartListName): boolean {
  if (caller === 'biller' || caller === 'supervisor') return VISITS_ONLY.includes(list);
  return EVERY_CARE_ROLE.some((one) => one === caller);
}
