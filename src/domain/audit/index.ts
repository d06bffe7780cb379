// Audit: what kind of access an event name stands for.
export { decideEventKind, type EventKind } from './event-kind.ts';
