// CPU of one read over the FHIR road, µs of the app's process, with every check and the audit record committed to
// PostgreSQL before the answer leaves; against the usual stack and against nginx, which check and record nothing.
// The same page of Observations, 7 kB, through all of them.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startPostgresql, type TestPostgresql } from '../fixtures/postgresql.ts';
import { freePort } from '../fixtures/stack.ts';
import { launchIdOf, Visitor } from '../fixtures/visitor.ts';
import { startNginx } from './peers/nginx.ts';
import { askFor, type Target } from './rig/load.ts';
import { childrenOf, cpuOf, isListening, type Running, startProgram, startScript } from './rig/processes.ts';
import { type BenchRow, median, percentile, takeRounds, versionOf } from './row.ts';

export const ids = ['proxy.cpu.stack', 'proxy.cpu.nginx', 'x.proxy.cpu.postgresql'];

const ROUNDS = 8;
/** Long enough for the clock's 10 ms, many enough to be warm however busy the machine is. */
const TURN = { ms: 1_500, atLeast: 1_500 };
const SEARCH = 'Observation?category=laboratory&_count=50';
const TOKEN = 'a'.repeat(900);

export async function bench(): Promise<BenchRow[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'webside-bench-'));
  const open: { stop(): Promise<void> }[] = [];
  const keep = <Opened extends { stop(): Promise<void> }>(opened: Opened): Opened => {
    open.unshift(opened);
    return opened;
  };
  try {
    const postgresql = keep(await startPostgresql());
    const ehr = keep(await startScript('tests/bench/peers/upstream.ts', { ready: /ready \S+/ }));
    const iss = addressIn(ehr);
    const ours = await openOurs({ folder, iss, databaseUrl: await postgresql.createDatabase() }, keep);
    const redis = keep(await startRedis());
    const stack = keep(
      await startScript('tests/bench/peers/usual-stack.ts', {
        env: { PEER_TARGET: iss, PEER_TOKEN: TOKEN, PEER_REDIS: redis.url, NODE_ENV: 'production' },
        ready: /ready \S+/,
      }),
    );
    const nginx = await startNginx(new URL(iss), TOKEN);
    if (nginx) keep(nginx);
    else process.stdout.write('  no nginx, so no proxy.cpu.nginx: apt-get install nginx-light\n');
    const usual = await logIn(addressIn(stack));
    const database = () => databaseCpu(postgresql);
    const byUs: number[] = [];
    const rounds = await takeRounds<'ours' | 'stack' | 'nginx' | 'again'>(ROUNDS, {
      ours: async () => {
        const before = database();
        const { cpu, answered } = await weigh(ours.app.pid, ours.target);
        byUs.push((database() - before) / answered);
        return cpu;
      },
      stack: async () => (await weigh(stack.pid, usual)).cpu,
      nginx: async () =>
        nginx
          ? (await weigh(nginx.pid, { url: `${nginx.url}/${SEARCH}`, headers: { cookie: nginx.cookie } })).cpu
          : Number.NaN,
      again: async () => (await weigh(stack.pid, usual)).cpu,
    });
    const row = (id: string, peer: 'stack' | 'nginx', name: string): BenchRow => ({
      id,
      value: median(rounds.times.ours),
      unit: 'µs',
      baseline: `${name}, ${median(rounds.times[peer]).toFixed(0)} µs; stack against itself ${rounds.ratio('again', 'stack').toFixed(2)}`,
      ratio: rounds.ratio('ours', peer),
      n: ROUNDS,
      p50: percentile(rounds.times.ours, 0.5),
      p95: percentile(rounds.times.ours, 0.95),
    });
    return [
      row('proxy.cpu.stack', 'stack', STACK()),
      ...(nginx ? [row('proxy.cpu.nginx', 'nginx', `nginx ${nginx.version}, one worker`)] : []),
      {
        id: 'x.proxy.cpu.postgresql',
        value: median(byUs.slice(1)),
        unit: 'µs',
        baseline: 'the database’s share of the same reads: audit rows by group commit',
        n: ROUNDS,
      },
    ];
  } finally {
    for (const one of open) await one.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startRedis(): Promise<Running & { url: string }> {
  const port = await freePort();
  const args = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const running = await startProgram('redis-server', args, { ready: () => isListening(port) });
  return { ...running, url: `redis://127.0.0.1:${port}` };
}

const STACK = (): string =>
  ['express', 'helmet', 'express-session', 'connect-redis', 'http-proxy-middleware']
    .map((name) => `${name} ${versionOf(name)}`)
    .join(' + ');

/** µs of CPU an answer, over one turn of load. */
async function weigh(pid: number, target: Target): Promise<{ cpu: number; answered: number }> {
  const before = cpuOf(pid);
  const answered = await askFor(TURN, target);
  return { cpu: (cpuOf(pid) - before) / answered, answered };
}

function databaseCpu({ folder }: TestPostgresql): number {
  const pid = Number(readFileSync(path.join(folder, 'db/postmaster.pid'), 'utf8').split('\n')[0]);
  return [pid, ...childrenOf(pid)].reduce((sum, one) => sum + cpuOf(one), 0);
}

function addressIn({ said }: Running): string {
  return /ready (\S+)/.exec(said)?.[1] ?? '';
}

/** The app as in production, on PostgreSQL, with somebody launched into it. */
async function openOurs(
  { folder, iss, databaseUrl }: { folder: string; iss: string; databaseUrl: string },
  keep: (running: Running) => Running,
): Promise<{ app: Running; target: Target }> {
  const port = await freePort();
  const tenants = path.join(folder, 'tenants.json');
  writeFileSync(tenants, JSON.stringify([tenantOf(iss)]));
  const keys = { current: 'k1', keys: { k1: randomBytes(32).toString('base64') } };
  const app = keep(
    await startScript('server/main.ts', {
      env: {
        PORT: `${port}`,
        WEBSIDE_DATA: path.join(folder, 'app'),
        WEBSIDE_TENANTS: tenants,
        WEBSIDE_KEYS: JSON.stringify(keys),
        DATABASE_URL: databaseUrl,
        NODE_ENV: 'production',
      },
      ready: /Webside /,
    }),
  );
  const appUrl = `http://localhost:${port}`;
  const visitor = new Visitor();
  const launch = new URLSearchParams({ iss, launch: 'bench' });
  const arrived = await visitor.follow(`${appUrl}/launch/ehr.html?${launch}`);
  const cookie = [...(visitor.jars.get(appUrl) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
  return { app, target: { url: `${appUrl}/l/${launchIdOf(arrived)}/fhir/${SEARCH}`, headers: { cookie } } };
}

function tenantOf(iss: string): object {
  return {
    id: 'bench',
    name: 'Hospital',
    vendor: 'generic',
    iss,
    clientId: 'bench',
    auth: { method: 'private_key_jwt' },
    frameOrigins: [new URL(iss).origin],
    roles: [{ when: { fhirUser: 'Practitioner' }, role: 'clinician' }],
  };
}

async function logIn(url: string): Promise<Target> {
  const [cookie = ''] = (await fetch(`${url}/log-in`)).headers.getSetCookie();
  return { url: `${url}/fhir/${SEARCH}`, headers: { cookie: cookie.split(';')[0] ?? '' } };
}
