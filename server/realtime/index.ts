// Sockets and the numbered journal: what every area with a running visit builds on.
export {
  createJournal,
  type Entry,
  type Journal,
  type NewEntry,
  type VisitKey,
} from './journal.ts';
export type { FindMember, Member } from './member.ts';
export { createRealtime, type Realtime, type RealtimeNeeds } from './realtime.ts';
export { type SocketCall, socketRow, VISIT_CALLERS } from './socket-row.ts';
export { CLOSE, type Peer, type Told } from './wire.ts';
