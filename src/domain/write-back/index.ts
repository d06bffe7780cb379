// The write-back: what is put into the EHR, in which state each delivery is, and everything that crosses the wire.
export * from './delivery-state.ts';
export * from './wire.ts';
