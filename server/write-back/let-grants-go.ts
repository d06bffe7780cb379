// Lets go of grants that were kept for deliveries and are needed by none any more: what a worker that died, a person who
// took something back or a hand-over has left behind. On the record as a number, and nothing more.
import { randomUUID } from 'node:crypto';
import { isUntold } from '#server/jobs';
import type { IsNeeded } from '#server/smart';
import { isLaunchNeeded } from './backlog-store.ts';
import type { WriteBackNeeds } from './write-back-needs.ts';

/** Facts under whose launch something will be delivered. */
const SIGNED = ['note.signed', 'charge.confirmed', 'charge.withdrawn'];

/** Also by what was signed and is not planned yet: whose launch that was, its fact does not say. */
export const isGrantNeeded: IsNeeded = async (tx, { tenantId, launchId }) =>
  (await isUntold(tx, { tenantId, kinds: SIGNED })) || isLaunchNeeded(tx, launchId);

export async function letGrantsGo(
  needs: Pick<WriteBackNeeds, 'sweepGrants' | 'recordAccess'>,
): Promise<void> {
  for (const [tenantId, count] of await needs.sweepGrants(isGrantNeeded))
    await needs.recordAccess({
      ...{ event: 'grant.delete', outcome: 'success', requestId: randomUUID(), tenantId },
      detail: { count: String(count) },
    });
}
