// PostgreSQL 15 to 18 through a pool, for one instance or many. TLS as the address asks, always verified.
import { readFileSync } from 'node:fs';
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import type { Log } from '#server/http';
import type { Db, Driver } from './driver.ts';
import { listener } from './postgresql-listener.ts';
import { refuseInsideTransaction } from './transaction-scope.ts';

/** TLS modes that start a connection in clear; every other one is treated as `verify-full`. */
const CLEAR_MODES: readonly (string | null)[] = [null, 'disable', 'allow', 'prefer'];

/** pg's own reading of `sslmode` changes between versions, so the address loses it and we say it plainly. */
export function connectionOf(databaseUrl: string): pg.ClientConfig {
  const url = new URL(databaseUrl);
  const mode = url.searchParams.get('sslmode');
  const rootCert = url.searchParams.get('sslrootcert');
  for (const name of ['sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'ssl']) url.searchParams.delete(name);
  return {
    connectionString: url.href,
    application_name: 'webside',
    connectionTimeoutMillis: 5_000,
    ssl: CLEAR_MODES.includes(mode)
      ? false
      : { rejectUnauthorized: true, ...(rootCert ? { ca: readFileSync(rootCert, 'utf8') } : {}) },
  };
}

export async function openPostgresql(needs: { databaseUrl: string; log: Log }): Promise<Driver> {
  const connection = connectionOf(needs.databaseUrl);
  const pool = new pg.Pool({
    ...connection,
    max: 10,
    statement_timeout: 15_000,
    idle_in_transaction_session_timeout: 30_000,
  });
  pool.on('error', (error) => needs.log.warn({ code: codeOf(error) }, 'idle database connection lost'));
  const db = drizzle(outsideTransactionsOnly(pool)) as unknown as Db;
  const notifications = listener(connection, needs.log);
  try {
    await refuseOldServers(pool);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return {
    kind: 'postgresql',
    db,
    async transaction(run) {
      const client = await pool.connect();
      // Without a listener a lost connection would end the process; the query in flight reports the loss.
      const onError = () => needs.log.warn({}, 'database connection lost in a transaction');
      client.on('error', onError);
      try {
        return await (drizzle(client) as unknown as Db).transaction(run);
      } finally {
        client.off('error', onError);
        client.release();
      }
    },
    async scripted(run) {
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        await run({
          query: async (text, values) => (await client.query(text, values)).rows,
          script: async (text) => void (await client.query(text)),
        });
        await client.query('COMMIT');
        client.release();
      } catch (error) {
        client.release(true); // Closing the connection rolls back, whatever state it is in.
        throw error;
      }
    },
    listen: notifications.listen,
    syncDurable: async () => undefined, // PostgreSQL syncs its log at every commit.
    async close() {
      await notifications.close();
      await pool.end();
    },
  };
}

const codeOf = (error: unknown) => (error as { code?: string }).code ?? null;

async function refuseOldServers(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ version: string }>(
    `SELECT current_setting('server_version_num') AS version`,
  );
  const version = Number(rows[0]?.version);
  if (version < 150_000)
    throw new Error(`PostgreSQL 15 or newer is needed; this is ${Math.floor(version / 10_000)}.`);
}

/** Embedded, such a query would hang; here it would silently miss the transaction. Refused on both. */
function outsideTransactionsOnly(pool: pg.Pool): pg.Pool {
  const query = pool.query.bind(pool);
  pool.query = ((...call: Parameters<typeof query>) => {
    refuseInsideTransaction('A query on the database itself');
    return query(...call);
  }) as typeof pool.query;
  return pool;
}
