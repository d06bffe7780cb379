// Sockets that break: how many messages are lost, and how long until a page is consistent again – against
// Socket.IO as it comes, and with its connection state recovery.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { io } from 'socket.io-client';
import type WebSocket from 'ws';
import { startPostgresql } from '../fixtures/postgresql.ts';
import { type Instance, startInstance, TENANT } from '../fixtures/realtime-instance.ts';
import { openPage, until } from '../fixtures/socket-page.ts';
import { type BenchRow, median, percentile, versionOf } from './row.ts';
import { newKeys } from './socket-server.fixture.ts';

export const ids = ['reconnect.lost', 'reconnect.outage'];

const MESSAGES = 10_000;
const KILLS = 200;
/** In turns, so that each is cut about every second: Socket.IO comes back within that time, too. */
const PAGES = 20;
const ROUNDS = 9;
/** Messages written together, and the pause after. */
const [AT_ONCE, PAUSE_MS] = [50, 60];

/** The same thing done to both: pages, messages, sockets cut. */
interface Side {
  write(from: number, count: number): Promise<void> | void;
  cut(page: number): void;
  /** Numbers that page has, doubles too. */
  numbersOf(page: number): readonly number[];
  close(): Promise<void>;
}

export async function bench(): Promise<BenchRow[]> {
  const postgresql = await startPostgresql();
  const settings = { databaseUrl: await postgresql.createDatabase(), keysText: newKeys() };
  const instance = await startInstance(settings);
  try {
    const ours = await lose(await openOurs(instance, 'lost'));
    const peer = await lose(await openSocketIo(false));
    const outage = await compareOutage(instance);
    const version = versionOf('socket.io');
    return [
      {
        id: 'reconnect.lost',
        value: ours.lost + ours.doubled,
        unit: `of ${MESSAGES}, lost or doubled`,
        baseline: `Socket.IO ${version} as it comes: ${peer.lost} lost, ${peer.doubled} doubled`,
        n: MESSAGES,
      },
      {
        id: 'reconnect.outage',
        value: median(outage.ours),
        unit: 'ms',
        baseline: `Socket.IO ${version} with recovery, ${median(outage.peer).toFixed(0)} ms`,
        ratio: median(outage.ours.map((one, round) => one / (outage.peer[round] ?? one))),
        n: ROUNDS,
        p50: percentile(outage.ours, 0.5),
        p95: percentile(outage.ours, 0.95),
      },
    ];
  } finally {
    await instance.close();
    await postgresql.stop();
  }
}

/** Of the page that fared worst. */
async function lose(side: Side): Promise<{ lost: number; doubled: number }> {
  let kills = 0;
  for (let written = 0; written < MESSAGES; written += AT_ONCE) {
    await side.write(written, AT_ONCE);
    if (kills < KILLS) side.cut(kills++ % PAGES);
    await rest(PAUSE_MS);
  }
  await rest(3_000);
  const fared = Array.from({ length: PAGES }, (_, page) => {
    const numbers = side.numbersOf(page);
    const distinct = new Set(numbers).size;
    return { lost: MESSAGES - distinct, doubled: numbers.length - distinct };
  });
  await side.close();
  return fared.reduce((worst, one) => (one.lost + one.doubled > worst.lost + worst.doubled ? one : worst));
}

/** From the cut to having the message that was written in between. */
async function compareOutage(instance: Instance): Promise<{ ours: number[]; peer: number[] }> {
  const sides = { ours: await openOurs(instance, 'outage'), peer: await openSocketIo(true) };
  const times = { ours: [] as number[], peer: [] as number[] };
  for (let round = 0; round < ROUNDS; round += 1)
    for (const name of ['ours', 'peer'] as const) {
      const side = sides[name];
      await side.write(round * 2, 1);
      await until('told', () => side.numbersOf(0).includes(round * 2));
      const began = performance.now();
      side.cut(0);
      await side.write(round * 2 + 1, 1);
      await until('consistent again', () => side.numbersOf(0).includes(round * 2 + 1));
      times[name].push(performance.now() - began);
    }
  await sides.ours.close();
  await sides.peer.close();
  return times;
}

async function openOurs(instance: Instance, visitId: string): Promise<Side> {
  const pages = await Promise.all(
    Array.from({ length: PAGES }, async (_, at) => {
      const person = `${visitId}-${at}`;
      await instance.setMember(visitId, person, { participantId: person, hears: [], circle: null });
      const guest = await instance.comeIn(person);
      const page = openPage(guest, visitId, () => instance.url(guest.launchId));
      await page.until('connected', () => page.line.state().name === 'connected');
      return page;
    }),
  );
  return {
    write: (from, count) =>
      instance.database.transaction(async (tx) => {
        for (let at = from; at < from + count; at += 1)
          await instance.journal.append(tx, { tenantId: TENANT, visitId, kind: 'n', body: at });
      }),
    cut: (page) => pages[page]?.socket().terminate(),
    numbersOf: (page) => (pages[page]?.entries ?? []).map(({ body }) => body as number),
    async close() {
      for (const page of pages) page.line.close();
    },
  };
}

async function openSocketIo(recovers: boolean): Promise<Side> {
  const server = createServer();
  const options = recovers ? { connectionStateRecovery: {} } : {};
  const host = new Server(server, { transports: ['websocket'], ...options });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const heard = Array.from({ length: PAGES }, () => [] as number[]);
  const pages = heard.map((numbers) => {
    const page = io(`http://127.0.0.1:${port}`, { transports: ['websocket'], forceNew: true });
    page.on('n', (number: number) => void numbers.push(number));
    return page;
  });
  await until('connected', () => pages.every((page) => page.connected));
  return {
    write(from, count) {
      for (let at = from; at < from + count; at += 1) host.emit('n', at);
    },
    cut(page) {
      const transport = pages[page]?.io.engine?.transport as { ws?: WebSocket } | undefined;
      transport?.ws?.terminate();
    },
    numbersOf: (page) => heard[page] ?? [],
    async close() {
      for (const page of pages) page.disconnect();
      await host.close();
    },
  };
}

function rest(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
