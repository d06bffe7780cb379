// Starts and asks the servers of socket-server.child.ts, and opens many bare sockets on them.
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import WebSocket from 'ws';
import { type Guest, ORIGIN } from '../fixtures/realtime-instance.ts';
import type { Asked, PeopleWanted } from './socket-server.child.ts';

export interface SocketServer {
  port: number;
  memory(): Promise<number>;
  people(people: PeopleWanted[]): Promise<Guest[]>;
  stop(): Promise<void>;
}

export const newKeys = () =>
  JSON.stringify({ current: 'k1', keys: { k1: randomBytes(32).toString('base64') } });

export async function startSocketServer(asked: Asked): Promise<SocketServer> {
  const child = fork(join(import.meta.dirname, 'socket-server.child.ts'), [JSON.stringify(asked)], {
    execArgv: ['--expose-gc'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const waiting = new Map<number, (answer: unknown) => void>();
  let asks = 0;
  child.on('message', ({ id, answer }: { id: number; answer: unknown }) => waiting.get(id)?.(answer));
  const ask = (what: string, more: object = {}) =>
    new Promise<unknown>((resolve) => {
      asks += 1;
      waiting.set(asks, resolve);
      child.send({ id: asks, what, ...more });
    });
  const port = await new Promise<number>((resolve) => waiting.set(0, resolve as (answer: unknown) => void));
  return {
    port,
    memory: async () => (await ask('memory')) as number,
    people: async (people) => (await ask('people', { people })) as Guest[],
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

export interface BareSocket {
  socket: WebSocket;
  /** Every frame, as it comes. */
  onFrame: (text: string) => void;
  close(): void;
}

/** Resolves when the page is told everything up to now; answers heartbeats. */
export function enterVisit(port: number, guest: Guest, visit: string): Promise<BareSocket> {
  return openBare(
    `ws://127.0.0.1:${port}/l/${guest.launchId}/socket`,
    { cookie: guest.cookie, origin: ORIGIN },
    {
      first: JSON.stringify({ t: 'say', kind: 'hello', body: { visit, seen: 0, was: null } }),
      isReady: (text) => text.startsWith('{"t":"current"'),
      isPing: (text) => text === '{"t":"beat"}',
      pong: '{"t":"beat"}',
    },
  );
}

/** Socket.IO's own protocol, spoken bare (Engine.IO 4): open, `40`, and an answer to each ping. */
export function enterSocketIo(port: number): Promise<BareSocket> {
  return openBare(
    `ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`,
    { cookie: randomBytes(60).toString('base64url') },
    { first: '40', isReady: (text) => text.startsWith('40'), isPing: (text) => text === '2', pong: '3' },
  );
}

function openBare(
  url: string,
  headers: Record<string, string>,
  speech: { first: string; isReady(text: string): boolean; isPing(text: string): boolean; pong: string },
): Promise<BareSocket> {
  const socket = new WebSocket(url, { headers, perMessageDeflate: false });
  const bare: BareSocket = { socket, onFrame: () => undefined, close: () => socket.terminate() };
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('open', () => socket.send(speech.first));
    socket.on('message', (bytes) => {
      const text = String(bytes);
      if (speech.isPing(text)) socket.send(speech.pong);
      else if (speech.isReady(text)) resolve(bare);
      bare.onFrame(text);
    });
  });
}

/** A few at a time: a storm of handshakes is another benchmark. */
export async function openMany<T>(count: number, open: (at: number) => Promise<T>): Promise<T[]> {
  const opened: T[] = [];
  for (let from = 0; from < count; from += 50)
    opened.push(
      ...(await Promise.all(Array.from({ length: Math.min(50, count - from) }, (_, at) => open(from + at)))),
    );
  return opened;
}
