// How a registration proves itself at the token endpoint: private_key_jwt first, Basic where the EHR
// wants a secret. SMART 2.2 client-confidential-asymmetric and -symmetric; attack L1.
import { readFile } from 'node:fs/promises';
import { importPKCS8, type JWK } from 'jose';
import { modifyAssertion, None, type ClientAuth as OpenIdClientAuth, PrivateKeyJwt } from 'openid-client';
import { z } from 'zod';
import type { ClientAuth } from '#server/smart/tenants';
import { importSigningKey, type SigningAlg, type SigningKey } from './client-keys.ts';

/** At most five minutes ahead (SMART); two leave room for a clock that goes wrong. */
const ASSERTION_SECONDS = 120;

export interface ClientAuthNeeds {
  ownKeys: readonly SigningKey[];
  secret(envName: string): string | null;
}

/** `supportedAlgs`: what the server's smart-configuration lists, if it lists any. */
export async function buildClientAuth(
  needs: ClientAuthNeeds,
  auth: ClientAuth,
  tokenEndpoint: string,
  supportedAlgs: readonly string[] | undefined,
): Promise<OpenIdClientAuth> {
  if (auth.method === 'none') return None();
  if (auth.method === 'client_secret_basic') {
    const secret = needs.secret(auth.secretEnv);
    if (!secret) throw new Error(`The secret named ${auth.secretEnv} is not set.`);
    return basicAuth(secret);
  }
  const keys = auth.keyFile ? await readKeyFile(auth.keyFile) : needs.ownKeys;
  const key = chooseKey(keys, supportedAlgs);
  return PrivateKeyJwt(
    { key: key.key, kid: key.kid },
    {
      [modifyAssertion]: (header, payload) => {
        header.typ = 'JWT';
        payload.aud = tokenEndpoint;
        payload.exp = Number(payload.iat) + ASSERTION_SECONDS;
      },
    },
  );
}

/**
 * RFC 6749 2.3.1: user and secret are form-encoded. openid-client's own also encodes `- . _ *`, which the
 * form encoding leaves alone; a server that forgets to decode would then not know a client it knows.
 */
function basicAuth(secret: string): OpenIdClientAuth {
  return (_server, { client_id }, _body, headers) => {
    headers.set('authorization', `Basic ${btoa(`${formEncode(client_id)}:${formEncode(secret)}`)}`);
  };
}

/** application/x-www-form-urlencoded, as the URL standard serialises it (url.spec.whatwg.org, 5.2). */
function formEncode(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1);
}

/** RS384 unless the server says it knows ES384 alone. */
function chooseKey(keys: readonly SigningKey[], supported: readonly string[] | undefined): SigningKey {
  const usable = keys.filter((key) => !supported || supported.length === 0 || supported.includes(key.alg));
  const key = usable.find((one) => one.alg === 'RS384') ?? usable[0] ?? keys[0];
  if (!key) throw new Error('There is no key to sign client assertions with.');
  return key;
}

const KeyFile = z.union([
  z.looseObject({ keys: z.array(z.looseObject({ kty: z.string() })).min(1) }),
  z.looseObject({ kty: z.string() }).transform((key) => ({ keys: [key] })),
]);

/** Private keys of a tenant: a JWK, a JWK set, or PKCS#8 PEM (then RS384, without `kid`). */
export async function readKeyFile(path: string): Promise<SigningKey[]> {
  const text = await readFile(path, 'utf8');
  if (text.includes('-----BEGIN')) {
    const key = await importPKCS8(text, 'RS384');
    return [{ kid: '', alg: 'RS384', key, publicJwk: {} }];
  }
  const { keys } = KeyFile.parse(JSON.parse(text));
  return Promise.all(keys.map((jwk) => readJwk(jwk as JWK)));
}

async function readJwk(jwk: JWK): Promise<SigningKey> {
  const alg: SigningAlg = jwk.kty === 'EC' ? 'ES384' : 'RS384';
  const { d, p, q, dp, dq, qi, oth, key_ops, ...publicJwk } = jwk;
  return {
    kid: jwk.kid ?? '',
    alg,
    key: await importSigningKey({ ...jwk, alg }, alg),
    publicJwk: { ...publicJwk, alg, use: 'sig' },
  };
}
