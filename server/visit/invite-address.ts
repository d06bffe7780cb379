// The address of a patient's visit: no secret and nothing about the patient, since they log in at their portal.
import type { VisitNeeds } from './visit-needs.ts';

export function addressOfPatient(
  { publicUrl }: Pick<VisitNeeds, 'publicUrl'>,
  visit: { id: string; tenantId: string },
): string {
  const query = new URLSearchParams({ tenant: visit.tenantId, visit: visit.id });
  return `${publicUrl}/launch/patient.html?${query}`;
}
