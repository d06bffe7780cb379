// A clinic at work for benchmarks: the app here, on a PostgreSQL server of its own, the EHR in another process, and
// clinicians with their patients, who hold visits and write notes over HTTP. It measures nothing.
import path from 'node:path';
import pg from 'pg';
import { BY_OWN_PERMISSION, clinicianAt, patientAt } from '../../fixtures/deliveries.ts';
import {
  heldVisit,
  noteOf,
  openNote,
  pageOf,
  pressOf,
  tellNote,
  WRITTEN,
} from '../../fixtures/note-people.ts';
import { startPostgresql, type TestPostgresql } from '../../fixtures/postgresql.ts';
import { type Stack, type StackOptions, startStack } from '../../fixtures/stack.ts';
import { type Caller, said } from '../../fixtures/visit-people.ts';
import { startScript } from './processes.ts';

export interface Clinic {
  stack: Stack;
  postgresql: TestPostgresql;
  /** One connection to the app's own database, to look. */
  database: pg.Client;
  close(): Promise<void>;
}

/**
 * `prepare`: done to the database server before the app starts. Deliveries go by the clinician's own permission, so
 * that nobody asks for a token while they are measured.
 */
export async function openClinic(prepare?: (server: TestPostgresql) => Promise<void>): Promise<Clinic> {
  const postgresql = await startPostgresql();
  await prepare?.(postgresql);
  const databaseUrl = await postgresql.createDatabase();
  const stack = await startStack({ ...BY_OWN_PERMISSION, databaseUrl, startEhr });
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  return {
    ...{ stack, postgresql, database },
    async close() {
      await database.end();
      await stack.close();
      await postgresql.stop();
    },
  };
}

const startEhr: NonNullable<StackOptions['startEhr']> = async ({ port, adminPort, dataFolder, appUrl }) => {
  const env = {
    PORT: new URL(appUrl).port,
    SANDBOX_PORT: `${port}`,
    SANDBOX_ADMIN_PORT: `${adminPort}`,
    WEBSIDE_DATA: path.dirname(dataFolder),
    LOG_LEVEL: 'error',
  };
  const running = await startScript('server/main.ts', { env, ready: /Sandbox EHR/ }, ['sandbox']);
  return {
    url: `http://127.0.0.1:${port}`,
    adminUrl: `http://127.0.0.1:${adminPort}`,
    close: () => running.stop(),
  };
};

/** A clinician in a patient's chart, and that patient at their own door. */
export interface Pair {
  clinician: Caller;
  patient: Caller;
}

export async function admitPair({ stack }: Clinic, username: string): Promise<Pair> {
  const clinician = await clinicianAt(stack, 'generic', { patient: username });
  return { clinician, patient: await patientAt(stack, 'generic', username) };
}

/** Holds a visit and writes its note; gives what signs it, with one request. */
export async function writeNote({ clinician, patient }: Pair): Promise<() => Promise<void>> {
  const visitId = await heldVisit(clinician, patient);
  await pageOf(clinician, await openNote(clinician, visitId)).save(WRITTEN);
  const press = pressOf(await noteOf(clinician, visitId));
  return async () => void (await said(tellNote(clinician, visitId, 'sign', press)));
}

/** Until everything that was planned has come to its end. */
export async function untilDelivered({ stack, database }: Clinic): Promise<void> {
  const until = performance.now() + 60_000;
  for (;;) {
    await stack.context.writeBack.runDue();
    const { rows } = await database.query<{ open: string }>(UNDER_WAY);
    if (rows.length === 0) return;
    if (performance.now() > until) throw new Error(`still under way: ${rows.map(({ open }) => open)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const UNDER_WAY = `SELECT concat_ws(' ', kind, state, wait) AS open FROM deliveries
  WHERE state IN ('planned', 'sending', 'unknown', 'reconciling')`;
