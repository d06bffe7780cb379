// Runs the numbered SQL files once each, in order, one process at a time, all or none. A file that was
// changed after it ran stops the start: two databases must never differ under the same number.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { AppError } from '#server/errors';
import type { Log } from '#server/http';
import type { Driver } from './driver.ts';

export interface Migration {
  number: number;
  name: string;
  sql: string;
}

const FOLDER = new URL('./migrations/', import.meta.url);
/** Any constant will do, as long as it is always the same. */
const ADVISORY_LOCK = '730219';

const checksumOf = (migration: Migration) => createHash('sha256').update(migration.sql).digest('hex');

const refusal = (detail: string) => new AppError('internal', 'db.migrations', detail);

/** The files `NNNN-name.sql`, in order. */
export async function listMigrations(folder: URL = FOLDER): Promise<Migration[]> {
  const files = (await readdir(fileURLToPath(folder))).filter((file) => file.endsWith('.sql')).sort();
  const migrations = await Promise.all(
    files.map(async (file) => {
      const [, number, name] = /^(\d{4})-([a-z0-9-]+)\.sql$/.exec(file) ?? [];
      if (!number || !name) throw refusal(`${file} is not named NNNN-name.sql.`);
      return { number: Number(number), name, sql: await readFile(new URL(file, folder), 'utf8') };
    }),
  );
  const twice = migrations.find((one, at) => one.number === migrations[at - 1]?.number);
  if (twice) throw refusal(`Two migrations have the number ${twice.number}.`);
  return migrations;
}

export async function migrate(driver: Driver, migrations: readonly Migration[], log: Log): Promise<void> {
  await driver.scripted(async (session) => {
    await session.query('SET LOCAL statement_timeout = 0');
    await session.query(`SELECT pg_advisory_xact_lock(${ADVISORY_LOCK})`);
    await session.query(`CREATE TABLE IF NOT EXISTS schema_migrations (
      number integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT now())`);
    const recorded = new Map(
      (await session.query('SELECT number, name, checksum FROM schema_migrations')).map((row) => [
        row.number,
        row,
      ]),
    );
    for (const migration of migrations) {
      const before = recorded.get(migration.number);
      recorded.delete(migration.number);
      if (before && before.checksum !== checksumOf(migration))
        throw refusal(`Migration ${migration.number} (${migration.name}) was changed after it ran here.`);
      if (before) continue;
      await session.script(migration.sql);
      await session.query(
        'INSERT INTO schema_migrations (number, name, checksum) VALUES ($1::text::integer, $2, $3)',
        [String(migration.number), migration.name, checksumOf(migration)],
      );
      log.info({ migration: `${migration.number} ${migration.name}` }, 'database migrated');
    }
    const [unknown] = recorded.keys();
    if (unknown !== undefined)
      throw refusal(`The database has migration ${unknown}, which this version does not know: it is newer.`);
  });
}
