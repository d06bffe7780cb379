// Key rotation: every data key goes under the current key-encryption key, every sealed value under a
// fresh data key. Finds sealed columns by their SQL domain, so a new table needs nothing here.
import { and, eq, isNull, ne, sql } from 'drizzle-orm';
import { unwrapDataKey, wrapDataKey } from './data-key.ts';
import { type Database, insideOf, KEYS_CHANNEL } from './database.ts';
import { dataKeys } from './db-tables.ts';
import type { Sealed } from './sealed-column.ts';
import { dataKeyIdOf } from './vault.ts';

const PAGE = 200;
/** Rows written while we ran get another round; more rounds than this means somebody ignores the notice. */
const MAX_ROUNDS = 5;

export interface Rotation {
  rewrapped: number;
  resealed: number;
  /** Sealed values still under a retired data key; 0 unless an instance missed the notice. */
  left: number;
}

/** Where sealed values are, by SQL names. */
interface SealedPlace {
  table: string;
  column: string;
}

export async function listSealedColumns(database: Database): Promise<SealedPlace[]> {
  const { rows } = await database.db.execute<{ table: string; column: string }>(sql`
    SELECT c.table_name AS "table", c.column_name AS "column"
    FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.domain_name = 'sealed' AND c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
    ORDER BY 1, 2`);
  return rows;
}

/** After it, keys other than the current one may be taken out of WEBSIDE_KEYS. Safe to repeat and to break off. */
export async function rotateKeys(database: Database): Promise<Rotation> {
  const inside = insideOf(database);
  const rewrapped = await rewrap(database);
  await database.db
    .update(dataKeys)
    .set({ retiredAt: sql`now()` })
    .where(and(eq(dataKeys.purpose, 'field'), isNull(dataKeys.retiredAt)));
  inside.dataKeys.forgetCurrent();
  await database.notify(KEYS_CHANNEL, 'rotated');
  const places = await listSealedColumns(database);
  let resealed = 0;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    let found = 0;
    for (const place of places) found += await resealColumn(database, place);
    resealed += found;
    if (found === 0) return { rewrapped, resealed, left: 0 };
  }
  return { rewrapped, resealed, left: await countRetired(database, places) };
}

async function rewrap(database: Database): Promise<number> {
  const { keys } = insideOf(database);
  for (let count = 0; ; ) {
    const page = await database.db
      .select()
      .from(dataKeys)
      .where(ne(dataKeys.kekId, keys.currentId))
      .orderBy(dataKeys.id)
      .limit(PAGE);
    if (page.length === 0) return count;
    for (const row of page) {
      const { kekId, wrapped } = wrapDataKey(keys, unwrapDataKey(keys, row));
      // Compare and swap: another rotation may be at work.
      const done = await database.db
        .update(dataKeys)
        .set({ kekId, wrapped })
        .where(and(eq(dataKeys.id, row.id), eq(dataKeys.wrapped, row.wrapped)))
        .returning({ id: dataKeys.id });
      count += done.length;
    }
  }
}

async function retiredIds(database: Database): Promise<Set<string>> {
  const rows = await database.db
    .select({ id: dataKeys.id })
    .from(dataKeys)
    .where(sql`retired_at IS NOT NULL`);
  return new Set(rows.map((row) => row.id));
}

/** How many values of this column were under a retired key and now are not. */
async function resealColumn(database: Database, place: SealedPlace): Promise<number> {
  const table = sql.identifier(place.table);
  const column = sql.identifier(place.column);
  const retired = await retiredIds(database);
  let count = 0;
  for (let after = ''; ; ) {
    const { rows } = await database.db.execute<{ id: string; tenant: string; value: Sealed }>(sql`
      SELECT id, tenant_id AS tenant, ${column}::text AS value FROM ${table}
      WHERE id > ${after} AND ${column} IS NOT NULL ORDER BY id LIMIT ${PAGE}`);
    const last = rows.at(-1);
    if (!last) return count;
    after = last.id;
    const old = rows.filter((row) => retired.has(dataKeyIdOf(row.value) ?? ''));
    if (old.length === 0) continue;
    count += await database.transaction(async (tx) => {
      // Append-only tables let this one change through, and only while it is announced.
      await tx.execute(sql`SELECT set_config('webside.reseal', 'on', true)`);
      let changed = 0;
      for (const row of old) {
        const at = { ...place, row: row.id, tenant: row.tenant };
        const fresh = await database.vault.seal(at, await database.vault.open(at, row.value));
        const done = await tx.execute(sql`
          UPDATE ${table} SET ${column} = ${fresh}
          WHERE id = ${row.id} AND ${column}::text = ${row.value} RETURNING id`);
        changed += done.rows.length;
      }
      return changed;
    });
  }
}

async function countRetired(database: Database, places: readonly SealedPlace[]): Promise<number> {
  let left = 0;
  for (const { table, column } of places) {
    const { rows } = await database.db.execute<{ n: number }>(sql`
      SELECT count(*)::int AS n FROM ${sql.identifier(table)} t JOIN data_keys k
      ON k.id = split_part(t.${sql.identifier(column)}::text, '.', 2) WHERE k.retired_at IS NOT NULL`);
    left += rows[0]?.n ?? 0;
  }
  return left;
}

export interface KeyStatus {
  current: string;
  held: readonly string[];
  /** Data keys per key-encryption key in use. */
  inUse: { kekId: string; dataKeys: number }[];
  /** Sealed values under retired data keys, and under keys that are not there at all. */
  onRetired: number;
  columns: number;
  /** Ids in WEBSIDE_KEYS that nothing is under any more. */
  removable: string[];
}

export async function keyStatus(database: Database): Promise<KeyStatus> {
  const { keys } = insideOf(database);
  const places = await listSealedColumns(database);
  const inUse = await database.db
    .select({ kekId: dataKeys.kekId, dataKeys: sql<number>`count(*)::int` })
    .from(dataKeys)
    .groupBy(dataKeys.kekId)
    .orderBy(dataKeys.kekId);
  return {
    current: keys.currentId,
    held: keys.ids,
    inUse,
    onRetired: await countRetired(database, places),
    columns: places.length,
    removable: keys.ids.filter((id) => id !== keys.currentId && !inUse.some((use) => use.kekId === id)),
  };
}
