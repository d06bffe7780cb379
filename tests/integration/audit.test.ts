// The audit trail on both databases: complete, whole, and every change to it found.
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createAudit, listAuditEvents, verifyAuditChain } from '#server/audit';
import { type Database, newKeySet, rotateKeys } from '#server/db';
import type { Access, Session } from '#server/http';
import { findInFiles } from '../fixtures/canaries.ts';
import { type Grounds, onBothDatabases, silentLog } from '../fixtures/databases.ts';

const PATIENT = 'canary-patient-00000815';
const session: Session = {
  launchId: 'l1',
  keyId: 'k1',
  tenantId: 't1',
  door: 'ehr',
  role: 'clinician',
  personKey: 'person-1',
  fhirUser: 'Practitioner/canary-practitioner-1',
  patientId: PATIENT,
  encounterId: null,
  locked: false,
};
const access = (at: number, more: Partial<Access> = {}): Access => ({
  event: 'banner.read',
  outcome: 'success',
  requestId: `r${at}`,
  session,
  address: '192.0.2.1',
  ...more,
});

const start = (grounds: Grounds, database: Database) =>
  createAudit({ database, dataFolder: grounds.dataFolder, log: silentLog });

/** A trail of `count` events in several batches, its head signed. */
async function trailOf(grounds: Grounds, count: number): Promise<Database> {
  const database = await grounds.open();
  const audit = await start(grounds, database);
  for (let at = 0; at < count; at += 7)
    await Promise.all(
      Array.from({ length: Math.min(7, count - at) }, (_, n) => audit.recordAccess(access(at + n))),
    );
  await audit.close();
  return database;
}

/** What an attacker with the rights of the database's owner can do. */
async function unguarded(database: Database, run: (tx: Database['db']) => Promise<unknown>): Promise<void> {
  await database.transaction(async (tx) => {
    for (const table of ['audit_events', 'audit_batches', 'audit_heads'])
      await tx.execute(sql`ALTER TABLE ${sql.identifier(table)} DISABLE TRIGGER USER`);
    await tx.execute(sql`ALTER TABLE audit_events DROP CONSTRAINT IF EXISTS audit_events_place`);
    await tx.execute(sql`ALTER TABLE audit_events DROP CONSTRAINT IF EXISTS audit_events_batch_id_fkey`);
    await run(tx);
  });
}

onBothDatabases('audit', (source) => {
  it('keeps every access, readable for those who may, and in no file in clear', async () => {
    const grounds = await source.grounds();
    const database = await grounds.open();
    const audit = await start(grounds, database);
    await Promise.all([
      audit.recordAccess(access(1)),
      audit.recordAccess(access(2, { event: 'session.logout', outcome: 'refused' })),
      audit.recordAccess({ event: 'launch.start', outcome: 'failed', requestId: 'r3', tenantId: 't2' }),
    ]);
    await audit.close();
    const events = await listAuditEvents({ database }, { tenantId: 't1', patientId: PATIENT, limit: 10 });
    expect(events.map((event) => event.outcome).sort()).toEqual(['0', '4']);
    expect(events[0]?.entity?.[1]?.what?.reference).toBe(`Patient/${PATIENT}`);
    expect(await listAuditEvents({ database }, { tenantId: 't2', limit: 10 })).toHaveLength(1);
    expect(
      await listAuditEvents({ database }, { tenantId: 't1', patientId: 'someone-else', limit: 10 }),
    ).toEqual([]);
    expect(await listAuditEvents({ database }, { tenantId: 't2', patientId: PATIENT, limit: 10 })).toEqual(
      [],
    );
    expect(
      await listAuditEvents({ database }, { tenantId: 't1', event: 'session.logout', limit: 10 }),
    ).toHaveLength(1);
    await database.syncDurable();
    expect(await findInFiles(grounds.dataFolder, [PATIENT, 'canary-practitioner-1'])).toEqual([]);
    const { rows } = await database.db.execute(sql`SELECT * FROM audit_events`);
    expect(JSON.stringify(rows)).not.toContain(PATIENT);
  });

  it('answers only after the commit: each event is there when its promise resolves', async () => {
    const grounds = await source.grounds();
    const database = await grounds.open();
    const audit = await start(grounds, database);
    const found = await Promise.all(
      Array.from({ length: 200 }, async (_, at) => {
        await audit.recordAccess(access(at, { event: `probe.e${at}` }));
        const { rows } = await database.db.execute(
          sql`SELECT 1 AS one FROM audit_events WHERE event = ${`probe.e${at}`}`,
        );
        return rows.length;
      }),
    );
    expect(found).toEqual(Array(200).fill(1));
    await audit.close();
    const verdict = await verifyAuditChain({ database, dataFolder: grounds.dataFolder });
    expect(verdict).toMatchObject({ ok: true, events: 200, chains: 1, heads: 2, faults: [] });
  });

  it('is refused inside a transaction, which could take the row back', async () => {
    const grounds = await source.grounds();
    const database = await grounds.open();
    const audit = await start(grounds, database);
    await expect(database.transaction(() => audit.recordAccess(access(1)))).rejects.toThrow(
      'open transaction',
    );
    await expect(audit.recordAccess(access(2))).resolves.toBeUndefined();
    await audit.close();
  });

  it('rejects while rows cannot be written, says so to readiness, and recovers by itself', async () => {
    const grounds = await source.grounds();
    const database = await grounds.open();
    const audit = await start(grounds, database);
    await audit.recordAccess(access(1));
    await database.db.execute(
      sql`ALTER TABLE audit_events ADD CONSTRAINT broken CHECK (event <> 'banner.read') NOT VALID`,
    );
    await expect(audit.recordAccess(access(2))).rejects.toThrow();
    await database.db.execute(sql`ALTER TABLE audit_events ADD CONSTRAINT broken2 CHECK (false) NOT VALID`);
    await expect(audit.recordAccess(access(3))).rejects.toThrow();
    await expect(audit.check()).rejects.toThrow();
    await database.db.execute(sql`ALTER TABLE audit_events DROP CONSTRAINT broken, DROP CONSTRAINT broken2`);
    await expect(audit.check()).resolves.toBeUndefined();
    await audit.recordAccess(access(4));
    await audit.close();
    const verdict = await verifyAuditChain({ database, dataFolder: grounds.dataFolder });
    expect(verdict).toMatchObject({ ok: true, events: 3 });
  });

  it('refuses every change of what is written, and lets rotation seal anew', async () => {
    const grounds = await source.grounds();
    const database = await trailOf(grounds, 10);
    for (const statement of [
      sql`UPDATE audit_events SET event = 'x'`,
      sql`DELETE FROM audit_events`,
      sql`UPDATE audit_batches SET tenant_id = 'x'`,
      sql`UPDATE audit_batches SET content = content`,
      sql`DELETE FROM audit_batches`,
      sql`UPDATE audit_heads SET seq = 0`,
      sql`DELETE FROM audit_heads`,
      sql`TRUNCATE audit_heads`,
      sql`TRUNCATE audit_events, audit_batches`,
      sql`DELETE FROM audit_ledger`,
    ])
      await expect(database.db.execute(statement)).rejects.toMatchObject({
        cause: expect.objectContaining({ code: '23001' }),
      });
    expect(await rotateKeys(database)).toMatchObject({ resealed: 2, left: 0 });
    expect(await verifyAuditChain({ database, dataFolder: grounds.dataFolder })).toMatchObject({
      ok: true,
      events: 10,
    });
  });

  it('goes on after a restart, and signs what a killed process left unsigned', async () => {
    const grounds = await source.grounds();
    const first = await grounds.open();
    const killed = await start(grounds, first);
    await killed.recordAccess(access(1)); // Never closed: its head was never signed.
    await first.close();
    const second = await grounds.open();
    const audit = await start(grounds, second);
    expect(await verifyAuditChain({ database: second, dataFolder: grounds.dataFolder })).toMatchObject({
      heads: 2,
    });
    await audit.recordAccess(access(2));
    await audit.close();
    const verdict = await verifyAuditChain({ database: second, dataFolder: grounds.dataFolder });
    expect(verdict).toMatchObject({ ok: true, events: 2, chains: 1 });
  });

  it('two writers on one database take a chain each and lose nothing', async () => {
    const grounds = await source.grounds();
    const database = await grounds.open();
    const [one, other] = [await start(grounds, database), await start(grounds, database)];
    for (let at = 0; at < 20; at++)
      await Promise.all([one.recordAccess(access(at)), other.recordAccess(access(at))]);
    await Promise.all([one.close(), other.close()]);
    const verdict = await verifyAuditChain({ database, dataFolder: grounds.dataFolder });
    expect(verdict).toMatchObject({ ok: true, events: 40, chains: 2, faults: [] });
  });

  it('finds a cut tail by the head in the file, even when the heads in the database are cut too', async () => {
    const grounds = await source.grounds();
    const database = await trailOf(grounds, 30);
    await unguarded(database, async (tx) => {
      await tx.execute(sql`DELETE FROM audit_events WHERE seq > 28`);
      await tx.execute(
        sql`DELETE FROM audit_batches b WHERE NOT EXISTS (SELECT 1 FROM audit_events e WHERE e.batch_id = b.id)`,
      );
      await tx.execute(sql`DELETE FROM audit_heads`);
    });
    const verdict = await verifyAuditChain({ database, dataFolder: grounds.dataFolder });
    expect(verdict.ok).toBe(false);
    expect(verdict.faults.map((fault) => fault.kind)).toEqual(expect.arrayContaining(['cut', 'head']));
  });

  it('finds forged heads, in the database and in the file', async () => {
    const grounds = await source.grounds();
    const database = await trailOf(grounds, 5);
    const file = join(grounds.dataFolder, 'audit-heads.ndjson');
    const whole = await readFile(file, 'utf8');
    const verdictWith = async (text: string) => {
      await writeFile(file, text);
      return verifyAuditChain({ database, dataFolder: grounds.dataFolder });
    };
    expect((await verdictWith(whole)).ok).toBe(true);
    expect((await verdictWith(whole.replace('"seq":5', '"seq":3'))).ok).toBe(false);
    expect((await verdictWith(`${whole}half a li`)).ok).toBe(false);
    const foreign = whole.replace(/"ledger":"[^"]*"/, '"ledger":"another database"');
    expect(await verdictWith(foreign)).toMatchObject({ ok: true, foreignHeads: 1 });
    await writeFile(file, whole);
    await appendFile(file, '');
    await unguarded(database, (tx) =>
      tx.execute(sql`UPDATE audit_heads SET signed_at = '2020-01-01T00:00:00.000Z'`),
    );
    expect((await verifyAuditChain({ database, dataFolder: grounds.dataFolder })).ok).toBe(false);
  });

  it('without the keys the chain cannot be made anew: another installation finds every row altered', async () => {
    const grounds = await source.grounds();
    const first = await grounds.open({ keysText: JSON.stringify(newKeySet('a')) });
    const audit = await start(grounds, first);
    await audit.recordAccess(access(1));
    await audit.close();
    await first.transaction((tx) => tx.execute(sql`DELETE FROM data_keys`));
    await first.close();
    const second = await grounds.open({ keysText: JSON.stringify(newKeySet('b')) });
    const verdict = await verifyAuditChain({ database: second, dataFolder: grounds.dataFolder });
    expect(new Set(verdict.faults.map((fault) => fault.kind))).toEqual(
      new Set(['head', 'altered', 'content']),
    );
  });
});

// 1,000 random tamperings, each on the same trail and taken back afterwards. Most on PostgreSQL, which is quicker:
// what is looked at is our arithmetic, and it is the same on both.
onBothDatabases('tampering', (source) => {
  const runs = source.kind === 'embedded' ? 100 : 900;
  it(`${runs} random edits, deletes, inserts, reorders and cuts are all found`, {
    timeout: 240_000,
  }, async () => {
    const grounds = await source.grounds();
    const database = await trailOf(grounds, 24);
    await unguarded(database, async () => undefined);
    expect((await verifyAuditChain({ database, dataFolder: grounds.dataFolder })).ok).toBe(true);
    const seq = fc.integer({ min: 1, max: 24 });
    const tampering = fc.oneof(
      fc.record({
        kind: fc.constant('edit' as const),
        seq,
        column: fc.constantFrom(...TEXT_COLUMNS),
        text: fc.string({ unit: 'grapheme-ascii' }),
      }),
      fc.record({ kind: fc.constant('delete' as const), seq }),
      fc.record({
        kind: fc.constant('insert' as const),
        seq,
        at: fc.integer({ min: -3, max: 40 }),
        chain: fc.integer({ min: -1, max: 3 }),
      }),
      fc
        .record({ kind: fc.constant('swap' as const), seq, other: seq })
        .filter((one) => one.seq !== one.other),
      fc.record({ kind: fc.constant('cut' as const), seq }),
      fc.record({ kind: fc.constant('content' as const), seq, other: seq }),
    );
    await fc.assert(
      fc.asyncProperty(tampering, async (what) => {
        const before = await snapshot(database);
        await database.transaction((tx) => tamper(tx, what));
        const changed = (await snapshot(database)) !== before;
        const verdict = await verifyAuditChain({ database, dataFolder: grounds.dataFolder });
        await restore(database, before);
        expect(verdict.ok).toBe(!changed);
      }),
      { numRuns: runs },
    );
    expect((await verifyAuditChain({ database, dataFolder: grounds.dataFolder })).ok).toBe(true);
  });
});

const TEXT_COLUMNS = [
  'id',
  'tenant_id',
  'recorded_at',
  'event',
  'outcome',
  'person_index',
  'patient_index',
  'batch_id',
  'content_mac',
  'mac',
] as const;

type Tampering =
  | { kind: 'edit'; seq: number; column: (typeof TEXT_COLUMNS)[number]; text: string }
  | { kind: 'delete' | 'cut'; seq: number }
  | { kind: 'insert'; seq: number; at: number; chain: number }
  | { kind: 'swap' | 'content'; seq: number; other: number };

async function tamper(tx: Database['db'], what: Tampering): Promise<void> {
  if (what.kind === 'edit')
    await tx.execute(
      sql`UPDATE audit_events SET ${sql.identifier(what.column)} = ${what.text} WHERE seq = ${what.seq}`,
    );
  if (what.kind === 'delete') await tx.execute(sql`DELETE FROM audit_events WHERE seq = ${what.seq}`);
  if (what.kind === 'cut') await tx.execute(sql`DELETE FROM audit_events WHERE seq >= ${what.seq}`);
  if (what.kind === 'insert')
    await tx.execute(sql`INSERT INTO audit_events SELECT 'forged', tenant_id, ${what.chain}::int, ${what.at}::int, recorded_at,
      event, outcome, person_index, patient_index, batch_id, position, content_mac, mac FROM audit_events WHERE seq = ${what.seq}`);
  if (what.kind === 'swap')
    await tx.execute(sql`UPDATE audit_events SET seq = CASE seq WHEN ${what.seq} THEN ${what.other}::int ELSE ${what.seq}::int END
      WHERE seq IN (${what.seq}, ${what.other})`);
  if (what.kind === 'content')
    await tx.execute(sql`UPDATE audit_batches SET content = (SELECT b.content FROM audit_batches b
      JOIN audit_events e ON e.batch_id = b.id WHERE e.seq = ${what.other})
      WHERE id = (SELECT batch_id FROM audit_events WHERE seq = ${what.seq})`);
}

async function snapshot(database: Database): Promise<string> {
  const { rows: events } = await database.db.execute(sql`SELECT * FROM audit_events ORDER BY chain, seq, id`);
  const { rows: batches } = await database.db.execute(sql`SELECT * FROM audit_batches ORDER BY id`);
  return JSON.stringify({ events, batches });
}

async function restore(database: Database, text: string): Promise<void> {
  const { events, batches } = JSON.parse(text);
  await database.transaction(async (tx) => {
    await tx.execute(sql`DELETE FROM audit_events`);
    await tx.execute(sql`DELETE FROM audit_batches`);
    await tx.execute(
      sql`INSERT INTO audit_batches SELECT * FROM jsonb_populate_recordset(NULL::audit_batches, ${JSON.stringify(batches)}::jsonb)`,
    );
    await tx.execute(
      sql`INSERT INTO audit_events SELECT * FROM jsonb_populate_recordset(NULL::audit_events, ${JSON.stringify(events)}::jsonb)`,
    );
  });
}
