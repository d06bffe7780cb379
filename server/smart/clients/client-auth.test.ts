import fc from 'fast-check';
import { createLocalJWKSet, exportJWK, generateKeyPair, jwtVerify } from 'jose';
import { Configuration, customFetch, genericGrantRequest } from 'openid-client';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildClientAuth } from './client-auth.ts';
import type { SigningKey } from './client-keys.ts';

const TOKEN_URL = 'https://ehr.example/oauth2/token';
let ownKeys: SigningKey[];

beforeAll(async () => {
  ownKeys = await Promise.all(
    (['RS384', 'ES384'] as const).map(async (alg) => {
      const pair = await generateKeyPair(alg, { extractable: true });
      return {
        kid: `key-${alg}`,
        alg,
        key: pair.privateKey,
        publicJwk: { ...(await exportJWK(pair.publicKey)), kid: `key-${alg}`, alg },
      };
    }),
  );
});

/** What a token request carries. */
async function send(
  auth: Parameters<typeof buildClientAuth>[1],
  algs?: string[],
  secret: string | null = null,
  clientId = 'client-1',
) {
  const sent: { form: URLSearchParams; headers: Headers }[] = [];
  const clientAuth = await buildClientAuth({ ownKeys, secret: () => secret }, auth, TOKEN_URL, algs);
  const configuration = new Configuration(
    { issuer: 'https://ehr.example', token_endpoint: TOKEN_URL },
    clientId,
    {},
    clientAuth,
  );
  configuration[customFetch] = async (_url, init) => {
    sent.push({ form: new URLSearchParams(String(init.body)), headers: new Headers(init.headers) });
    return Response.json({ access_token: 'x', token_type: 'bearer' });
  };
  await genericGrantRequest(configuration, 'authorization_code', { code: 'c' });
  const [first] = sent;
  if (!first) throw new Error('nothing was sent');
  return first;
}

describe('private_key_jwt', () => {
  it('asserts for the token URL, five minutes at most, once (SMART 2.2)', async () => {
    const { form, headers } = await send({ method: 'private_key_jwt' });
    expect(form.get('client_assertion_type')).toBe('urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
    expect(headers.get('authorization')).toBeNull();
    const keys = createLocalJWKSet({ keys: ownKeys.map(({ publicJwk }) => publicJwk) });
    const { payload, protectedHeader } = await jwtVerify(form.get('client_assertion') ?? '', keys, {
      audience: TOKEN_URL,
    });
    expect(protectedHeader).toEqual({ alg: 'RS384', kid: 'key-RS384', typ: 'JWT' });
    expect(payload).toMatchObject({ iss: 'client-1', sub: 'client-1', aud: TOKEN_URL });
    expect(Number(payload.exp) - Math.floor(Date.now() / 1000)).toBeLessThanOrEqual(300);
    const second = await send({ method: 'private_key_jwt' });
    const again = await jwtVerify(second.form.get('client_assertion') ?? '', keys);
    expect(again.payload.jti).not.toBe(payload.jti);
    expect(String(payload.jti).length).toBeGreaterThanOrEqual(22);
  });

  it.each([
    [undefined, 'RS384'],
    [[], 'RS384'],
    [['ES384'], 'ES384'],
    [['RS384', 'ES384'], 'RS384'],
    [['RS512'], 'RS384'],
  ])('server knows %j: signs with %s', async (algs, alg) => {
    const { form } = await send({ method: 'private_key_jwt' }, algs);
    const [head = ''] = (form.get('client_assertion') ?? '').split('.');
    expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toMatchObject({ alg });
  });
});

describe('client_secret_basic', () => {
  it('sends id and secret in the header, form-encoded (RFC 6749 2.3.1), and neither in the body', async () => {
    const { form, headers } = await send(
      { method: 'client_secret_basic', secretEnv: 'X' },
      undefined,
      'a b:c/d+e',
    );
    const [id, secret] = Buffer.from(headers.get('authorization')?.slice('Basic '.length) ?? '', 'base64')
      .toString()
      .split(':');
    expect([id, decodeURIComponent((secret ?? '').replaceAll('+', ' '))]).toEqual(['client-1', 'a b:c/d+e']);
    expect([form.get('client_id'), form.get('client_secret')]).toEqual([null, null]);
  });

  /** What a token endpoint takes the header for, before it compares. */
  async function readAsServer(clientId: string, secret: string, decodes: boolean): Promise<string[]> {
    const auth = { method: 'client_secret_basic', secretEnv: 'X' } as const;
    const { headers } = await send(auth, undefined, secret, clientId);
    const sent = atob(headers.get('authorization')?.slice('Basic '.length) ?? '');
    const at = sent.indexOf(':');
    const decode = (text: string) => (decodes ? decodeURIComponent(text.replaceAll('+', ' ')) : text);
    return [sent.slice(0, at), sent.slice(at + 1)].map(decode);
  }

  it.each([true, false])('is known to a server that decodes: %s', async (decodes) => {
    const clientId = '3f2a7c1e-90ab-4d_1.x*';
    const secret = 'Zq-8_k.W*0';
    expect(await readAsServer(clientId, secret, decodes)).toEqual([clientId, secret]);
  });

  it('is decoded to itself whatever stands in it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme', minLength: 1 }),
        fc.string({ unit: 'binary', minLength: 1 }),
        async (clientId, secret) => {
          expect(await readAsServer(clientId, secret, true)).toEqual([clientId, secret]);
        },
      ),
    );
  });

  it('does not go on without the secret', async () => {
    await expect(send({ method: 'client_secret_basic', secretEnv: 'ABSENT' })).rejects.toThrow('ABSENT');
  });
});
