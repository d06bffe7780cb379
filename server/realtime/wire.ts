// What travels on the socket, as JSON text frames. The browser's half is src/lib/realtime-wire.ts; the
// stories in tests/integration/realtime-*.test.ts hold the two together.
import { z } from 'zod';

/** From the browser. `beat` answers a heartbeat and is no message; all else names a row of the table. */
export const Frame = z.union([
  z.strictObject({ t: z.literal('beat') }),
  z.strictObject({
    t: z.literal('say'),
    kind: z.string().max(60),
    /** Chosen by the browser; the answer carries it. Without one only a refusal is answered. */
    id: z.string().max(40).optional(),
    body: z.record(z.string(), z.unknown()),
  }),
]);

export type Frame = z.infer<typeof Frame>;

/** Another page in the same visit that may exchange media with this one, and listens. */
export interface Peer {
  /** One connection of one page. A signal is addressed to it and dies with it. */
  epoch: string;
  participantId: string;
  /** The epoch this same page had before its connection broke; null: a page that has just been opened. */
  was: string | null;
  /** DTLS fingerprint as the server has it from that page; null before it announced or described anything. */
  fingerprint: string | null;
  /** What that page calls itself; null before it announced itself. */
  page: string | null;
}

export type Told =
  /** Answers `hello`: what is missing comes next, in order, then `current`. */
  | { t: 'hello'; epoch: string; participantId: string; sequence: number }
  | { t: 'entry'; sequence: number; kind: string; at: string; body: unknown }
  /** Everything up to here that is for this person has been told. */
  | { t: 'current'; sequence: number }
  /** Both listen: from here on a signal to that epoch arrives. `polite`: who gives way when offers cross. */
  | { t: 'here'; peer: Peer; polite: boolean }
  | { t: 'gone'; epoch: string }
  | {
      t: 'signal';
      from: string;
      fingerprint: string | null;
      page?: unknown;
      description?: unknown;
      candidate?: unknown;
    }
  | { t: 'done'; id: string; body: unknown }
  | { t: 'refused'; id?: string; kind: string; code: string; detail: string }
  | { t: 'beat' };

/** Close codes (4000–4999 are ours, RFC 6455 §7.4.2). The browser comes back after those without a star. */
export const CLOSE = {
  /** * Not in the form the page sends. */
  malformed: 4400,
  /** * The session has ended. */
  ended: 4401,
  /** * Not, or no longer, a member of the visit. */
  stranger: 4403,
  /** No hello, or no sign of life. */
  silent: 4408,
  /** * The screen is locked. */
  locked: 4423,
  /** Too many messages, or too much. */
  flooding: 4429,
  /** Takes what it is told too slowly. */
  slow: 4430,
  /** This instance closes, or cannot serve. */
  restart: 1012,
} as const;
