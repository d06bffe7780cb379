// The key-encryption keys of this installation. They wrap data keys and touch nothing else; their bytes
// never leave this file.
import { randomBytes } from 'node:crypto';
import { AppError } from '#server/errors';
import { decrypt, encrypt } from './cipher.ts';

/** What WEBSIDE_KEYS holds: `{ "current": "<id>", "keys": { "<id>": "<32 bytes, base64>" } }`. */
export interface KeySet {
  current: string;
  keys: Record<string, string>;
}

export interface KeyRing {
  currentId: string;
  ids: readonly string[];
  /** Wraps under the current key; `binding` ties the result to its place. */
  wrap(binding: readonly string[], plain: Buffer): string;
  /** Throws `keys.missing` for an id not held, `keys.wrong` when the bytes do not fit. */
  unwrap(kekId: string, binding: readonly string[], wrapped: string): Buffer;
}

export function keyRingOf(set: KeySet): KeyRing {
  const keys = new Map(Object.entries(set.keys).map(([id, text]) => [id, Buffer.from(text, 'base64')]));
  const bytesOf = (id: string) => {
    const bytes = keys.get(id);
    if (bytes) return bytes;
    throw new AppError(
      'internal',
      'keys.missing',
      `Stored data is under the key "${id}", which WEBSIDE_KEYS does not hold (it holds: ${[...keys.keys()].join(', ')}). Give that key again, or rotate before removing it.`,
    );
  };
  return {
    currentId: set.current,
    ids: [...keys.keys()],
    wrap: (binding, plain) => encrypt(bytesOf(set.current), [...binding, set.current], plain),
    unwrap(kekId, binding, wrapped) {
      const plain = decrypt(bytesOf(kekId), [...binding, kekId], wrapped);
      if (plain) return plain;
      throw new AppError(
        'internal',
        'keys.wrong',
        `The key "${kekId}" in WEBSIDE_KEYS is not the one this database was sealed with.`,
      );
    },
  };
}

/** A fresh set with one key, or the given set with one more that becomes the current one. */
export function newKeySet(idPrefix: string, before?: KeySet): KeySet {
  const id = `${idPrefix}-${randomBytes(4).toString('hex')}`;
  return { current: id, keys: { ...before?.keys, [id]: randomBytes(32).toString('base64') } };
}
