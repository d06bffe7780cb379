// Does a call's signalling get slower when many other visits run? One message from a page to the other of its
// visit, among 10 visits and among 5,000, in turns.
import { startPostgresql, type TestPostgresql } from '../fixtures/postgresql.ts';
import { type BenchRow, median, percentile } from './row.ts';
import {
  type BareSocket,
  enterVisit,
  newKeys,
  openMany,
  type SocketServer,
  startSocketServer,
} from './socket-server.fixture.ts';

export const ids = ['relay.growth'];

const [FEW, MANY] = [10, 5_000];
const PER_SESSION = 8;
const SAMPLES = 400;
const ROUNDS = 8;

interface Pair {
  from: BareSocket;
  to: BareSocket;
  epoch: string;
}

export async function bench(): Promise<BenchRow[]> {
  const postgresql = await startPostgresql();
  const open: SocketServer[] = [];
  try {
    const few = await fill(postgresql, FEW, open);
    const many = await fill(postgresql, MANY, open);
    const times = { few: [] as number[], many: [] as number[] };
    const ratios: number[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const [one, other] = [await sample(few), await sample(many)];
      if (round === 0) continue; // the first warms up
      times.few.push(...one);
      times.many.push(...other);
      ratios.push(median(other) / median(one));
    }
    return [
      {
        id: 'relay.growth',
        value: median(ratios),
        unit: `× p50 at ${MANY} visits`,
        baseline: `itself at ${FEW} visits, p50 ${median(times.few).toFixed(0)} µs`,
        ratio: median(ratios),
        n: times.many.length,
        p50: percentile(times.many, 0.5),
        p95: percentile(times.many, 0.95),
      },
    ];
  } finally {
    for (const server of open) await server.stop();
    await postgresql.stop();
  }
}

/** A server with that many visits of two; the pairs of up to 50 of them are asked. */
async function fill(postgresql: TestPostgresql, visits: number, open: SocketServer[]): Promise<Pair[]> {
  const databaseUrl = await postgresql.createDatabase();
  const server = await startSocketServer({ kind: 'ours', databaseUrl, keysText: newKeys() });
  open.push(server);
  const rooms = Array.from({ length: Math.ceil(visits / PER_SESSION) }, (_, at) =>
    Array.from(
      { length: Math.min(PER_SESSION, visits - at * PER_SESSION) },
      (_, of) => `visit-${at * PER_SESSION + of}`,
    ),
  );
  const side = (name: string) =>
    server.people(rooms.map((list, at) => ({ name: `${name}-${at}`, visits: list })));
  const [hosts, patients] = [await side('host'), await side('patient')];
  const pairs = await openMany(visits, async (at): Promise<Pair> => {
    const [host, patient] = [hosts, patients].map((list) => list[Math.floor(at / PER_SESSION)]);
    if (!host || !patient) throw new Error('nobody is left');
    const from = await enterVisit(server.port, host, `visit-${at}`);
    const epoch = nextEpoch(from);
    const to = await enterVisit(server.port, patient, `visit-${at}`);
    return { from, to, epoch: await epoch };
  });
  return pairs.slice(0, 50);
}

function nextEpoch(page: BareSocket): Promise<string> {
  return new Promise((resolve) => {
    page.onFrame = (text) => {
      const told = JSON.parse(text) as { t: string; peer?: { epoch: string } };
      if (told.t === 'here') resolve(told.peer?.epoch ?? '');
    };
  });
}

const CANDIDATE = { candidate: `candidate:1 1 udp 1 127.0.0.1 9 typ host ${'x'.repeat(1_000)}` };

/** µs each, one at a time. A page may say four a second in the long run, so they take turns and rests. */
async function sample(pairs: readonly Pair[]): Promise<number[]> {
  const times: number[] = [];
  for (let at = 0; at < SAMPLES / ROUNDS; at += 1) {
    const pair = pairs[at % pairs.length];
    if (!pair) throw new Error('no pair');
    const began = performance.now();
    const heard = new Promise<void>((resolve) => {
      pair.to.onFrame = (text) => text.startsWith('{"t":"signal"') && resolve();
    });
    const body = { to: pair.epoch, candidate: CANDIDATE };
    pair.from.socket.send(JSON.stringify({ t: 'say', kind: 'signal', body }));
    await heard;
    times.push((performance.now() - began) * 1000);
  }
  return times;
}
