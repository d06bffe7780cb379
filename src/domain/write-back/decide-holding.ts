// The order of one visit's deliveries: what must be settled before the next one goes.
import type { DeliveryKind, DeliveryState, DeliveryWait } from './delivery-state.ts';
import { isUnderWay } from './delivery-table.ts';

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
 * True while something told before it has to go first. Everything builds on the visit's own encounter. A charge never
 * holds a note, and whoever waits for one person's permission holds nobody else's, except what builds on it.
 */
export function isHeld(one: InOrder, earlier: readonly InOrder[]): boolean {
  return earlier.some((before) => {
    if (!isUnderWay(before.state)) return false;
    const isBelow = before.kind === 'encounter' || before.deliveryId === one.buildsOn;
    return isBelow || (before.kind !== 'charge' && before.wait !== 'no-token');
  });
}
