// The embedded database: PGlite (PostgreSQL 18 in WebAssembly) in one folder, for one process.
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import type { Log } from '#server/http';
import type { Db, Driver } from './driver.ts';
import { syncTree, walSync } from './durable-files.ts';
import { takeFolder } from './folder-lock.ts';
import { refuseInsideTransaction } from './transaction-scope.ts';

/** PGlite has no checkpointer; past this many 16 MB segments we ask for a checkpoint ourselves. */
const MAX_WAL_SEGMENTS = 16;

/** Opens `<dataFolder>/app/pg`; refused when another process has it. */
export async function openEmbedded(needs: {
  dataFolder: string;
  now: () => Date;
  log: Log;
}): Promise<Driver> {
  const folder = join(needs.dataFolder, 'app');
  const lock = await takeFolder(folder, needs.now);
  const pgFolder = join(folder, 'pg');
  const marker = join(folder, 'synced');
  let client: PGlite;
  try {
    client = await PGlite.create({ dataDir: pgFolder });
    await syncTree(pgFolder, marker);
  } catch (error) {
    lock.release();
    throw error;
  }
  needs.log.warn(
    {},
    'embedded database: survives a killed process; after a power cut only work that was waiting for delivery to the EHR is sure to be on disk. For clinic use set DATABASE_URL (PostgreSQL).',
  );
  refuseOutsideQueries(client);
  const db = drizzle(client) as unknown as Db;
  const wal = walSync(pgFolder);
  return {
    kind: 'embedded',
    db,
    transaction: (run) => db.transaction(run),
    scripted: (run) =>
      client.transaction((tx) =>
        run({
          query: async (text, values) => (await tx.query<Record<string, unknown>>(text, values)).rows,
          script: async (text) => void (await tx.exec(text)),
        }),
      ),
    listen: (channel, onPayload) => client.listen(channel, onPayload),
    async syncDurable() {
      await wal.sync();
      if ((await wal.segments()) <= MAX_WAL_SEGMENTS) return;
      await client.exec('CHECKPOINT');
      await syncTree(pgFolder, marker);
    },
    async close() {
      try {
        if (!client.closed) await client.close();
        await syncTree(pgFolder, marker);
      } finally {
        lock.release();
      }
    },
  };
}

/** A query beside an open transaction would wait for it while it waits for the query: refuse instead. */
function refuseOutsideQueries(client: PGlite): void {
  const query = client.query.bind(client);
  client.query = (...call: Parameters<PGlite['query']>) => {
    refuseInsideTransaction('A query on the database itself');
    return query(...call) as never;
  };
}
