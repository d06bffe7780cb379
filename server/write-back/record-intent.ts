// On record before anything leaves.
import { randomUUID } from 'node:crypto';
import type { Parcel } from './parcel.ts';
import type { WriteBackNeeds } from './write-back-needs.ts';

/** What cannot be recorded is neither sent nor looked for. */
export async function recordIntent(
  needs: Pick<WriteBackNeeds, 'recordAccess'>,
  { row, facts }: Parcel,
  event: string,
): Promise<void> {
  await needs.recordAccess({
    ...{ event, outcome: 'success', requestId: randomUUID(), tenantId: row.tenantId },
    patientId: facts.patientId,
    detail: { delivery: row.id, kind: row.kind },
  });
}
