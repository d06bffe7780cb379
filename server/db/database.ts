// Opens the database, whichever it is: lock, migrations, keys checked, vault ready. Areas get a Database
// and cannot tell the two kinds apart.
import { sql } from 'drizzle-orm';
import type { Log } from '#server/http';
import { createDataKeys, type DataKeys } from './data-keys.ts';
import type { Db, Driver } from './driver.ts';
import { openEmbedded } from './embedded.ts';
import { refuseForeignKeys } from './foreign-keys.ts';
import type { KeyRing } from './key-ring.ts';
import { listMigrations, type Migration, migrate } from './migrate.ts';
import { openPostgresql } from './postgresql.ts';
import { refuseInsideTransaction, withinScope } from './transaction-scope.ts';
import { createVault, type Vault } from './vault.ts';

export interface Database {
  kind: 'embedded' | 'postgresql';
  /** For single statements. Inside a transaction use its `tx`: this one refuses there. */
  db: Db;
  /**
   * The only way to a transaction: data keys the vault makes inside are committed with it. Not nested.
   * `vault.seal`, `vault.open` and `notify` may be called inside.
   */
  transaction<T>(run: (tx: Db) => Promise<T>): Promise<T>;
  vault: Vault;
  /** Delivered after the commit when `tx` is given. Ids only: the payload is in no sealed place. ≤ 7,999 bytes. */
  notify(channel: string, payload: string, tx?: Db): Promise<void>;
  /** An empty payload means: the connection was away, look for yourself. Answers with the way to stop. */
  listen(channel: string, onPayload: (payload: string) => void): Promise<() => Promise<void>>;
  /** What is committed is on the disk when this resolves (embedded: fsync; PostgreSQL does it itself). */
  syncDurable(): Promise<void>;
  /** For /readyz: resolves when the database answers. */
  check(): Promise<void>;
  /** For /readyz: resolves when the keys we hold open what is stored. */
  checkKeys(): Promise<void>;
  close(): Promise<void>;
}

/** What the folder's own commands need beside; not part of the face areas see. */
export interface OpenedDatabase extends Database {
  keys: KeyRing;
  dataKeys: DataKeys;
}

export interface OpenNeeds {
  databaseUrl?: string | null | undefined;
  dataFolder: string;
  keys: KeyRing;
  log: Log;
  now?: () => Date;
  /** Tests only: other files than the project's. */
  migrations?: readonly Migration[];
}

/** The channel on which rotation tells every instance to seal with fresh keys. */
export const KEYS_CHANNEL = 'webside_keys';

const CHANNEL = /^[a-z][a-z0-9_]{0,59}$/;

function channelName(channel: string): string {
  if (!CHANNEL.test(channel)) throw new Error(`"${channel}" is no channel name.`);
  return channel;
}

const opened = new WeakMap<Database, OpenedDatabase>();
/** For rotation: the keys behind a database that was opened here. */
export function insideOf(database: Database): OpenedDatabase {
  const inside = opened.get(database);
  if (!inside) throw new Error('This database was not opened by openDatabase.');
  return inside;
}

/** Refuses, with the cause named: a folder in use, changed migrations, missing or wrong keys. */
export async function openDatabase(needs: OpenNeeds): Promise<Database> {
  const now = needs.now ?? (() => new Date());
  const driver = needs.databaseUrl
    ? await openPostgresql({ databaseUrl: needs.databaseUrl, log: needs.log })
    : await openEmbedded({ dataFolder: needs.dataFolder, now, log: needs.log });
  try {
    await migrate(driver, needs.migrations ?? (await listMigrations()), needs.log);
    await refuseForeignKeys(driver.db, needs.keys);
    const dataKeys = createDataKeys({ db: driver.db, keys: needs.keys, now });
    const database = databaseOver(driver, dataKeys, await createVault(dataKeys), needs);
    await database.listen(KEYS_CHANNEL, () => dataKeys.forgetCurrent());
    opened.set(database, { ...database, keys: needs.keys, dataKeys });
    return database;
  } catch (error) {
    await driver.close();
    throw error;
  }
}

function databaseOver(driver: Driver, dataKeys: DataKeys, vault: Vault, needs: OpenNeeds): Database {
  return {
    kind: driver.kind,
    db: driver.db,
    vault,
    async transaction(run) {
      refuseInsideTransaction('A transaction');
      let promote: () => void = () => undefined;
      const result = await driver.transaction((tx) =>
        withinScope(tx, async (scope) => {
          const value = await run(tx);
          await dataKeys.storeMade(scope);
          promote = () => dataKeys.promote(scope);
          return value;
        }),
      );
      promote();
      return result;
    },
    async notify(channel, payload, tx) {
      await (tx ?? driver.db).execute(sql`SELECT pg_notify(${channelName(channel)}, ${payload})`);
    },
    listen: (channel, onPayload) => driver.listen(channelName(channel), onPayload),
    syncDurable: driver.syncDurable,
    async check() {
      await driver.db.execute(sql`SELECT 1`);
    },
    checkKeys: () => refuseForeignKeys(driver.db, needs.keys),
    close: driver.close,
  };
}
