// Finds, makes and remembers data keys. One per tenant and UTC day and process; several processes may
// each have their own for the same day, so that nobody waits for anybody.
import { and, eq, isNull } from 'drizzle-orm';
import { type DataKey, newDataKey, unwrapDataKey, wrapDataKey } from './data-key.ts';
import { dataKeys } from './db-tables.ts';
import type { Db } from './driver.ts';
import type { KeyRing } from './key-ring.ts';
import { currentScope, type TransactionScope } from './transaction-scope.ts';

/** NIST SP 800-38D §8.3 allows 2^32 random nonces per key; we stop at a sixteenth. */
const MAX_USES = 2 ** 28;
const MAX_REMEMBERED = 5_000;
/** Owner of keys that belong to the installation. */
export const NO_TENANT = '-';

export interface DataKeys {
  /** The key that seals for this tenant today. */
  current(tenantId: string): Promise<DataKey>;
  /** The key that sealed before, or null when there is none (any more). */
  find(id: string): Promise<DataKey | null>;
  /** One secret of the installation, made at first use. */
  secret(purpose: string): Promise<DataKey>;
  /** Stores what a transaction made, inside it; the caller promotes it after the commit. */
  storeMade(scope: TransactionScope): Promise<void>;
  promote(scope: TransactionScope): void;
  /** Seal with fresh keys from now on. */
  forgetCurrent(): void;
}

export function createDataKeys(needs: {
  db: Db;
  keys: KeyRing;
  now: () => Date;
  maxUses?: number;
}): DataKeys {
  const { db, keys } = needs;
  const maxUses = needs.maxUses ?? MAX_USES;
  const known = new Map<string, DataKey>();
  const currentByTenant = new Map<string, DataKey>();
  const making = new Map<string, Promise<DataKey>>();

  const today = () => needs.now().toISOString().slice(0, 10);
  const isFresh = (key: DataKey | undefined): key is DataKey =>
    key !== undefined && key.day === today() && key.uses < maxUses;

  function remember(key: DataKey): DataKey {
    if (known.size >= MAX_REMEMBERED) {
      const oldest = known.keys().next().value;
      if (oldest !== undefined) known.delete(oldest);
    }
    known.set(key.id, key);
    return key;
  }

  async function make(tenantId: string): Promise<DataKey> {
    const key = newDataKey(tenantId, 'field', today());
    await db.insert(dataKeys).values(wrapDataKey(keys, key));
    currentByTenant.set(tenantId, key);
    return remember(key);
  }

  return {
    async current(tenantId) {
      const shared = currentByTenant.get(tenantId);
      if (isFresh(shared)) return shared;
      const scope = currentScope();
      if (scope) {
        // Never wait here for somebody outside: on one connection they wait for this transaction.
        const own = scope.madeKeys.findLast((key) => key.tenantId === tenantId);
        if (isFresh(own)) return own;
        const made = newDataKey(tenantId, 'field', today());
        scope.madeKeys.push(made);
        return made;
      }
      const pending = making.get(tenantId);
      if (pending) return pending;
      const started = make(tenantId).finally(() => making.delete(tenantId));
      making.set(tenantId, started);
      return started;
    },

    async find(id) {
      const remembered = known.get(id);
      if (remembered) return remembered;
      const scope = currentScope();
      const own = scope?.madeKeys.find((key) => key.id === id);
      if (own) return own;
      const [row] = await (scope?.tx ?? db).select().from(dataKeys).where(eq(dataKeys.id, id));
      return row ? remember(unwrapDataKey(keys, row)) : null;
    },

    async secret(purpose) {
      const remembered = known.get(`secret ${purpose}`);
      if (remembered) return remembered;
      const fresh = newDataKey(NO_TENANT, purpose, 'always');
      const via = currentScope()?.tx ?? db;
      const ofPurpose = and(eq(dataKeys.purpose, purpose), isNull(dataKeys.retiredAt));
      let [row] = await via.select().from(dataKeys).where(ofPurpose);
      if (!row) {
        await via.insert(dataKeys).values(wrapDataKey(keys, fresh)).onConflictDoNothing();
        [row] = await via.select().from(dataKeys).where(ofPurpose);
      }
      if (!row) throw new Error(`The secret key for ${purpose} was not stored.`);
      const key = unwrapDataKey(keys, row);
      // Inside a transaction it may still be rolled back: remember only what is committed.
      if (!currentScope()) known.set(`secret ${purpose}`, key);
      return key;
    },

    async storeMade(scope) {
      for (const key of scope.madeKeys)
        await scope.tx.insert(dataKeys).values(wrapDataKey(keys, key)).onConflictDoNothing();
    },

    promote(scope) {
      for (const key of scope.madeKeys) {
        remember(key);
        if (!isFresh(currentByTenant.get(key.tenantId))) currentByTenant.set(key.tenantId, key);
      }
    },

    forgetCurrent: () => currentByTenant.clear(),
  };
}
