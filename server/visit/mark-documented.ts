// The step that a signed note is for its visit. What was done can be documented in any state: where the table has no
// such step (a visit nobody came to, one closed long ago), the state stays as it is.
import { decideTransition } from '#domain/visit';
import type { Db } from '#server/db';
import { type MoveNeeds, moveVisit } from './move-visit.ts';
import { findVisit } from './visit-store.ts';

export async function markDocumented(
  needs: MoveNeeds,
  tx: Db,
  { tenantId, visitId }: { tenantId: string; visitId: string },
): Promise<void> {
  const visit = await findVisit(needs, tx, { id: visitId, tenantId }, 'lock');
  if (!visit || !decideTransition(visit.state, 'document', 'system').ok) return;
  await moveVisit(needs, tx, visit, { event: 'document', actor: 'system', person: null });
}
