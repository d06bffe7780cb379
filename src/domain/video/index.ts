// The call's rules and words: what a room can do, how pages talk to find each other, how good a line is,
// what to do about a weak one, and what is kept of it.
export { addToRecord, type CallCause, type CallRecord, decideCause, EMPTY_RECORD } from './call-record.ts';
export {
  decideLadder,
  type LadderFacts,
  type LadderOffer,
  type LadderReason,
  type LadderStep,
  type Rung,
} from './decide-ladder.ts';
export { lightOf, type QualityLight, type QualitySample } from './quality.ts';
export * from './room-driver.ts';
export { type RoomPeer, readSignal, type Signal, type SignalPort } from './signalling.ts';
export * from './wire.ts';
