// The database from outside: migrations, transactions, notifications, durability, on both kinds.
import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { sql } from 'drizzle-orm';
import { expect, it, vi } from 'vitest';
import { sqlStateOf } from '#server/db';
import { onBothDatabases } from '../fixtures/databases.ts';

const MADE_UP = { number: 1, name: 'made-up', sql: 'CREATE TABLE things (id text PRIMARY KEY, n integer);' };
const BASE = { number: 2, name: 'base', sql: 'SELECT 1;' };

onBothDatabases('database', (source) => {
  it('starts twice on the same data: migrations run once', async () => {
    const grounds = await source.grounds({ bare: true });
    const first = await grounds.open();
    const listed = async (database: typeof first) =>
      (
        await database.db.execute<{ number: number }>(
          sql`SELECT number FROM schema_migrations ORDER BY number`,
        )
      ).rows;
    const before = await listed(first);
    await first.close();
    expect(await listed(await grounds.open())).toEqual(before);
    expect(before[0]).toEqual({ number: 1 });
  });

  it('refuses a migration that was changed after it ran, and a database that is newer', async () => {
    const grounds = await source.grounds();
    const withBase = async (...more: { number: number; name: string; sql: string }[]) => {
      const { listMigrations } = await import('../../server/db/migrate.ts');
      const real = await listMigrations();
      return [...real, ...more.map((one) => ({ ...one, number: 9000 + one.number }))];
    };
    await (await grounds.open({ migrations: await withBase(MADE_UP, BASE) })).close();
    await expect(
      grounds.open({ migrations: await withBase({ ...MADE_UP, sql: `${MADE_UP.sql} ` }, BASE) }),
    ).rejects.toMatchObject({
      code: 'db.migrations',
      message: expect.stringContaining('was changed after it ran'),
    });
    await expect(grounds.open({ migrations: await withBase(MADE_UP) })).rejects.toMatchObject({
      message: expect.stringContaining('it is newer'),
    });
    await expect(grounds.open({ migrations: await withBase(MADE_UP, BASE) })).resolves.toBeDefined();
  });

  it('a migration that fails leaves nothing of itself or of those before it', async () => {
    const grounds = await source.grounds({ bare: true });
    const { listMigrations } = await import('../../server/db/migrate.ts');
    const real = await listMigrations();
    const broken = {
      number: 9002,
      name: 'broken',
      sql: 'CREATE TABLE half (id text); SELECT no_such_thing();',
    };
    await expect(
      grounds.open({ migrations: [...real, { ...MADE_UP, number: 9001 }, broken] }),
    ).rejects.toThrow();
    const database = await grounds.open();
    const { rows } = await database.db.execute(
      sql`SELECT to_regclass('things') AS things, to_regclass('half') AS half`,
    );
    expect(rows).toEqual([{ things: null, half: null }]);
  });

  it('rolls back what a transaction did when it throws', async () => {
    const database = await (await source.grounds()).open();
    await database.db.execute(sql`CREATE TABLE things (id text PRIMARY KEY)`);
    await expect(
      database.transaction(async (tx) => {
        await tx.execute(sql`INSERT INTO things VALUES ('a')`);
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect((await database.db.execute(sql`SELECT * FROM things`)).rows).toEqual([]);
    await database.transaction((tx) => tx.execute(sql`INSERT INTO things VALUES ('a')`));
    expect((await database.db.execute(sql`SELECT * FROM things`)).rows).toEqual([{ id: 'a' }]);
  });

  it('refuses the ways that would wait for themselves: a nested transaction, the database inside one', async () => {
    const database = await (await source.grounds()).open();
    await expect(database.transaction(() => database.transaction(async () => undefined))).rejects.toThrow(
      'A transaction inside an open transaction',
    );
    await expect(database.transaction(() => database.db.execute(sql`SELECT 1`))).rejects.toThrow(
      /inside an open transaction|Failed query/,
    );
    // And the database is fit for work afterwards.
    await expect(database.check()).resolves.toBeUndefined();
  });

  it('keeps twenty transactions at once apart', async () => {
    const database = await (await source.grounds()).open();
    await database.db.execute(sql`CREATE TABLE counter (id text PRIMARY KEY, n integer NOT NULL)`);
    await database.db.execute(sql`INSERT INTO counter VALUES ('c', 0)`);
    await Promise.all(
      Array.from({ length: 20 }, () =>
        database.transaction(async (tx) => {
          const { rows } = await tx.execute<{ n: number }>(
            sql`SELECT n FROM counter WHERE id = 'c' FOR UPDATE`,
          );
          await tx.execute(sql`UPDATE counter SET n = ${(rows[0]?.n ?? 0) + 1} WHERE id = 'c'`);
        }),
      ),
    );
    expect((await database.db.execute(sql`SELECT n FROM counter`)).rows).toEqual([{ n: 20 }]);
  });

  it('names a unique violation by its SQLSTATE', async () => {
    const database = await (await source.grounds()).open();
    await database.db.execute(sql`CREATE TABLE things (id text PRIMARY KEY)`);
    await database.db.execute(sql`INSERT INTO things VALUES ('a')`);
    const thrown = await database.db
      .execute(sql`INSERT INTO things VALUES ('a')`)
      .catch((error: unknown) => error);
    expect(sqlStateOf(thrown)).toBe('23505');
    expect(sqlStateOf(new Error('23505'))).toBeNull();
  });

  it('gives both drivers the same JavaScript for every column type we allow', async () => {
    const database = await (await source.grounds()).open();
    const { rows } = await database.db.execute(sql`
      SELECT 'x'::text AS t, 7::integer AS i, true AS b, '{"a":[1]}'::jsonb AS j, count(*)::int AS n,
        '2026-11-22T01:02:03.456Z'::timestamptz AS at, NULL::text AS nothing`);
    expect(rows).toEqual([
      { t: 'x', i: 7, b: true, j: { a: [1] }, n: 1, at: '2026-11-22 01:02:03.456+00', nothing: null },
    ]);
  });

  it('delivers a notification after the commit, and none after a rollback', async () => {
    const database = await (await source.grounds()).open();
    const heard: string[] = [];
    const stop = await database.listen('outbox', (payload) => heard.push(payload));
    await database.transaction((tx) => database.notify('outbox', 'committed', tx));
    await database
      .transaction(async (tx) => {
        await database.notify('outbox', 'rolled back', tx);
        throw new Error('no');
      })
      .catch(() => undefined);
    await database.notify('outbox', 'plain');
    await vi.waitFor(() => expect(heard).toEqual(['committed', 'plain']));
    await stop();
    await database.notify('outbox', 'too late');
    await database.notify('other', 'elsewhere');
    expect(heard).toEqual(['committed', 'plain']);
  });

  it.each(['', 'Upper', 'with space', 'x"; DROP TABLE data_keys; --'])(
    'refuses the channel name %j',
    async (name) => {
      const database = await (await source.grounds()).open();
      await expect(database.notify(name, 'x')).rejects.toThrow('is no channel name');
      expect(() => database.listen(name, () => undefined)).toThrow('is no channel name');
    },
  );

  it('keeps committed rows over close and open, and syncs as often as asked', async () => {
    const grounds = await source.grounds();
    const database = await grounds.open();
    await database.db.execute(sql`CREATE TABLE things (id text PRIMARY KEY)`);
    await Promise.all(
      Array.from({ length: 30 }, async (_, at) => {
        await database.db.execute(sql`INSERT INTO things VALUES (${String(at)})`);
        await database.syncDurable();
      }),
    );
    await database.close();
    const again = await grounds.open();
    expect((await again.db.execute(sql`SELECT count(*)::int AS n FROM things`)).rows).toEqual([{ n: 30 }]);
  });

  if (source.kind === 'postgresql')
    it('survives losing every connection: queries work again and listeners are told to look', async () => {
      const database = await (await source.grounds()).open();
      const heard: string[] = [];
      await database.listen('outbox', (payload) => heard.push(payload));
      await source.server().dropConnections();
      await vi.waitFor(() => expect(heard).toEqual(['']), { timeout: 10_000 });
      await database.notify('outbox', 'after');
      await vi.waitFor(() => expect(heard).toEqual(['', 'after']));
    });

  if (source.kind === 'postgresql')
    it('two instances on one database migrate one after the other', async () => {
      const grounds = await source.grounds();
      const both = await Promise.all([grounds.open(), grounds.open()]);
      for (const database of both) await expect(database.check()).resolves.toBeUndefined();
    });

  if (source.kind === 'embedded')
    it('a process killed in the middle of its work loses nothing it was told is done', async () => {
      const grounds = await source.grounds();
      const code = `
        const { openDatabase, readKeyRing } = await import('#server/db');
        const dataFolder = process.argv[1];
        const log = { info() {}, warn() {}, error() {} };
        const keys = await readKeyRing({ keysText: null, dataFolder });
        const database = await openDatabase({ dataFolder, keys, log });
        await database.db.execute('CREATE TABLE things (n integer PRIMARY KEY)');
        for (let n = 1; ; n++) {
          await database.db.execute('INSERT INTO things VALUES (' + n + ')');
          process.stdout.write(n + '\\n');
        }`;
      const child = spawn(process.execPath, ['--input-type=module', '-e', code, grounds.dataFolder], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let told = '';
      const gone = new Promise((done) => child.once('exit', done));
      child.stdout.on('data', (chunk) => {
        told += chunk;
        if (told.split('\n').length > 50) child.kill('SIGKILL');
      });
      await gone;
      const acknowledged = Number(told.slice(0, told.lastIndexOf('\n')).split('\n').at(-1));
      const database = await grounds.open();
      const { rows } = await database.db.execute<{ n: number }>(sql`SELECT count(*)::int AS n FROM things`);
      expect(acknowledged).toBeGreaterThanOrEqual(50);
      expect(rows[0]?.n).toBeGreaterThanOrEqual(acknowledged);
    });

  if (source.kind === 'embedded')
    it('says honestly at the start what a power cut may take', async () => {
      const warn = vi.fn();
      const grounds = await source.grounds();
      await grounds.open({ log: { info: () => undefined, warn, error: () => undefined } });
      expect(warn.mock.calls.flat()).toContainEqual(expect.stringContaining('power cut'));
      expect(await readdir(grounds.dataFolder)).toEqual(['app', 'keys']);
    });
});
