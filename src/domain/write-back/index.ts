// The write-back: what is put into the EHR, by which road and in which order, in which state each delivery is, and
// everything that crosses the wire.
export * from './decide-acts.ts';
export * from './decide-holding.ts';
export * from './decide-reconcile.ts';
export * from './decide-retry-at.ts';
export * from './decide-take-back.ts';
export * from './delivery-state.ts';
export * from './delivery-table.ts';
export * from './is-of-day.ts';
export * from './plan-delivery.ts';
export * from './wire.ts';
