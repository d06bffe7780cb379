// Are the stored data keys under the key-encryption keys we were given? Asked at start and by /readyz.
import { sql } from 'drizzle-orm';
import { unwrapDataKey, type WrappedKey } from './data-key.ts';
import { dataKeys } from './db-tables.ts';
import type { Db } from './driver.ts';
import type { KeyRing } from './key-ring.ts';

/** Unwraps one data key per key-encryption key in use; throws `keys.missing` or `keys.wrong`. */
export async function refuseForeignKeys(db: Db, keys: KeyRing): Promise<void> {
  const rows: WrappedKey[] = await db
    .selectDistinctOn([dataKeys.kekId])
    .from(dataKeys)
    .orderBy(dataKeys.kekId, sql`${dataKeys.createdAt} DESC`);
  for (const row of rows) unwrapDataKey(keys, row);
}
