// The installation's own signing keys, one RS384 and one ES384 (SMART 2.2: a client must be able to do
// both), made on first start and sealed in the database so that all instances share them.
import { isNull } from 'drizzle-orm';
import { exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { type Database, placeOf } from '#server/db';
import { newSecret } from '#server/smart/secrets';
import { clientKeys } from './client-tables.ts';

export type SigningAlg = 'RS384' | 'ES384';

export interface SigningKey {
  kid: string;
  alg: SigningAlg;
  key: CryptoKey;
  publicJwk: JWK;
}

const OWN = '-';
const ALGS: readonly SigningAlg[] = ['RS384', 'ES384'];

/** Both live keys; makes what is missing. Two instances starting at once agree on one key an algorithm. */
export async function openClientKeys(needs: { database: Database; now: () => Date }): Promise<SigningKey[]> {
  const { database } = needs;
  const stored = await database.db.select().from(clientKeys).where(isNull(clientKeys.retiredAt));
  for (const alg of ALGS) if (!stored.some((row) => row.alg === alg)) await insertKey(needs, alg);
  const live = await database.db.select().from(clientKeys).where(isNull(clientKeys.retiredAt));
  return Promise.all(
    live.map(async (row) => {
      const plain = await database.vault.open(
        placeOf(clientKeys, clientKeys.privateJwk, row.id, OWN),
        row.privateJwk,
      );
      return {
        kid: row.id,
        alg: row.alg,
        key: await importSigningKey(JSON.parse(plain), row.alg),
        publicJwk: row.publicJwk,
      };
    }),
  );
}

/** Public parts of all keys that may still be in use at an EHR, retired ones included. */
export async function listPublicKeys(database: Database): Promise<JWK[]> {
  const rows = await database.db.select({ jwk: clientKeys.publicJwk }).from(clientKeys);
  return rows.map((row) => row.jwk);
}

export async function importSigningKey(jwk: JWK, alg: SigningAlg): Promise<CryptoKey> {
  const key = await importJWK(jwk, alg, { extractable: false });
  if (key instanceof Uint8Array)
    throw new Error(`A signing key for ${alg} must be a private key, not a secret.`);
  return key;
}

async function insertKey(
  { database, now }: { database: Database; now: () => Date },
  alg: SigningAlg,
): Promise<void> {
  const pair = await generateKeyPair(alg, { extractable: true, modulusLength: 3072 });
  const kid = newSecret(16);
  const publicJwk = { ...(await exportJWK(pair.publicKey)), kid, alg, use: 'sig', key_ops: ['verify'] };
  const privateJwk = JSON.stringify({ ...(await exportJWK(pair.privateKey)), kid, alg });
  const place = placeOf(clientKeys, clientKeys.privateJwk, kid, OWN);
  await database.db
    .insert(clientKeys)
    .values({
      id: kid,
      tenantId: OWN,
      alg,
      publicJwk,
      privateJwk: await database.vault.seal(place, privateJwk),
      createdAt: now(),
    })
    .onConflictDoNothing();
}
