// Remembers, along one chain of awaits, that a transaction is open. The embedded database has a single
// connection: a second way into it from inside a transaction would wait for itself for ever. So it is
// refused by name, on both databases alike.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { DataKey } from './data-key.ts';
import type { Db } from './driver.ts';

export interface TransactionScope {
  tx: Db;
  live: boolean;
  /** Data keys made inside: stored with the commit, and known to others only after it. */
  madeKeys: DataKey[];
}

const scopes = new AsyncLocalStorage<TransactionScope>();

/** The open transaction of this chain of awaits, if any. */
export function currentScope(): TransactionScope | undefined {
  const scope = scopes.getStore();
  return scope?.live ? scope : undefined;
}

export async function withinScope<T>(tx: Db, run: (scope: TransactionScope) => Promise<T>): Promise<T> {
  const scope: TransactionScope = { tx, live: true, madeKeys: [] };
  try {
    return await scopes.run(scope, () => run(scope));
  } finally {
    scope.live = false;
  }
}

/** Throws when called from inside a transaction; `what` names the caller. */
export function refuseInsideTransaction(what: string): void {
  if (currentScope())
    throw new Error(`${what} inside an open transaction: use its tx, or do it before or after.`);
}
