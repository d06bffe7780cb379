// A data-encryption key (DEK) and how it is wrapped under a key-encryption key. Pure of any database.
import { randomBytes } from 'node:crypto';
import type { KeyRing } from './key-ring.ts';

/** A DEK in use. `day` is the UTC date it was made for; keys of purpose `field` seal columns. */
export interface DataKey {
  id: string;
  tenantId: string;
  purpose: string;
  day: string;
  bytes: Buffer;
  /** How often this process sealed with it: stays far below 2^32, where random nonces get risky. */
  uses: number;
}

/** Its row in `data_keys`. */
export interface WrappedKey {
  id: string;
  tenantId: string;
  purpose: string;
  day: string;
  kekId: string;
  wrapped: string;
}

export function newDataKey(tenantId: string, purpose: string, day: string): DataKey {
  return {
    id: randomBytes(12).toString('base64url'),
    tenantId,
    purpose,
    day,
    bytes: randomBytes(32),
    uses: 0,
  };
}

const bindingOf = (key: Pick<WrappedKey, 'id' | 'tenantId' | 'purpose' | 'day'>) => [
  'data_keys',
  key.id,
  key.tenantId,
  key.purpose,
  key.day,
];

export function wrapDataKey(keys: KeyRing, key: DataKey): WrappedKey {
  const { id, tenantId, purpose, day } = key;
  return { id, tenantId, purpose, day, kekId: keys.currentId, wrapped: keys.wrap(bindingOf(key), key.bytes) };
}

/** Throws when the key-encryption key is missing, another one, or the row was altered. */
export function unwrapDataKey(keys: KeyRing, row: WrappedKey): DataKey {
  const { id, tenantId, purpose, day } = row;
  return { id, tenantId, purpose, day, bytes: keys.unwrap(row.kekId, bindingOf(row), row.wrapped), uses: 0 };
}
