// Whether another patient of this clinician told a sign that cannot wait and nobody has acknowledged it: when, and
// nothing else, since a patient's chart names no other patient.
import { isOpen, VISIT_STATES } from '#domain/visit';
import type { VisitNeeds } from './visit-needs.ts';
import { listOfDay } from './visit-store.ts';

const HALF_DAY_MS = 12 * 3600_000;

export async function findOthersSign(
  { database, redFlags, now }: Pick<VisitNeeds, 'database' | 'redFlags' | 'now'>,
  { tenantId, hostKey, patientIndex }: { tenantId: string; hostKey: string; patientIndex: string },
): Promise<string | null> {
  const rows = await listOfDay(database.db, {
    ...{ tenantId, hostKey, open: VISIT_STATES.filter(isOpen) },
    from: new Date(now().getTime() - HALF_DAY_MS),
    until: new Date(now().getTime() + HALF_DAY_MS),
  });
  const visitIds = rows.flatMap((row) =>
    row.patientIndex !== patientIndex && isOpen(row.state) ? [row.id] : [],
  );
  const signsOf = await redFlags.readLines(database.db, { tenantId, visitIds });
  const times = visitIds.map(signsOf).flatMap(({ isNew, at }) => (isNew && at ? [at] : []));
  return times.toSorted().at(0) ?? null;
}
