// The vault over data keys, against a real embedded database in memory: no store of our own is imitated.
import { PGlite } from '@electric-sql/pglite';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/pglite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDataKeys } from './data-keys.ts';
import type { Db } from './driver.ts';
import { keyRingOf, newKeySet } from './key-ring.ts';
import { listMigrations } from './migrate.ts';
import type { Sealed } from './sealed-column.ts';
import { createVault } from './vault.ts';

let client: PGlite;
let db: Db;
const keys = keyRingOf(newKeySet('test'));
const place = { table: 'notes', column: 'body', row: 'n1', tenant: 't1' };

beforeAll(async () => {
  client = await PGlite.create();
  const [base] = await listMigrations();
  await client.exec(base?.sql ?? '');
  db = drizzle(client) as unknown as Db;
});
afterAll(() => client.close());

const vaultAt = async (now: () => Date, maxUses?: number) => {
  const dataKeys = createDataKeys({ db, keys, now, ...(maxUses ? { maxUses } : {}) });
  return { dataKeys, vault: await createVault(dataKeys) };
};
const keyOf = (value: string) => value.split('.')[1];

describe('data keys', () => {
  it('are one per tenant and UTC day, and a new one after midnight', async () => {
    let now = new Date('2026-11-22T23:59:59.999Z');
    const { vault } = await vaultAt(() => now);
    const [one, two, other] = [
      await vault.seal(place, 'a'),
      await vault.seal(place, 'a'),
      await vault.seal({ ...place, tenant: 't2' }, 'a'),
    ];
    expect(keyOf(one)).toBe(keyOf(two));
    expect(keyOf(one)).not.toBe(keyOf(other));
    now = new Date('2026-11-23T00:00:00.000Z');
    expect(keyOf(await vault.seal(place, 'a'))).not.toBe(keyOf(one));
    expect(await vault.open(place, one)).toBe('a');
  });

  it('are replaced when used often enough', async () => {
    const { vault } = await vaultAt(() => new Date('2026-11-22T12:00:00Z'), 3);
    const used = [];
    for (let count = 0; count < 7; count++) used.push(keyOf(await vault.seal(place, 'a')));
    expect(new Set(used).size).toBe(3);
    expect(new Set(used.slice(0, 3)).size).toBe(1);
  });

  it('are made once however many ask at the same moment', async () => {
    const { vault } = await vaultAt(() => new Date('2026-11-22T12:00:00Z'));
    const values = await Promise.all(Array.from({ length: 40 }, () => vault.seal(place, 'a')));
    expect(new Set(values.map(keyOf)).size).toBe(1);
  });

  it('secrets of the installation are the same for everybody, and one per purpose', async () => {
    const now = () => new Date('2026-11-22T12:00:00Z');
    const [one, other] = [await vaultAt(now), await vaultAt(now)];
    const [a, b] = await Promise.all([
      one.vault.secretKey('audit-chain'),
      other.vault.secretKey('audit-chain'),
    ]);
    expect(a.equals(b)).toBe(true);
    expect(a.equals(await one.vault.secretKey('else'))).toBe(false);
    expect(one.vault.blindIndex('t1', 'mrn', '1')).toBe(other.vault.blindIndex('t1', 'mrn', '1'));
  });

  it('of a secret cannot be used to open a column, and a changed row of theirs is refused', async () => {
    const { vault, dataKeys } = await vaultAt(() => new Date('2026-11-22T12:00:00Z'));
    const value = await vault.seal(place, 'a');
    const secret = await dataKeys.secret('blind-index');
    const forged = value.replace(keyOf(value) ?? '', secret.id) as Sealed;
    await expect(vault.open(place, forged)).rejects.toMatchObject({ code: 'vault.refused' });
    await db.execute(sql`UPDATE data_keys SET tenant_id = 'stolen' WHERE id = ${keyOf(value)}`);
    const fresh = await vaultAt(() => new Date('2026-11-22T12:00:00Z'));
    await expect(fresh.vault.open(place, value)).rejects.toMatchObject({ code: 'keys.wrong' });
  });
});

describe('vault', () => {
  it('refuses text with half a character, and says nothing of the text', async () => {
    const { vault } = await vaultAt(() => new Date('2026-11-22T12:00:00Z'));
    await expect(vault.seal(place, 'pain \ud83e here')).rejects.toMatchObject({ code: 'text.malformed' });
    await expect(vault.seal({ ...place, row: '\udc00' }, 'a')).rejects.toMatchObject({
      code: 'text.malformed',
    });
    expect(await vault.open(place, await vault.seal(place, 'pain \ud83e\ude7a here'))).toBe('pain 🩺 here');
  });

  it.each(['', 'plain', 's1.', 's2.a.b.c', 's1.unknown-key-0000.AAAA.BBBB', 's1.unknown-key-0000'])(
    'refuses %j',
    async (text) => {
      const { vault } = await vaultAt(() => new Date('2026-11-22T12:00:00Z'));
      await expect(vault.open(place, text as Sealed)).rejects.toMatchObject({ code: 'vault.refused' });
    },
  );

  it('the blind index tells tenants, purposes and texts apart, and is not the text', async () => {
    const { vault } = await vaultAt(() => new Date('2026-11-22T12:00:00Z'));
    const of = vault.blindIndex;
    const all = [
      of('t1', 'mrn', '1'),
      of('t2', 'mrn', '1'),
      of('t1', 'phone', '1'),
      of('t1', 'mrn', '2'),
      of('t1m', 'rn', '1'),
    ];
    expect(new Set(all).size).toBe(5);
    expect(all[0]).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });
});
