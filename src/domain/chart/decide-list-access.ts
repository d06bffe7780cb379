// Which role may read which list of a chart: the least that its work needs (the role matrix, security-rules 6 l;
// HIPAA minimum necessary, 45 CFR 164.502(b)). Knows neither scopes nor EHRs; those may only take more away.
import type { Role } from '#domain/launch';
import { CHART_LISTS, type ChartListName } from './chart-line.ts';

/** `no-role`: a Practitioner without a match in the tenant's roles may read (product.md, roles). */
type Reader = Role | 'no-role';

const READABLE: Record<Reader, readonly ChartListName[]> = {
  clinician: CHART_LISTS,
  /** "If assigned": the EHR opened this very chart for them. */
  nurse: CHART_LISTS,
  'no-role': CHART_LISTS,
  patient: CHART_LISTS,
  proxy: CHART_LISTS,
  /** Whom, when and who pays: no vitals, no problems, no medications, no allergies, never a note. */
  biller: ['patient', 'encounters', 'appointments', 'coverage'],
  /** Follows deliveries: whose visit it was, and no more. */
  supervisor: ['patient', 'encounters', 'appointments'],
  'privacy-officer': [],
  'tech-admin': [],
  guest: [],
};

export function decideListAccess(caller: Reader, list: ChartListName): boolean {
  return READABLE[caller].includes(list);
}

/** Notes that nobody has signed are for those who treat; a patient reads their own signed ones. */
export function decideDraftAccess(caller: Reader): boolean {
  return decideListAccess(caller, 'documents') && caller !== 'patient' && caller !== 'proxy';
}
