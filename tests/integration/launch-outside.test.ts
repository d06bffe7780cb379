// A tenants file for a SMART server that is not ours to configure: registered keys of its own, our published
// keys, or a shared secret (contracts/run.md).
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SessionView } from '#domain/launch';
import { startSmallEhr } from '../fixtures/small-ehr.ts';
import { entryFor, launchUrl, type SmallHouse, startSmallHouse } from '../fixtures/small-house.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';
import { askAdmin, launchIdOf, Visitor } from '../fixtures/visitor.ts';

const SECRET = 'a shared secret: with/odd+signs %20';
let outside: Stack;
let house: SmallHouse;
let folder: string;
const entries: Record<string, { auth: object; registered: (appUrl: string) => object }> = {};

async function makeKeyFile(
  alg: 'RS384' | 'ES384',
  name: string,
  asSet: boolean,
): Promise<Record<string, unknown>> {
  const pair = await generateKeyPair(alg, { extractable: true });
  const jwk = { ...(await exportJWK(pair.privateKey)), kid: `site-${alg}`, alg };
  await writeFile(join(folder, name), JSON.stringify(asSet ? { keys: [jwk] } : jwk));
  return { ...(await exportJWK(pair.publicKey)), kid: `site-${alg}`, alg, use: 'sig' };
}

beforeAll(async () => {
  outside = await startStack();
  folder = await mkdtemp(join(tmpdir(), 'webside-outside-'));
  const rsa = await makeKeyFile('RS384', 'rsa.json', false);
  const ec = await makeKeyFile('ES384', 'ec.json', true);
  Object.assign(entries, {
    'own-rsa': {
      auth: { method: 'private_key_jwt', keyFile: 'rsa.json' },
      registered: () => ({ method: 'private_key_jwt', jwks: { keys: [rsa] } }),
    },
    'own-ec': {
      auth: { method: 'private_key_jwt', keyFile: 'ec.json' },
      registered: () => ({ method: 'private_key_jwt', jwks: { keys: [ec] } }),
    },
    published: {
      auth: { method: 'private_key_jwt' },
      registered: (appUrl: string) => ({
        method: 'private_key_jwt',
        jwksUri: `${appUrl}/.well-known/jwks.json`,
      }),
    },
    secret: {
      auth: { method: 'client_secret_basic', secretEnv: 'OUTSIDE_SECRET' },
      registered: () => ({ method: 'client_secret_basic', secret: SECRET }),
    },
  });
});
afterAll(async () => {
  await outside.close();
  await rm(folder, { recursive: true, force: true });
});

it.each(['own-rsa', 'own-ec', 'published', 'secret'])('launches, reads and refreshes with %s', async (id) => {
  const entry = entries[id];
  house = await startSmallHouse({
    folder,
    env: { OUTSIDE_SECRET: SECRET },
    tenants: [
      {
        id,
        name: `Outside ${id}`,
        vendor: 'generic',
        iss: `${outside.sandboxUrl}/fhir`,
        clientId: `outside-${id}`,
        auth: entry?.auth,
        frameOrigins: [outside.sandboxUrl],
        roles: [{ when: { fhirUser: 'Practitioner/helen-brooks' }, role: 'clinician' }],
      },
    ],
  });
  try {
    await askAdmin(outside, '/clients', {
      clientId: `outside-${id}`,
      name: `Outside ${id}`,
      auth: entry?.registered(house.appUrl),
      redirectUris: [`${house.appUrl}/smart/callback/${id}`],
    });
    const minted = await askAdmin<{ iss: string; launch: string }>(outside, '/launches', {
      person: 'helen-brooks',
      patient: 'ada-martin',
    });
    const visitor = new Visitor();
    const query = new URLSearchParams({ iss: minted.iss, launch: minted.launch });
    const launchId = launchIdOf(await visitor.follow(`${house.appUrl}/launch/ehr.html?${query}`));
    const view = (await (
      await visitor.go(`${house.appUrl}/l/${launchId}/api/session`)
    ).json()) as SessionView;
    expect(view).toMatchObject({ role: 'clinician', patientId: 'ada-martin', tenant: { id } });
    await askAdmin(outside, '/expire', { what: 'access' });
    const banner = await visitor.go(`${house.appUrl}/l/${launchId}/api/banner`);
    expect([banner.status, await banner.json()]).toMatchObject([200, { family: 'Martin' }]);
  } finally {
    await house.close();
  }
});

it('publishes the public half of a site’s own key and nothing more', async () => {
  house = await startSmallHouse({
    folder,
    tenants: [
      {
        id: 'one',
        name: 'One',
        vendor: 'generic',
        iss: `${outside.sandboxUrl}/fhir`,
        clientId: 'x',
        auth: { method: 'private_key_jwt', keyFile: 'ec.json' },
        frameOrigins: [],
      },
    ],
  });
  const { keys } = (await (await fetch(`${house.appUrl}/.well-known/jwks.json`)).json()) as {
    keys: Record<string, string>[];
  };
  await house.close();
  expect(keys.map(({ kid }) => kid)).toContain('site-ES384');
  for (const key of keys) expect(key).not.toHaveProperty('d');
});

it('names a proxy’s callback address to the EHR, character by character', async () => {
  const ehr = await startSmallEhr('proxied');
  const redirectUri = 'https://Visits.hospital.example:443/smart/callback/proxied';
  house = await startSmallHouse({ tenants: [entryFor(ehr, 'proxied', { redirectUri })] });
  try {
    const visitor = new Visitor();
    const isBack = (url: string) => url.includes('/smart/callback/proxied');
    const back = new URL((await visitor.follow(launchUrl(house, ehr), isBack)).url);
    expect(ehr.requestsTo('/oauth2/authorize')[0]?.query.get('redirect_uri')).toBe(redirectUri);
    // What the proxy does: the same path and query, at the app.
    const arrived = await visitor.follow(house.appUrl + back.pathname + back.search);
    expect(launchIdOf(arrived)).toBeTruthy();
    expect(ehr.requestsTo('/oauth2/token')[0]?.form.get('redirect_uri')).toBe(redirectUri);
  } finally {
    await house.close();
    await ehr.close();
  }
});
