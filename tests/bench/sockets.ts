// What a waiting connection costs the server in memory: authenticated, a member, seated, ready to resume –
// against Socket.IO with a room and nothing of that.
import { startPostgresql, type TestPostgresql } from '../fixtures/postgresql.ts';
import { type BenchRow, median, percentile, versionOf } from './row.ts';
import {
  enterSocketIo,
  enterVisit,
  newKeys,
  openMany,
  type SocketServer,
  startSocketServer,
} from './socket-server.fixture.ts';

export const ids = ['socket.memory'];

const SOCKETS = 4_000;
const PER_SESSION = 8;
const ROUNDS = 3;
const WARM_UP = 200;

export async function bench(): Promise<BenchRow[]> {
  const postgresql = await startPostgresql();
  try {
    const figures = { ours: [] as number[], peer: [] as number[] };
    for (let round = 0; round < ROUNDS; round += 1) {
      figures.ours.push(await measureOurs(postgresql));
      figures.peer.push(await measurePeer());
    }
    const ratio = median(figures.ours.map((ours, round) => ours / (figures.peer[round] ?? ours)));
    return [
      {
        id: 'socket.memory',
        value: median(figures.ours),
        unit: 'kB',
        baseline: `Socket.IO ${versionOf('socket.io')}, ${median(figures.peer).toFixed(1)} kB`,
        ratio,
        n: SOCKETS,
        p50: percentile(figures.ours, 0.5),
        p95: percentile(figures.ours, 0.95),
      },
    ];
  } finally {
    await postgresql.stop();
  }
}

async function measureOurs(postgresql: TestPostgresql): Promise<number> {
  const databaseUrl = await postgresql.createDatabase();
  const server = await startSocketServer({ kind: 'ours', databaseUrl, keysText: newKeys() });
  const people = Array.from({ length: (SOCKETS + WARM_UP) / PER_SESSION }, (_, at) => ({
    name: `person-${at}`,
    visits: [`visit-${at}`],
  }));
  const guests = await server.people(people);
  return measure(server, (at) => {
    const whose = Math.floor(at / PER_SESSION);
    const guest = guests[whose];
    if (!guest) throw new Error('nobody is left');
    return enterVisit(server.port, guest, `visit-${whose}`);
  });
}

async function measurePeer(): Promise<number> {
  const server = await startSocketServer({ kind: 'socket.io' });
  return measure(server, () => enterSocketIo(server.port));
}

/** kB a connection. The first ones warm the code up and stay. */
async function measure(
  server: SocketServer,
  open: (at: number) => Promise<{ close(): void }>,
): Promise<number> {
  const warm = await openMany(WARM_UP, open);
  const before = await server.memory();
  const opened = await openMany(SOCKETS, (at) => open(at + WARM_UP));
  const after = await server.memory();
  for (const one of [...warm, ...opened]) one.close();
  await server.stop();
  return (after - before) / 1024 / SOCKETS;
}
