// The last that happens before the first byte: the access on record, the intent committed and on the disk, the token
// found. All at once, since none needs another; nothing leaves before all three are there.
import { prepareForRoad, type Road, type Said } from './by-road.ts';
import type { DeliverNeeds, Leased } from './deliver-needs.ts';
import { type SentFacts, sealIn } from './delivery-facts.ts';
import { updateDelivery } from './delivery-store.ts';
import { moveDelivery } from './move-delivery.ts';
import type { Parcel } from './parcel.ts';
import { retryOf } from './postpone.ts';
import { recordIntent } from './record-intent.ts';
import type { ReadyOrder } from './write-back-needs.ts';
import type { DeliveryRow } from './write-back-tables.ts';

export interface Intent {
  sending: DeliveryRow;
  ready: ReadyOrder;
}

/** Null: somebody else has it, or too little time is left. What it throws is sure to have sent nothing. */
export async function commitIntent(
  needs: DeliverNeeds,
  leased: Leased,
  parcel: Parcel,
  { road, said }: { road: Road; said: Extract<Said, { kind: 'order' | 'message' }> },
): Promise<Intent | null> {
  const { row, mayBegin } = leased;
  if (!mayBegin()) {
    // Given back, for a worker who has the time.
    await updateDelivery(needs.database.db, row, retryOf(needs, row));
    return null;
  }
  const [written, prepared, recorded] = await Promise.allSettled([
    writeIntent(needs, row, road, said.sent),
    prepareForRoad(needs, row.tenantId, said, mayBegin),
    recordIntent(needs, parcel, 'delivery.send'),
  ]);
  if (written.status === 'rejected') throw written.reason;
  const sending = written.value;
  if (!sending) return null;
  if (prepared.status === 'rejected' || recorded.status === 'rejected') {
    // Nothing has left: it is planned again, and whoever leased it sets it aside.
    await moveDelivery(needs, sending, { event: 'no-effect', keepLease: true });
    throw prepared.status === 'rejected' ? prepared.reason : (recorded as PromiseRejectedResult).reason;
  }
  await needs.database.syncDurable();
  if (mayBegin()) return { sending, ready: prepared.value };
  // Too late, and nothing has left. If the lease has run out already, whoever has it now asks what became of it.
  await moveDelivery(needs, sending, { event: 'no-effect' });
  return null;
}

async function writeIntent(
  needs: DeliverNeeds,
  row: DeliveryRow,
  route: Road,
  sent: SentFacts,
): Promise<DeliveryRow | null> {
  const sealed = await sealIn(needs.database, row, 'sent', sent);
  const changes = { route, sent: sealed, sentAt: needs.now(), answer: null, failures: row.failures };
  return moveDelivery(needs, row, { event: 'send', keepLease: true }, changes);
}
