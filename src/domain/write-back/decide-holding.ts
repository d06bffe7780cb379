// The order of one visit's deliveries: what must be settled before the next one goes.
import { type DeliveryKind, type DeliveryState, type DeliveryWait, isMoney } from './delivery-state.ts';
import { isDelivered, isUnderWay } from './delivery-table.ts';

/** One of the visit's deliveries, as far as the order asks. */
export interface InOrder {
  deliveryId: string;
  kind: DeliveryKind;
  state: DeliveryState;
  wait: DeliveryWait | null;
  /** The delivery it adds to, replaces, withdraws or ends. */
  buildsOn: string | null;
}

/**
 * True while something told before it has to go first. Everything builds on the visit's own encounter. Money never holds
 * a note: a credit waits for its own charge, whoever has that in hand, and a corrected charge until what it corrects is
 * credited. Whoever waits for one person's permission holds nobody else's, except what builds on it.
 */
export function isHeld(one: InOrder, earlier: readonly InOrder[]): boolean {
  return earlier.some((before) => {
    const isOwn = before.deliveryId === one.buildsOn;
    if (one.kind === 'charge-credit' && isOwn && before.state === 'handed-over') return true;
    if (one.kind === 'charge' && before.kind === 'charge-credit') return !isDelivered(before.state);
    if (!isUnderWay(before.state)) return false;
    return isOwn || before.kind === 'encounter' || (!isMoney(before.kind) && before.wait !== 'no-token');
  });
}
