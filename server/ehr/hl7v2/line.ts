// One endpoint's line: one message at a time over one connection, which is kept for a while for the next. Framing
// and matching of answers by MSA-2 are the library's. It repeats nothing, and closes after whatever went wrong, so
// that a late answer finds nobody.
import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { Hl7Message } from '@medplum/core';
import { Hl7Connection } from '@medplum/hl7';
import { type EgressEndpoint, openSocket } from '#server/http';

export type LineAnswer =
  | { kind: 'answered'; ack: Hl7Message }
  /** Nothing has left. `busy`: others were before it for too long. */
  | { kind: 'not-sent'; why: 'no-connection' | 'busy' }
  /** It left, or began to; nobody knows what became of it. */
  | { kind: 'lost'; why: 'timeout' | 'lost-answer' };

export interface Line {
  send(message: string): Promise<LineAnswer>;
  close(): Promise<void>;
}

/** Milliseconds, and bytes of an answer. Waiting, connecting and answering together leave a worker's lease its margin. */
export const LINE_LIMITS = {
  connect: 5_000,
  turn: 10_000,
  answer: 20_000,
  idle: 30_000,
  maxBytes: 1_048_576,
};
export type LineLimits = typeof LINE_LIMITS;

interface Held {
  connection: Hl7Connection;
  /** Settles when the other side, or we, have closed it. */
  closed: Promise<void>;
  /** Bytes read since the last message left. */
  read: { bytes: number };
}

export function openLine(endpoint: EgressEndpoint, limits: LineLimits): Line {
  let held: Held | null = null;
  let lastTurn: Promise<void> = Promise.resolve();
  let idle: NodeJS.Timeout | undefined;

  async function hold(): Promise<Held | null> {
    clearTimeout(idle);
    if (held && held.connection.socket.readyState === 'open') return held;
    held = null;
    const socket = await openSocket(endpoint, limits.connect);
    if (!socket) return null;
    const fresh = holdOver(socket, limits.maxBytes);
    void fresh.closed.then(() => {
      if (held === fresh) held = null;
    });
    held = fresh;
    return fresh;
  }

  async function letGo(): Promise<void> {
    clearTimeout(idle);
    const { connection } = held ?? {};
    held = null;
    await connection?.close();
  }

  async function exchange(message: string): Promise<LineAnswer> {
    const way = await hold();
    if (!way) return { kind: 'not-sent', why: 'no-connection' };
    const answer = await ask(way, message, limits.answer);
    if (answer.kind === 'answered')
      // Not awaited by anybody: an idle line closes by itself and holds no process up.
      idle = setTimeout(() => void letGo(), limits.idle).unref();
    else await letGo();
    return answer;
  }

  return {
    async send(message) {
      const { promise: over, resolve: end } = Promise.withResolvers<void>();
      const before = lastTurn;
      lastTurn = before.then(() => over);
      const late = new AbortController();
      const isMyTurn = await Promise.race([
        before.then(() => true),
        wait(limits.turn, false, { signal: late.signal }).catch(() => false),
      ]);
      late.abort();
      try {
        return isMyTurn ? await exchange(message) : { kind: 'not-sent', why: 'busy' };
      } finally {
        end();
      }
    },
    close: letGo,
  };
}

function holdOver(socket: Socket, maxBytes: number): Held {
  const read = { bytes: 0 };
  socket.on('data', (chunk: Buffer) => {
    read.bytes += chunk.byteLength;
    if (read.bytes > maxBytes) socket.destroy();
  });
  const connection = new Hl7Connection(socket);
  const closed = new Promise<void>((resolve) => {
    connection.addEventListener('close', () => resolve(), { once: true });
  });
  return { connection, closed, read };
}

async function ask(way: Held, message: string, answerMs: number): Promise<LineAnswer> {
  way.read.bytes = 0;
  // Segments as they were composed, so that they leave letter by letter; the empty one ends the last with a CR.
  const whole = new Hl7Message([...message.replace(/\r$/, '').split('\r'), '']);
  return Promise.race([
    way.connection.sendAndWait(whole, { timeoutMs: answerMs }).then(
      (ack): LineAnswer => ({ kind: 'answered', ack }),
      (): LineAnswer => ({ kind: 'lost', why: way.connection.isClosed() ? 'lost-answer' : 'timeout' }),
    ),
    way.closed.then((): LineAnswer => ({ kind: 'lost', why: 'lost-answer' })),
  ]);
}
