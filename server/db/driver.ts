// What the two databases have in common. Nothing above this folder can tell which one it has.
//
// Tables use text, integer, boolean, timestamptz and jsonb only: the drivers give int8 as string or
// number and bytea as Buffer or Uint8Array, so neither may appear in a table or a result (write
// `count(*)::int`). Affected rows are named differently too: ask with `.returning()`.
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';

interface Rows<Row> {
  rows: Row[];
}
interface RowsOnly extends PgQueryResultHKT {
  type: Rows<this['row']>;
}

/** A drizzle database or transaction, whichever driver stands below. */
export type Db = PgDatabase<RowsOnly>;

/** Plain SQL in one transaction; only migrations need scripts of several statements. */
export interface ScriptSession {
  query(text: string, values?: string[]): Promise<Record<string, unknown>[]>;
  script(text: string): Promise<void>;
}

export interface Driver {
  kind: 'embedded' | 'postgresql';
  db: Db;
  transaction<T>(run: (tx: Db) => Promise<T>): Promise<T>;
  scripted(run: (session: ScriptSession) => Promise<void>): Promise<void>;
  listen(channel: string, onPayload: (payload: string) => void): Promise<() => Promise<void>>;
  syncDurable(): Promise<void>;
  close(): Promise<void>;
}
