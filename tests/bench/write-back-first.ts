// From the commit of what is to be delivered to the first byte on its way to the EHR: a signed note, against two job
// queues on the same PostgreSQL server that make one request.
//
// The three do not do the same. Between commit and wire ours tells the fact and plans the delivery in a transaction of
// their own, leases it, reads the note, the visit and what stands before it, asks what this EHR takes, writes the order in
// its form, records it for the audit, commits the intent to send and finds whose token may: eleven questions to the
// database, one behind the other. A job of the peers is claimed, and its handler sends.
// The EHR's statement and the clinician's token are in memory for ours, as they are in an app that is at work.
//
// The moment of the commit is the database's own (pg_xact_commit_timestamp), put on this process's clock; the moment on
// the wire is undici's, which sends for all three. All three work in this process, the EHR in another.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import pg from 'pg';
import type { TestPostgresql } from '../fixtures/postgresql.ts';
import { type Queue, startGraphile, startPgBoss } from './peers/queues.ts';
import { admitPair, type Clinic, openClinic, untilDelivered, writeNote } from './rig/clinic.ts';
import { type BenchRow, median, percentile, takeRounds, versionOf } from './row.ts';

export const ids = ['writeback.first.graphile', 'writeback.first.pgboss'];

const ROUNDS = 24;
const PATH = '/fhir/DocumentReference';

export async function bench(): Promise<BenchRow[]> {
  const clinic = await openClinic(rememberCommits);
  const peers = await openPeers(clinic);
  try {
    const signing = await openSigning(clinic);
    const { times, ratio } = await takeRounds(ROUNDS, {
      ours: signing,
      graphile: () => peers.time('graphile'),
      again: () => peers.time('graphile'),
      pgboss: () => peers.time('pgboss'),
    });
    const row = (id: string, peer: 'graphile' | 'pgboss', name: string): BenchRow => ({
      id,
      value: median(times.ours),
      unit: 'ms',
      baseline: `${name}, defaults, ${median(times[peer]).toFixed(1)} ms; graphile-worker against itself ${ratio('again', 'graphile').toFixed(2)}`,
      ratio: ratio('ours', peer),
      n: ROUNDS,
      p50: percentile(times.ours, 0.5),
      p95: percentile(times.ours, 0.95),
    });
    return [
      row('writeback.first.graphile', 'graphile', `graphile-worker ${versionOf('graphile-worker')}`),
      row('writeback.first.pgboss', 'pgboss', `pg-boss ${versionOf('pg-boss')}`),
    ];
  } finally {
    await peers.stop();
    await clinic.close();
  }
}

/** PostgreSQL keeps the time of each commit only where it was asked to before it started. */
async function rememberCommits(server: TestPostgresql): Promise<void> {
  const client = await connect(await server.createDatabase());
  await client.query('ALTER SYSTEM SET track_commit_timestamp = on');
  await client.end();
  await server.restart();
}

async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  return client;
}

async function openSigning(clinic: Clinic): Promise<() => Promise<number>> {
  const pair = await admitPair(clinic, 'ada-martin');
  return async () => {
    const sign = await writeNote(pair);
    // The visit's encounter stands, as it does when a clinician has been writing for a while.
    await untilDelivered(clinic);
    const taken = await timeToWire(clinic.database, PATH, sign, 'signed_notes ORDER BY signed_at DESC');
    await untilDelivered(clinic);
    return taken;
  };
}

async function openPeers({ stack, postgresql }: Clinic) {
  const databaseUrl = await postgresql.createDatabase();
  const client = await connect(databaseUrl);
  await client.query('CREATE TABLE acts (id bigserial PRIMARY KEY, what text NOT NULL)');
  const pathOf = (name: string) => `${PATH}?of=${name}`;
  const sendAs = (name: string) => async () => {
    const answer = await fetch(stack.sandboxUrl + pathOf(name), { method: 'POST', body: '{}' });
    await answer.text();
  };
  const queues: Record<'graphile' | 'pgboss', Queue> = {
    graphile: await startGraphile({ databaseUrl, send: sendAs('graphile') }),
    pgboss: await startPgBoss({ databaseUrl, send: sendAs('pgboss') }),
  };
  return {
    time(name: 'graphile' | 'pgboss'): Promise<number> {
      const act = async () => {
        await client.query('BEGIN');
        await client.query('INSERT INTO acts (what) VALUES ($1)', [name]);
        await queues[name].add(client);
        await client.query('COMMIT');
      };
      return timeToWire(client, pathOf(name), act, 'acts ORDER BY id DESC');
    },
    async stop() {
      await queues.graphile.stop();
      await queues.pgboss.stop();
      await client.end();
    },
  };
}

/** ms from the commit of the newest row of `latest` to the headers of the next POST to `path`. */
async function timeToWire(
  client: pg.Client,
  path: string,
  act: () => Promise<void>,
  latest: string,
): Promise<number> {
  const wire = nextOnWire(path);
  await act();
  const sentAt = await wire;
  const ahead = await measureClock(client);
  const { rows } = await client.query<{ at: number }>(
    `SELECT ${MS('pg_xact_commit_timestamp(xmin)')} AS at FROM ${latest} LIMIT 1`,
  );
  return sentAt - ((rows[0]?.at ?? Number.NaN) - ahead);
}

const MS = (instant: string): string => `(extract(epoch FROM ${instant}) * 1000)::float8`;

/** By how many ms the database's clock is ahead of this process's: of several questions, the one answered fastest. */
async function measureClock(client: pg.Client): Promise<number> {
  let best = { took: Number.POSITIVE_INFINITY, ahead: Number.NaN };
  for (let asked = 0; asked < 15; asked += 1) {
    const before = performance.now();
    const { rows } = await client.query<{ at: number }>(`SELECT ${MS('clock_timestamp()')} AS at`);
    const took = performance.now() - before;
    if (took < best.took) best = { took, ahead: (rows[0]?.at ?? Number.NaN) - before - took / 2 };
  }
  return best.ahead;
}

/** When the headers of the next such request were written to its connection. */
function nextOnWire(path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const onHeaders = (message: unknown): void => {
      const { request } = message as { request: { method: string; path: string } };
      if (request.method === 'POST' && request.path === path) end(() => resolve(performance.now()));
    };
    const late = setTimeout(() => end(() => reject(new Error(`nothing was sent to ${path}`))), 30_000);
    function end(say: () => void): void {
      clearTimeout(late);
      unsubscribe(CHANNEL, onHeaders);
      say();
    }
    subscribe(CHANNEL, onHeaders);
  });
}

const CHANNEL = 'undici:client:sendHeaders';
