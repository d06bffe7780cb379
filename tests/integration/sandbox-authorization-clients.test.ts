// Two well-known clients use the generic sandbox as they come: fhirclient in its server form, and openid-client.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import fhirclient from 'fhirclient';
import * as oidc from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  askAdmin,
  CALLBACK,
  type Ehr,
  mintLaunch,
  SECRET,
  startEhr,
  Visitor,
} from '../fixtures/sandbox-raw.ts';

let ehr: Ehr;
beforeAll(async () => {
  ehr = await startEhr();
});
afterAll(() => ehr?.close());

type Smart = (
  request: IncomingMessage,
  response: ServerResponse,
  storage: object,
) => {
  authorize(options: object): Promise<unknown>;
  ready(): Promise<{
    patient: { id: string | null; read(): Promise<{ id: string }> };
    user: { fhirUser: string | null };
    refresh(): Promise<{ tokenResponse?: { access_token?: string } }>;
    request(path: string): Promise<{ total?: number; entry?: unknown[] }>;
    state: { tokenResponse?: { access_token?: string } };
  }>;
};

describe('fhirclient', () => {
  let app: Server;
  let home: string;
  const seen: Record<string, unknown> = {};
  const kept = new Map<string, unknown>();
  const storage = {
    get: async (key: string) => kept.get(key),
    set: async (key: string, value: unknown) => kept.set(key, value) && value,
    unset: async (key: string) => kept.delete(key),
  };

  beforeAll(async () => {
    app = createServer((request, response) => {
      const smart = (fhirclient as unknown as Smart)(request, response, storage);
      const answer = async () => {
        if (request.url?.startsWith('/launch')) {
          await smart.authorize({
            clientId: 'with-fhirclient',
            clientSecret: SECRET,
            scope: 'launch openid fhirUser offline_access patient/*.rs user/Practitioner.rs',
            redirectUri: `${home}/callback`,
          });
          return;
        }
        const client = await smart.ready();
        seen.chosen = client.patient.id;
        seen.patient = (await client.patient.read()).id;
        seen.user = client.user.fhirUser;
        seen.conditions = (await client.request(`Condition?patient=${client.patient.id}`)).entry?.length;
        const before = client.state.tokenResponse?.access_token;
        await client.refresh();
        seen.refreshed = client.state.tokenResponse?.access_token !== before;
        response.end('ready');
      };
      answer().catch((error: unknown) => {
        seen.error = String(error);
        response.writeHead(500).end();
      });
    });
    await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
    home = `http://127.0.0.1:${(app.address() as AddressInfo).port}`;
    await askAdmin(ehr, '/clients', {
      clientId: 'with-fhirclient',
      name: 'fhirclient',
      auth: { method: 'client_secret_basic', secret: SECRET },
      redirectUris: [`${home}/callback`],
    });
  });
  afterAll(() => new Promise((resolve) => app.close(resolve)));

  it('launches from the EHR, reads, and refreshes', async () => {
    const launch = await mintLaunch(ehr, { patient: 'ada-martin' });
    const start = `${home}/launch?${new URLSearchParams({ iss: `${ehr.url}/fhir`, launch })}`;
    const arrived = await new Visitor().follow(start);
    expect(seen.error).toBeUndefined();
    expect(arrived).toMatchObject({ status: 200, page: 'ready' });
    expect(seen).toMatchObject({ chosen: 'ada-martin', patient: 'ada-martin', refreshed: true });
    expect(seen.user).toBe('Practitioner/helen-brooks');
    expect(seen.conditions).toBeGreaterThan(0);
  });
});

describe('openid-client', () => {
  async function discoverAs(clientId: string, auth: oidc.ClientAuth): Promise<oidc.Configuration> {
    return oidc.discovery(new URL(`${ehr.url}/fhir`), clientId, undefined, auth, {
      execute: [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks],
    });
  }

  it('discovers, launches, checks the id_token, refreshes, introspects and revokes', async () => {
    const config = await discoverAs('secret', oidc.ClientSecretBasic(SECRET));
    const verifier = oidc.randomPKCECodeVerifier();
    const state = oidc.randomState();
    const nonce = oidc.randomNonce();
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri: CALLBACK,
      scope: 'launch openid fhirUser offline_access user/Patient.rs',
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      aud: `${ehr.url}/fhir`,
      launch: await mintLaunch(ehr, { patient: 'ada-martin' }),
      state,
      nonce,
    });
    const arrived = await new Visitor().follow(url.href);
    const checks = {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    };
    const tokens = await oidc.authorizationCodeGrant(config, new URL(arrived.url), checks);
    expect(tokens.claims()?.fhirUser).toBe(`${ehr.url}/fhir/Practitioner/helen-brooks`);
    expect(tokens.patient).toBe('ada-martin');
    const renewed = await oidc.refreshTokenGrant(config, String(tokens.refresh_token));
    expect(renewed.refresh_token).not.toBe(tokens.refresh_token);
    const told = await oidc.tokenIntrospection(config, renewed.access_token);
    expect(told).toMatchObject({ active: true, patient: 'ada-martin' });
    await oidc.tokenRevocation(config, String(renewed.refresh_token));
    await expect(oidc.refreshTokenGrant(config, String(renewed.refresh_token))).rejects.toThrow();
  });

  it('gets backend tokens with ES384 and the token address as audience', async () => {
    const key = { key: ehr.keys.ES384?.privateKey as CryptoKey, kid: 'ES384' };
    const auth = oidc.PrivateKeyJwt(key, {
      [oidc.modifyAssertion]: (_header, payload) => {
        payload.aud = `${ehr.url}/generic/oauth2/token`;
      },
    });
    const config = await discoverAs('webside-backend', auth);
    const tokens = await oidc.clientCredentialsGrant(config, { scope: 'system/Patient.rs' });
    expect(tokens.scope).toBe('system/Patient.rs');
  });
});
