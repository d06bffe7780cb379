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

/** Of the tenant or of one patient, the longest ago first. */
export async function listOver(
  needs: Pick<VisitNeeds, 'database'>,
  { patientId, ...of }: { tenantId: string; patientId: string | null; since: Date; most: number },
): Promise<VisitOver[]> {
  const { database } = needs;
  const { db } = database;
  const patientIndex = patientId === null ? null : patientIndexOf(database, of.tenantId, patientId);
  const rows = await listEnded(db, { ...of, patientIndex });
  const visits = await Promise.all(rows.map((row) => findVisit(needs, db, row)));
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
