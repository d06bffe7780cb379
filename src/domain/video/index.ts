// The call's rules and words: what a room can do, how pages talk to find each other, how good a line is.
export { lightOf, type QualityLight, type QualitySample } from './quality.ts';
export * from './room-driver.ts';
export { type RoomPeer, readSignal, type Signal, type SignalPort } from './signalling.ts';
