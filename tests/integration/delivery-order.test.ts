// Who puts itself behind another delivery of its visit while that one comes to its end is not left waiting: two real
// transactions, one in the middle of the other. On PostgreSQL alone; the embedded database has one connection.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { isHeld } from '#domain/write-back';
import { type Database, type Db, openDatabase, readKeyRing } from '#server/db';
import { insertDelivery, listOfVisit, updateDelivery } from '../../server/write-back/delivery-store.ts';
import { moveDelivery, moveWithin } from '../../server/write-back/move-delivery.ts';
import { waitBehind } from '../../server/write-back/postpone.ts';
import type { DeliveryRow } from '../../server/write-back/write-back-tables.ts';
import { silentLog } from '../fixtures/databases.ts';
import { startPostgresql, type TestPostgresql } from '../fixtures/postgresql.ts';

const NOW = new Date('2026-11-22T10:00:00Z');
/** The look that finds by the clock what no notification told of. */
const A_LOOK_MS = 1_000;
const of = { tenantId: 'sandbox', visitId: 'visit' };
const HAND_OVER = { event: 'hand-over', why: 'by-choice' } as const;

let server: TestPostgresql;
let dataFolder: string;
let database: Database;
let note: DeliveryRow;
let addendum: DeliveryRow;
const needs = () => ({ database, now: () => NOW });

beforeAll(async () => {
  [server, dataFolder] = await Promise.all([startPostgresql(), mkdtemp(join(tmpdir(), 'webside-test-'))]);
  const keys = await readKeyRing({ keysText: null, dataFolder });
  const databaseUrl = await server.createDatabase();
  database = await openDatabase({ databaseUrl, dataFolder, keys, log: silentLog });
  // Of the visit only that it is there.
  await database.db.execute(`ALTER TABLE deliveries DROP CONSTRAINT deliveries_visit_id_tenant_id_fkey`);
});
afterAll(async () => {
  await database?.close();
  await server?.stop();
  await rm(dataFolder, { recursive: true, force: true });
});
beforeEach(async () => {
  await database.db.execute(`TRUNCATE deliveries, delivery_moves`);
  note = await plan('note', null);
  addendum = await plan('addendum', note.id);
});

async function plan(kind: DeliveryRow['kind'], buildsOn: string | null): Promise<DeliveryRow> {
  const madeAt = new Date(NOW.getTime() - (buildsOn === null ? 2_000 : 1_000));
  const facts = { patientId: 'p', patientName: null, birthDate: null, owner: null, visitAt: null };
  const delivery = { ...of, kind, about: kind, madeAt, buildsOn };
  const whose = { reference: null, launchId: null, ownerKey: null };
  await database.transaction((tx) =>
    insertDelivery({ database, tx }, { ...delivery, ...whose }, 'planned', facts),
  );
  return read(kind);
}

async function read(kind: DeliveryRow['kind']): Promise<DeliveryRow> {
  const row = (await listOfVisit(database.db, of)).find((one) => one.kind === kind);
  if (!row) throw new Error(`no ${kind}`);
  return row;
}

const orderOf = ({ id, kind, state, wait, buildsOn }: DeliveryRow) => ({
  ...{ deliveryId: id, kind, state, wait, buildsOn },
});
const putBehind = () =>
  waitBehind(needs(), addendum, {
    before: [note],
    isHeldBy: (rows) => isHeld(orderOf(addendum), rows.map(orderOf)),
  });
const dueIn = async () => (await read('addendum')).dueAt.getTime() - NOW.getTime();

/** Runs `first`, leaves its transaction open until `meanwhile` is over, and commits it. */
async function around(first: (tx: Db) => Promise<unknown>, meanwhile: () => Promise<unknown>): Promise<void> {
  const begun = Promise.withResolvers<void>();
  const over = Promise.withResolvers<void>();
  const open = database.transaction(async (tx) => {
    await first(tx);
    begun.resolve();
    await over.promise;
  });
  await Promise.race([begun.promise, open]);
  try {
    await meanwhile();
  } finally {
    over.resolve();
    await open;
  }
}

it('waits long behind what is under way, and is woken by its end', async () => {
  await putBehind();
  expect(await read('addendum')).toMatchObject({ wait: 'earlier', leasedUntil: null });
  expect(await dueIn()).toBeGreaterThan(60_000);
  await moveDelivery(needs(), note, HAND_OVER);
  expect(await dueIn()).toBe(0);
});

it('is due at once where what it stood behind has ended since it was looked at', async () => {
  await moveDelivery(needs(), note, HAND_OVER);
  await putBehind();
  expect(await dueIn()).toBe(0);
});

it('is due soon where the end of what it stands behind is not committed yet', async () => {
  await around((tx) => moveWithin(needs(), tx, note, HAND_OVER), putBehind);
  expect((await read('note')).state).toBe('handed-over');
  expect(await dueIn()).toBeLessThanOrEqual(A_LOOK_MS);
});

it('is due at once where the other ends between its look and its own word', async () => {
  let putting: Promise<void> | undefined;
  // Its own row is in another hand for as long as the other takes to end.
  const takeOwn = (tx: Db) => tx.execute(`SELECT 1 FROM deliveries WHERE id = '${addendum.id}' FOR UPDATE`);
  await around(takeOwn, async () => {
    putting = putBehind();
    await untilBlocked();
    await moveDelivery(needs(), note, HAND_OVER);
  });
  await putting;
  expect(await dueIn()).toBe(0);
});

it('the other ends only after its word, where it has begun to put itself behind', async () => {
  let ending: Promise<unknown> | undefined;
  const lookAndSay = async (tx: Db) => {
    await tx.execute(`SELECT 1 FROM deliveries WHERE id = '${note.id}' FOR SHARE`);
    await updateDelivery(tx, addendum, { wait: 'earlier', dueAt: new Date(NOW.getTime() + 600_000) });
  };
  await around(lookAndSay, async () => {
    ending = moveDelivery(needs(), note, HAND_OVER);
    await untilBlocked();
  });
  await ending;
  expect(await dueIn()).toBe(0);
});

/** Somebody waits for a lock. */
async function untilBlocked(): Promise<void> {
  const query = `SELECT 1 AS one FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
  for (let tries = 0; tries < 400; tries += 1) {
    if ((await database.db.execute(query)).rows.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('nobody waits');
}
