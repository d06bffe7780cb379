// A confirmed charge on its way: for now, an EHR that takes one is told by hand.
import type { BuiltOrder } from './build-order.ts';
import type { Parcel } from './parcel.ts';

export function buildChargeOrder(_parcel: Parcel): BuiltOrder {
  return { kind: 'invalid', codes: ['charge.no-builder'] };
}
