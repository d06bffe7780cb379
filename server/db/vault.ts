// Seals and opens values, each bound to its table, column, row and tenant. It does not know what they mean.
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { AppError } from '#server/errors';
import { decrypt, encrypt } from './cipher.ts';
import type { DataKeys } from './data-keys.ts';
import type { Sealed } from './sealed-column.ts';

/** SQL names of table and column, the row's `id` and `tenant_id`. A value opens nowhere else. */
export interface Place {
  table: string;
  column: string;
  row: string;
  tenant: string;
}

export interface Vault {
  seal(place: Place, plain: string): Promise<Sealed>;
  /** Throws `vault.refused` when the value was altered, moved, or its key is gone. */
  open(place: Place, value: Sealed): Promise<string>;
  /**
   * For exact look-ups of something sealed: same text, same tenant and purpose → same answer, and nobody
   * without the keys can guess it. 43 characters. Survives key rotation.
   */
  blindIndex(tenant: string, purpose: string, text: string): string;
  /** A secret key of the installation for `purpose`, e.g. the audit chain; kept wrapped, never shown. */
  secretKey(purpose: string): Promise<KeyObject>;
}

/** Id of the data key a sealed value is under; null when it is no sealed value. */
export function dataKeyIdOf(value: string): string | null {
  const [version, id] = value.split('.', 2);
  return version === 's1' && id ? id : null;
}

const bindingOf = (place: Place, dataKeyId: string) => [
  place.table,
  place.column,
  place.row,
  place.tenant,
  dataKeyId,
];

/** Says where, never what. */
function refusal(place: Place, why: string): AppError {
  return new AppError(
    'internal',
    'vault.refused',
    `A sealed value in ${place.table}.${place.column} ${why}.`,
  );
}

export async function createVault(dataKeys: DataKeys): Promise<Vault> {
  const indexKey = createSecretKey((await dataKeys.secret('blind-index')).bytes);
  return {
    async seal(place, plain) {
      // A lone surrogate has no UTF-8 form: it would come back as another character.
      if (![plain, ...Object.values(place)].every((text: string) => text.isWellFormed()))
        throw new AppError(
          'bad-request',
          'text.malformed',
          'The text holds half a character (a lone surrogate).',
        );
      const key = await dataKeys.current(place.tenant);
      key.uses += 1;
      const body = encrypt(key.bytes, bindingOf(place, key.id), Buffer.from(plain, 'utf8'));
      return `s1.${key.id}.${body}` as Sealed;
    },

    async open(place, value) {
      const id = dataKeyIdOf(value);
      if (!id) throw refusal(place, 'is not in sealed form');
      const key = await dataKeys.find(id);
      if (key?.purpose !== 'field') throw refusal(place, 'is under a key that does not exist');
      const plain = decrypt(key.bytes, bindingOf(place, id), value.slice('s1.'.length + id.length + 1));
      if (!plain) throw refusal(place, 'was altered or moved');
      return plain.toString('utf8');
    },

    blindIndex: (tenant, purpose, text) =>
      createHmac('sha256', indexKey)
        .update(JSON.stringify([tenant, purpose, text]))
        .digest('base64url'),

    secretKey: async (purpose) => createSecretKey((await dataKeys.secret(purpose)).bytes),
  };
}
