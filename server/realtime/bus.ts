// What instances tell each other. One instance alone needs none of it.
import type { VisitKey, Wake } from './journal.ts';
import type { Peer } from './wire.ts';

/** A page that may exchange media, as another instance holds it. */
export interface Seated {
  peer: Peer;
  circle: string;
}

/** What passes between the browsers: opaque but for the description's fingerprint. */
export interface Signal {
  to: string;
  from: string;
  /** Circle of the sender when it was sent. */
  circle: string;
  /** The sender's, as its own instance has it. */
  fingerprint: string | null;
  page?: unknown;
  description?: unknown;
  candidate?: unknown;
}

/** Of the visit's channel. Kept nowhere. */
export type BusMessage =
  | { t: 'who' }
  | { t: 'here'; seated: Seated }
  | { t: 'gone'; epoch: string }
  | { t: 'signal'; signal: Signal };

export interface BusEvents {
  /** In the order they were sent by that instance; never our own. */
  message(visit: VisitKey, message: BusMessage, from: string): Promise<void>;
  /** An instance fell silent or said good-bye: its pages are gone. */
  lost(instance: string): void;
  /** The others may have missed what we said, and we them. */
  back(): void;
  wake(wake: Pick<Wake, 'tenantId' | 'visitId' | 'sequence'>): void;
}

export interface Bus {
  /** From when it resolves nothing of that visit is missed. */
  join(visit: VisitKey): Promise<void>;
  leave(visit: VisitKey): void;
  /** Best effort: nothing waits for the others. */
  send(visit: VisitKey, message: BusMessage): void;
  /** A commit of ours; the stream keeps the last ones for who was away. */
  wake(wake: Wake): void;
  close(): Promise<void>;
}

/** For one instance. */
export const NO_BUS: Bus = {
  join: async () => undefined,
  leave: () => undefined,
  send: () => undefined,
  wake: () => undefined,
  close: async () => undefined,
};
