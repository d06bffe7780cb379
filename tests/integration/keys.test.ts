// Sealed columns and key rotation as a whole, on both databases: what is stored, what a thief of the files
// or of the rows can do with it, and what happens when keys change, are wrong or are gone.
import { eq, sql } from 'drizzle-orm';
import { pgTable, text } from 'drizzle-orm/pg-core';
import { expect, it } from 'vitest';
import { type Database, keyStatus, newKeySet, placeOf, rotateKeys, type Sealed, sealed } from '#server/db';
import { findInFiles } from '../fixtures/canaries.ts';
import { type Grounds, onBothDatabases } from '../fixtures/databases.ts';

const scraps = pgTable('scraps', {
  id: text().primaryKey(),
  tenantId: text('tenant_id').notNull(),
  body: sealed('body').notNull(),
  extra: sealed('extra'),
});
const CANARY = 'canary-gestational-diabetes-4711';

async function makeNotes(database: Database): Promise<void> {
  await database.db.execute(
    sql`CREATE TABLE scraps (id text PRIMARY KEY, tenant_id text NOT NULL, body sealed NOT NULL, extra sealed)`,
  );
}
const placeOfNote = (id: string, tenant = 't1') => placeOf(scraps, scraps.body, id, tenant);

async function write(database: Database, id: string, plain: string, tenant = 't1'): Promise<void> {
  const body = await database.vault.seal(placeOfNote(id, tenant), plain);
  await database.db.insert(scraps).values({ id, tenantId: tenant, body });
}
async function read(database: Database, id: string, tenant = 't1'): Promise<string> {
  const [row] = await database.db.select().from(scraps).where(eq(scraps.id, id));
  if (!row) throw new Error('no row');
  return database.vault.open(placeOfNote(id, tenant), row.body);
}

const oldSet = newKeySet('old');
const bothSets = newKeySet('new', oldSet);
const newSet = {
  current: bothSets.current,
  keys: { [bothSets.current]: bothSets.keys[bothSets.current] ?? '' },
};
const open = (grounds: Grounds, set: object, now?: () => Date) =>
  grounds.open({ keysText: JSON.stringify(set), ...(now ? { now } : {}) });

onBothDatabases('keys', (source) => {
  it('opens what was sealed before a restart, and leaves no trace of it in any file', async () => {
    const grounds = await source.grounds();
    const first = await grounds.open();
    await makeNotes(first);
    await write(first, 'n1', `Ängste — 🩺 ${CANARY}`);
    await first.syncDurable();
    await first.close();
    const again = await grounds.open();
    expect(await read(again, 'n1')).toBe(`Ängste — 🩺 ${CANARY}`);
    expect(await findInFiles(grounds.dataFolder, [CANARY])).toEqual([]);
  });

  it('refuses plain text in a sealed column, whoever writes it', async () => {
    const database = await (await source.grounds()).open();
    await makeNotes(database);
    await expect(
      database.db.insert(scraps).values({ id: 'x', tenantId: 't1', body: CANARY as Sealed }),
    ).rejects.toThrow();
    await expect(write(database, 'x', '')).resolves.toBeUndefined();
  });

  it('refuses a value moved to another row, column or tenant', async () => {
    const database = await (await source.grounds()).open();
    const at = placeOfNote('n1');
    const value = await database.vault.seal(at, CANARY);
    const elsewhere = [{ row: 'n2' }, { column: 'extra' }, { table: 'other' }, { tenant: 't2' }];
    for (const change of elsewhere)
      await expect(database.vault.open({ ...at, ...change }, value)).rejects.toMatchObject({
        code: 'vault.refused',
      });
    expect(await database.vault.open(at, value)).toBe(CANARY);
  });

  it('seals inside a transaction; a rollback takes the new data key with it and hurts nobody', async () => {
    let now = new Date('2026-11-22T23:59:00Z');
    const grounds = await source.grounds();
    const database = await grounds.open({ now: () => now });
    await makeNotes(database);
    const inside = async (id: string, fails: boolean) =>
      database.transaction(async (tx) => {
        const body = await database.vault.seal(placeOfNote(id), CANARY);
        expect(await database.vault.open(placeOfNote(id), body)).toBe(CANARY);
        await tx.insert(scraps).values({ id, tenantId: 't1', body });
        if (fails) throw new Error('rolled back');
      });
    await expect(inside('lost', true)).rejects.toThrow('rolled back');
    await write(database, 'after', CANARY);
    now = new Date('2026-11-23T00:01:00Z');
    await inside('kept', false);
    await inside('kept too', false);
    await database.close();
    const again = await grounds.open({ now: () => now });
    for (const id of ['after', 'kept', 'kept too']) expect(await read(again, id)).toBe(CANARY);
    const days = await again.db.execute(
      sql`SELECT DISTINCT day FROM data_keys WHERE tenant_id = 't1' ORDER BY day`,
    );
    expect(days.rows).toEqual([{ day: '2026-11-22' }, { day: '2026-11-23' }]);
  });

  it('fifty sealings at once, inside transactions and beside them, all open again', async () => {
    const grounds = await source.grounds();
    const database = await grounds.open();
    await makeNotes(database);
    await Promise.all(
      Array.from({ length: 50 }, (_, at) =>
        at % 2
          ? write(database, `n${at}`, CANARY, `t${at % 3}`)
          : database.transaction(async (tx) => {
              const tenantId = `t${at % 3}`;
              const body = await database.vault.seal(placeOfNote(`n${at}`, tenantId), CANARY);
              await tx.insert(scraps).values({ id: `n${at}`, tenantId, body });
            }),
      ),
    );
    await database.close();
    const again = await grounds.open();
    for (let at = 0; at < 50; at++) expect(await read(again, `n${at}`, `t${at % 3}`)).toBe(CANARY);
  });

  it('rotation: everything is under the new key, and the old one can go', async () => {
    const grounds = await source.grounds();
    const before = await open(grounds, oldSet);
    await makeNotes(before);
    for (let at = 0; at < 450; at++) await write(before, `n${at}`, `${CANARY} ${at}`, `t${at % 4}`);
    const index = before.vault.blindIndex('t1', 'mrn', '12345');
    const [stored] = await before.db.select().from(scraps).where(eq(scraps.id, 'n7'));
    await before.close();

    const during = await open(grounds, bothSets);
    expect((await keyStatus(during)).removable).toEqual([]);
    const rotation = await rotateKeys(during);
    expect(rotation).toMatchObject({ resealed: 450, left: 0 });
    expect(rotation.rewrapped).toBeGreaterThanOrEqual(4);
    expect(await rotateKeys(during)).toMatchObject({ rewrapped: 0, left: 0 });
    const status = await keyStatus(during);
    expect(status).toMatchObject({ onRetired: 0, removable: [oldSet.current] });
    expect(status.inUse.map((use) => use.kekId)).toEqual([bothSets.current]);
    await during.close();

    const after = await open(grounds, newSet);
    for (let at = 0; at < 450; at += 50)
      expect(await read(after, `n${at}`, `t${at % 4}`)).toBe(`${CANARY} ${at}`);
    expect(after.vault.blindIndex('t1', 'mrn', '12345')).toBe(index);
    const [fresh] = await after.db.select().from(scraps).where(eq(scraps.id, 'n7'));
    expect(fresh?.body.split('.')[1]).not.toBe(stored?.body.split('.')[1]);
  });

  it('rotation while others write: nothing is lost, nothing is overwritten', async () => {
    const grounds = await source.grounds();
    const database = await open(grounds, bothSets);
    await makeNotes(database);
    for (let at = 0; at < 60; at++) await write(database, `n${at}`, 'first');
    const writers = Array.from({ length: 60 }, async (_, at) => {
      const body = await database.vault.seal(placeOfNote(`n${at}`), `second ${at}`);
      await database.db
        .update(scraps)
        .set({ body })
        .where(eq(scraps.id, `n${at}`));
      await write(database, `late${at}`, `late ${at}`);
    });
    await Promise.all([rotateKeys(database), ...writers]);
    for (let at = 0; at < 60; at++) {
      expect(await read(database, `n${at}`)).toBe(`second ${at}`);
      expect(await read(database, `late${at}`)).toBe(`late ${at}`);
    }
    expect((await rotateKeys(database)).left).toBe(0);
  });

  // Embedded there is one process alone, and so no second instance.
  if (source.kind === 'postgresql')
    it('a second instance seals with fresh keys as soon as it hears of a rotation', async () => {
      const grounds = await source.grounds();
      const one = await open(grounds, bothSets);
      const other = await open(grounds, bothSets);
      await makeNotes(one);
      await write(other, 'before', CANARY);
      await rotateKeys(one);
      await expect
        .poll(async () => {
          const value = await other.vault.seal(placeOfNote('x'), CANARY);
          const { rows } = await one.db.execute(
            sql`SELECT retired_at IS NULL AS fresh FROM data_keys WHERE id = ${value.split('.')[1]}`,
          );
          return rows;
        })
        .toEqual([{ fresh: true }]);
      expect(await read(other, 'before')).toBe(CANARY);
    });

  it('refuses the start when the key is missing, and when another one has its name', async () => {
    const grounds = await source.grounds();
    await (await open(grounds, oldSet)).close();
    const stranger = newKeySet('stranger');
    await expect(open(grounds, stranger)).rejects.toMatchObject({
      code: 'keys.missing',
      message: expect.stringContaining(oldSet.current),
    });
    const sameName = { current: oldSet.current, keys: { [oldSet.current]: Object.values(stranger.keys)[0] } };
    await expect(open(grounds, sameName)).rejects.toMatchObject({ code: 'keys.wrong' });
    await expect(open(grounds, { current: 'a', keys: { a: 'c2hvcnQ=' } })).rejects.toMatchObject({
      code: 'keys.unusable',
      message: expect.stringContaining('5 bytes'),
    });
    await expect(open(grounds, oldSet)).resolves.toBeDefined();
  });

  it('crypto-shredding: without its data key a value is gone for good, others are not', async () => {
    const grounds = await source.grounds();
    const database = await grounds.open();
    await makeNotes(database);
    await write(database, 'gone', CANARY, 't1');
    await write(database, 'kept', CANARY, 't2');
    await database.db.execute(sql`DELETE FROM data_keys WHERE tenant_id = 't1'`);
    await database.close();
    const again = await grounds.open();
    await expect(read(again, 'gone', 't1')).rejects.toMatchObject({ code: 'vault.refused' });
    expect(await read(again, 'kept', 't2')).toBe(CANARY);
  });
});
