// Visits in which care was given and that are over, for whoever keeps the books. Names, no clinical word.
import type { VisitNeeds } from './visit-needs.ts';
import { findVisit, listEnded, patientIndexOf } from './visit-store.ts';

export interface VisitOver {
  visitId: string;
  patient: { name: string | null; birthDate: string | null };
  clinician: string | null;
  /** ISO instant, UTC. */
  endedAt: string;
}

/** Their ids, of the tenant or of one patient, the longest ago first. Nothing is opened for it. */
export function listOver(
  { database }: Pick<VisitNeeds, 'database'>,
  { patientId, ...of }: { tenantId: string; patientId: string | null; since: Date },
): Promise<string[]> {
  const patientIndex = patientId === null ? null : patientIndexOf(database, of.tenantId, patientId);
  return listEnded(database.db, { ...of, patientIndex });
}

/** What a list shows of them, in the order asked. */
export async function readOver(
  needs: Pick<VisitNeeds, 'database'>,
  tenantId: string,
  visitIds: readonly string[],
): Promise<VisitOver[]> {
  const visits = await Promise.all(
    visitIds.map((id) => findVisit(needs, needs.database.db, { id, tenantId })),
  );
  return visits.flatMap((visit) =>
    visit?.endedAt
      ? {
          visitId: visit.id,
          patient: { name: visit.known.patientName, birthDate: visit.known.birthDate },
          clinician: visit.people.find(({ role }) => role === 'host')?.known.name ?? null,
          endedAt: visit.endedAt.toISOString(),
        }
      : [],
  );
}
