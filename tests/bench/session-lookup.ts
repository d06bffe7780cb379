// What it costs to know whose request this is: our session door (revocable, in memory over the
// database) against iron-session's unsealing of a cookie that holds the same and cannot be revoked.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sealData, unsealData } from 'iron-session';
import { type Database, openDatabase, readKeyRing } from '#server/db';
import { createSessionCache, createSessionDoor, openSession } from '#server/smart/sessions';
import { type BenchRow, compare, median, percentile, versionOf } from './row.ts';

export const ids = ['session.lookup'];

const ROUNDS = 9;
const PASSWORD = 'a password of at least thirty-two characters';

export async function bench(): Promise<BenchRow[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'webside-bench-'));
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const keys = await readKeyRing({ keysText: null, dataFolder: folder });
  const database = await openDatabase({ dataFolder: folder, keys, log });
  try {
    const ours = await openOurs(database);
    const peer = await openPeer(ours.session);
    const { ratio, ...times } = await compare({
      rounds: ROUNDS,
      ours: { calls: 100_000, call: ours.find },
      peer: { calls: 400, call: peer },
    });
    return [
      {
        id: 'session.lookup',
        value: median(times.ours),
        unit: 'µs',
        baseline: `iron-session ${versionOf('iron-session')}, ${median(times.peer).toFixed(0)} µs, not revocable`,
        ratio,
        n: ROUNDS,
        p50: percentile(times.ours, 0.5),
        p95: percentile(times.ours, 0.95),
      },
    ];
  } finally {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function openOurs(database: Database) {
  const now = () => new Date();
  const cache = createSessionCache();
  const needs = { database, now, onKeysEnded: async () => undefined };
  const { launchId, cookies } = await openSession(needs, LAUNCH, undefined);
  const header = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const door = createSessionDoor({ database, cache, now });
  const found = await door.find(launchId, header);
  if (typeof found === 'string') throw new Error(`the session was not found: ${found}`);
  return { session: found.session, find: () => door.find(launchId, header) };
}

async function openPeer(session: object): Promise<() => Promise<unknown>> {
  const seal = await sealData(session, { password: PASSWORD });
  return () => unsealData(seal, { password: PASSWORD });
}

const LAUNCH: Parameters<typeof openSession>[1] = {
  tenantId: 'bench',
  app: 'main',
  door: 'ehr',
  personKey: 'person-1',
  role: 'clinician',
  facts: {
    fhirUser: { type: 'Practitioner', id: 'p1', reference: 'Practitioner/p1' },
    personName: 'Ada Example',
    visitId: null,
    context: {
      patientId: 'patient-1',
      encounterId: 'encounter-1',
      ehrShowsBanner: false,
      styleUrl: null,
      intent: null,
      location: null,
      appointment: null,
      loginDepartment: null,
    },
  },
  scopesRequested: 'launch openid fhirUser',
  scopesGranted: 'launch openid fhirUser',
  tokens: {
    accessToken: 'a'.repeat(900),
    refreshToken: null,
    issuedAt: new Date(),
    expiresAt: new Date(Date.now() + 3_600_000),
  },
};
