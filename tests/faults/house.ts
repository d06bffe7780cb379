// One hospital's world for kills: the sandbox EHR in its own process, the app in another that is started again
// whenever it is gone (as an operator's supervisor does), and one of the two databases. Only processes and the wire.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { sandboxTenants } from '#server/smart/tenants';
import { plantEmbedded } from '../fixtures/planted-database.ts';
import { startPostgresql, type TestPostgresql } from '../fixtures/postgresql.ts';
import type { Addresses } from '../fixtures/stack.ts';
import { claimPort } from './claim-port.ts';
import { type App, startAppProcess, startSandboxProcess } from './processes.ts';

export type DatabaseKind = 'embedded' | 'postgresql';

export interface House extends Addresses {
  kind: DatabaseKind;
  /** The one that runs now; waits while it is being started again. */
  app(): Promise<App>;
  kills(): number;
  /** Milliseconds from a death to the next readiness, of each restart. */
  restarts: number[];
  ask(sql: string): Promise<Record<string, unknown>[]>;
  /** Every lease that is held now has run out. */
  endLeases(): Promise<void>;
  server(): TestPostgresql;
  /** A second app over the same database, at its own address; not started again. */
  startBeside(): Promise<App & { appUrl: string }>;
  close(): Promise<void>;
}

export interface HouseOptions {
  kind: DatabaseKind;
  searchLagSeconds?: number;
  /** What a dead process has leased is free at once, as if the lease's time had passed. */
  leasesEndAtDeath?: boolean;
}

export async function openHouse(options: HouseOptions): Promise<House> {
  const { kind, searchLagSeconds = 1, leasesEndAtDeath = true } = options;
  const folder = await mkdtemp(join(tmpdir(), 'webside-faults-'));
  const [port, sandboxPort, adminPort] = await Promise.all([claimPort(), claimPort(), claimPort()]);
  const sandboxUrl = `http://127.0.0.1:${sandboxPort}`;
  const adminUrl = `http://127.0.0.1:${adminPort}`;
  const server = kind === 'postgresql' ? await startPostgresql() : null;
  const databaseUrl = await server?.createDatabase();
  const keys = JSON.stringify({ current: 'k1', keys: { k1: randomBytes(32).toString('base64') } });
  const tenantsFile = join(folder, 'tenants.json');
  // Without a backend service: what goes, goes by a person's own permission.
  const tenants = sandboxTenants({ sandboxOrigin: sandboxUrl }).map(({ backend: _, ...tenant }) => ({
    ...tenant,
    searchLagSeconds,
  }));
  await writeFile(tenantsFile, JSON.stringify(tenants));
  const envOf = (appPort: number) => ({
    PORT: String(appPort),
    PUBLIC_URL: `http://localhost:${port}`,
    WEBSIDE_TENANTS: tenantsFile,
    WEBSIDE_DATA: join(folder, 'app-data'),
    ...(databaseUrl && { DATABASE_URL: databaseUrl, WEBSIDE_KEYS: keys }),
  });
  const sandbox = await startSandboxProcess({
    PORT: String(port),
    SANDBOX_PORT: String(sandboxPort),
    SANDBOX_ADMIN_PORT: String(adminPort),
    WEBSIDE_DATA: join(folder, 'ehr'),
  });
  if (!server) await plantEmbedded(join(folder, 'app-data'));

  const restarts: number[] = [];
  const beside: App[] = [];
  let kills = 0;
  let isClosing = false;
  let current: Promise<App> = begin();
  await current;

  async function begin(): Promise<App> {
    const app = await startAppProcess(envOf(port));
    app.ended.then(() => {
      if (isClosing) return;
      kills += 1;
      current = again(Date.now());
      current.catch(() => undefined);
    });
    return app;
  }
  async function again(diedAt: number): Promise<App> {
    const app = await begin();
    restarts.push(Date.now() - diedAt);
    if (leasesEndAtDeath) await endLeases(app, diedAt);
    return app;
  }
  /** Only those of the dead: what lives has leased later. */
  async function endLeases(app: App, diedAt: number): Promise<void> {
    const died = new Date(diedAt).toISOString();
    for (const [table, column, seconds] of [
      ['deliveries', 'leased_until', 60],
      ['outbox', 'leased_until', 30],
      ['grants', 'refreshing_until', 40],
    ])
      await askOf(
        app,
        `UPDATE ${table} SET ${column} = clock_timestamp() - interval '1 second'
         WHERE ${column} <= timestamptz '${died}' + interval '${seconds} seconds'
           AND ${column} > clock_timestamp()`,
      );
  }
  async function askOf(app: App, sql: string): Promise<Record<string, unknown>[]> {
    if (!databaseUrl) return app.ask(sql);
    const client = new pg.Client({ connectionString: databaseUrl });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  }

  return {
    ...{ kind, sandboxUrl, adminUrl, restarts },
    appUrl: `http://localhost:${port}`,
    app: () => current,
    kills: () => kills,
    ask: async (sql) => askOf(await current, sql),
    endLeases: async () => endLeases(await current, Date.now()),
    server() {
      if (!server) throw new Error('no server here');
      return server;
    },
    async startBeside() {
      const besidePort = await claimPort();
      // Another process of the same host: the folder's memory of the database is theirs together.
      const app = await startAppProcess(envOf(besidePort));
      beside.push(app);
      return { ...app, appUrl: `http://localhost:${besidePort}` };
    },
    async close() {
      isClosing = true;
      const app = await current.catch(() => null);
      const running = [...(app ? [app] : []), ...beside, sandbox];
      for (const { child } of running) child.kill('SIGKILL');
      await Promise.all(running.map(({ ended }) => ended));
      await server?.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
