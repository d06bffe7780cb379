// The outline of a visit, in one question to the database: for areas that deliver what was written of it.
import type { VisitOutline } from '#domain/visit';
import type { Database } from '#server/db';
import { findWithHost } from './visit-store.ts';

/** Null: there is no such visit in this tenant. Not inside a transaction. */
export async function readOutline(
  needs: { database: Database },
  tenantId: string,
  visitId: string,
): Promise<VisitOutline | null> {
  const found = await findWithHost(needs.database, { id: visitId, tenantId });
  if (!found) return null;
  const { visit, known, host } = found;
  const { patientId, patientName, birthDate, about, sourceId } = known;
  return {
    ...{ visitId, tenantId, patientId, patientName, birthDate, about },
    source: { kind: visit.sourceKind, id: sourceId },
    plannedStart: visit.plannedStart?.toISOString() ?? null,
    admittedAt: visit.admittedAt?.toISOString() ?? null,
    endedAt: visit.endedAt?.toISOString() ?? null,
    host: host && { personKey: host.personKey, name: host.known.name, fhirUser: host.known.fhirUser },
  };
}
