// The column type of everything that holds health data or tokens. In SQL it is the domain `sealed`, so
// rotation and tests find every such column by itself; in TypeScript only the vault makes its values.
import { getTableName } from 'drizzle-orm';
import { customType, type PgColumn, type PgTable } from 'drizzle-orm/pg-core';
import type { Place } from './vault.ts';

declare const sealedBrand: unique symbol;
/** `s1.<data key id>.<nonce>.<ciphertext+tag>`; plain text cannot be given where this is asked for. */
export type Sealed = string & { readonly [sealedBrand]: true };

/** `sealed('column_name')`; its table has `id text primary key` and `tenant_id text not null`. */
export const sealed = customType<{ data: Sealed; driverData: string }>({ dataType: () => 'sealed' });

/** The place of a value, taken from the table's own declaration so that names cannot drift apart. */
export function placeOf(table: PgTable, column: PgColumn, row: string, tenant: string): Place {
  return { table: getTableName(table), column: column.name, row, tenant };
}
