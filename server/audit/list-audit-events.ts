// Lists events of one tenant, newest first, opened. Who may ask is the route's business.
import type { AuditEvent } from '@medplum/fhirtypes';
import { type Database, placeOf } from '#server/db';
import { patientIndexOf } from './access-event.ts';
import { listContents, listRows } from './audit-store.ts';
import { auditBatches } from './audit-tables.ts';

export interface AuditFilter {
  tenantId: string;
  patientId?: string;
  event?: string;
  limit: number;
}

export async function listAuditEvents(
  needs: { database: Database },
  filter: AuditFilter,
): Promise<AuditEvent[]> {
  const { database } = needs;
  const { patientId, ...query } = filter;
  const rows = await listRows(database, {
    ...query,
    ...(patientId ? { patientIndex: patientIndexOf(database.vault, filter.tenantId, patientId) } : {}),
  });
  const lines = new Map<string, string[]>();
  for (const { id, tenantId, content } of await listContents(database, [
    ...new Set(rows.map((row) => row.batchId)),
  ])) {
    const place = placeOf(auditBatches, auditBatches.content, id, tenantId);
    lines.set(id, (await database.vault.open(place, content)).split('\n'));
  }
  return rows.flatMap((row) => {
    const line = lines.get(row.batchId)?.[row.position];
    return line === undefined ? [] : [JSON.parse(line) as AuditEvent];
  });
}
