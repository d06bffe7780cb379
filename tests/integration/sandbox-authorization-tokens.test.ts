// The token address of the sandbox: how clients prove who they are, what backend services get, and the life of
// tokens after they are given. Raw HTTP.
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PERSONALITIES } from '#server/sandbox/contract';
import {
  askAdmin,
  askToken,
  assertion,
  authorizeUrl,
  callbackOf,
  type Discovered,
  discover,
  type Ehr,
  launchEhr,
  launchStandalone,
  mintLaunch,
  refresh,
  startEhr,
  tradeCode,
  Visitor,
} from '../fixtures/sandbox-raw.ts';

let ehr: Ehr;
let at: Discovered;
beforeAll(async () => {
  ehr = await startEhr();
  at = await discover(ehr, 'generic');
});
afterAll(() => ehr?.close());

const SCOPE = 'launch openid fhirUser offline_access user/Patient.rs';
const bearer = (token: unknown) => ({ headers: { authorization: `Bearer ${token}` } });

describe('private_key_jwt', () => {
  const trade = async (claims: Record<string, unknown> = {}, header = {}) => {
    const form = { grant_type: 'client_credentials', scope: 'system/Patient.rs' };
    const who = { iss: 'webside-backend', ...claims };
    return askToken(at.token_endpoint, { ...form, ...(await assertion(ehr, at, who, header)) });
  };
  const now = () => Math.floor(Date.now() / 1000);

  it.each(['RS384', 'ES384'])('is taken with %s', async (alg) => {
    const answer = await trade({}, { alg });
    expect(answer).toMatchObject({ status: 200, body: { scope: 'system/Patient.rs', token_type: 'Bearer' } });
    expect(answer.body.expires_in).toBeLessThanOrEqual(300);
    expect(answer.body.refresh_token).toBeUndefined();
    expect((await fetch(`${at.base}/Patient/ada-martin`, bearer(answer.body.access_token))).status).toBe(200);
  });

  it.each([
    ['another algorithm', {}, { alg: 'RS256' }],
    ['the issuer as audience', { aud: 'ISSUER' }, {}],
    ['a list as audience', { aud: 'LIST' }, {}],
    ['exp six minutes ahead', { exp: 'LATE' }, {}],
    ['exp in the past', { exp: 'PAST' }, {}],
    ['no jti', { jti: undefined }, {}],
    ['another sub', { sub: 'webside' }, {}],
    ['an unknown key', {}, { kid: 'other' }],
    ['the signature of another key', {}, { kid: 'RS384', alg: 'RS384', signWith: 'RS256' }],
  ])('with %s is refused', async (_name, claims, header) => {
    const words: Record<string, unknown> = {
      ISSUER: at.issuer,
      LIST: [at.token_endpoint],
      LATE: now() + 360,
      PAST: now() - 60,
    };
    const real = Object.fromEntries(
      Object.entries(claims).map(([key, value]) => [key, words[String(value)] ?? value]),
    );
    expect(await trade(real, header).catch(() => ({ body: { error: 'invalid_client' } }))).toMatchObject({
      body: { error: 'invalid_client' },
    });
  });

  it('is taken once', async () => {
    const form = { grant_type: 'client_credentials', scope: 'system/Patient.rs' };
    const once = await assertion(ehr, at, { iss: 'webside-backend' });
    expect((await askToken(at.token_endpoint, { ...form, ...once })).status).toBe(200);
    expect((await askToken(at.token_endpoint, { ...form, ...once })).body.error).toBe('invalid_client');
  });

  it('lets Webside itself in, at every personality', async () => {
    for (const personality of PERSONALITIES) {
      const there = await discover(ehr, personality);
      const redirect = `${ehr.appUrl}/smart/callback/${{ generic: 'sandbox', epic: 'sandbox-epic', oracle: 'sandbox-oracle' }[personality]}`;
      const launch = await mintLaunch(ehr, { personality, patient: 'ada-martin' });
      const params = { redirect_uri: redirect };
      const callback = callbackOf(
        await new Visitor().follow(
          authorizeUrl(there, { clientId: 'webside', scope: SCOPE, launch, params }),
        ),
      );
      const who = { ...(await assertion(ehr, there)), redirect_uri: redirect };
      const token = await tradeCode(there, callback, { id: 'webside' }, who);
      expect(token).toMatchObject({ status: 200, body: { patient: 'ada-martin' } });
      expect((await fetch(`${there.base}/Patient/ada-martin`, bearer(token.body.access_token))).status).toBe(
        200,
      );
    }
  });

  it('is needed where it is registered, and a wrong secret is refused', async () => {
    const form = { grant_type: 'client_credentials', scope: 'system/Patient.rs' };
    expect((await askToken(at.token_endpoint, form, 'webside-backend')).body.error).toBe('invalid_client');
    const wrong = await fetch(at.token_endpoint, {
      method: 'POST',
      body: new URLSearchParams(form),
      headers: { authorization: `Basic ${btoa('basic-backend:wrong')}` },
    });
    expect(wrong.status).toBe(401);
  });
});

describe('a backend service', () => {
  const scopes = async (scope: string, personality: 'generic' | 'epic' | 'oracle' = 'generic') => {
    const there = await discover(ehr, personality);
    const form = { grant_type: 'client_credentials', ...(scope && { scope }) };
    return askToken(there.token_endpoint, {
      ...form,
      ...(await assertion(ehr, there, { iss: 'webside-backend' })),
    });
  };
  it('has system scopes and no others', async () => {
    expect((await scopes('system/Patient.rs user/Patient.rs openid offline_access')).body.scope).toBe(
      'system/Patient.rs',
    );
    expect((await scopes('user/Patient.rs')).body.error).toBe('invalid_scope');
    expect((await scopes('')).body.error).toBe('invalid_scope');
    expect((await scopes('system/*.rs', 'oracle')).body.error).toBe('invalid_scope');
    expect((await scopes('system/Patient.rs', 'epic')).body.scope).toContain('system/Patient.Read');
  });
  it('is the only one who may ask so', async () => {
    const answer = await askToken(
      at.token_endpoint,
      { grant_type: 'client_credentials', scope: 'system/Patient.rs' },
      'secret',
    );
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });
});

describe('tokens', () => {
  const client = { id: 'secret', secret: true };

  it('are refreshed with fewer scopes, never more', async () => {
    const { token } = await launchEhr(ehr, 'generic', `${SCOPE} user/Condition.rs`, { client });
    const fewer = await refresh(at, String(token?.body.refresh_token), client, {
      scope: 'user/Condition.rs',
    });
    expect(fewer.body.scope).toBe('user/Condition.rs');
    const more = await refresh(at, String(fewer.body.refresh_token), client, {
      scope: 'user/Observation.rs',
    });
    expect(more.body.error).toBe('invalid_scope');
  });

  it('keep their launch context over a refresh', async () => {
    const { token } = await launchEhr(ehr, 'generic', SCOPE, { client, launch: { patient: 'ada-martin' } });
    const answer = await refresh(at, String(token?.body.refresh_token), client);
    expect(answer.body.patient).toBe('ada-martin');
  });

  it('are introspected with their context', async () => {
    const { token } = await launchEhr(ehr, 'generic', SCOPE, { client, launch: { patient: 'ada-martin' } });
    const ask = (value: unknown) => askToken(at.introspection_endpoint, { token: String(value) }, 'secret');
    expect((await ask(token?.body.access_token)).body).toMatchObject({
      active: true,
      client_id: 'secret',
      patient: 'ada-martin',
      fhirUser: `${at.base}/Practitioner/helen-brooks`,
      scope: token?.body.scope,
    });
    expect((await ask('nothing')).body).toEqual({ active: false });
  });

  it('are revoked', async () => {
    const { token } = await launchEhr(ehr, 'generic', SCOPE, { client });
    const headers = { authorization: `Basic ${btoa('secret:a-secret-of-some-length')}` };
    const body = new URLSearchParams({ token: String(token?.body.refresh_token) });
    expect((await fetch(at.revocation_endpoint, { method: 'POST', body, headers })).status).toBe(200);
    expect((await refresh(at, String(token?.body.refresh_token), client)).body.error).toBe('invalid_grant');
    expect((await fetch(`${at.base}/Patient/ada-martin`, bearer(token?.body.access_token))).status).toBe(401);
  });

  it('of one EHR mean nothing at another', async () => {
    const { token } = await launchEhr(ehr, 'generic', SCOPE);
    const there = await discover(ehr, 'oracle');
    expect((await fetch(`${there.base}/Patient/ada-martin`, bearer(token?.body.access_token))).status).toBe(
      401,
    );
  });

  it('bound to the log-in end with it, lasting ones do not', async () => {
    const online = await launchEhr(ehr, 'generic', 'launch online_access user/Patient.rs', {
      client,
      launch: { person: 'peter-lund' },
    });
    const offline = await launchEhr(ehr, 'generic', 'launch offline_access user/Patient.rs', {
      client,
      launch: { person: 'peter-lund' },
    });
    await askAdmin(ehr, '/log-out', { person: 'peter-lund' });
    expect((await refresh(at, String(online.token?.body.refresh_token), client)).body.error).toBe(
      'invalid_grant',
    );
    expect((await refresh(at, String(offline.token?.body.refresh_token), client)).status).toBe(200);
  });

  it('are in no log line', async () => {
    const { token, callback } = await launchEhr(ehr, 'generic', SCOPE, { client });
    await fetch(`${at.base}/Patient/ada-martin`, bearer(token?.body.access_token));
    const log = JSON.stringify(await askAdmin(ehr, '/log')) + ehr.lines.join('\n');
    for (const secret of [
      token?.body.access_token,
      token?.body.refresh_token,
      callback.code,
      callback.state,
    ]) {
      expect(log).not.toContain(String(secret));
    }
    expect(log).toContain('/fhir/Patient/ada-martin');
  });
});

describe('the patients’ base of oracle', () => {
  it('serves the same records under its own address', async () => {
    const there = await discover(ehr, 'oracle', '/oracle/patient/fhir');
    const scope = 'openid fhirUser launch/patient patient/Patient.rs patient/Observation.rs';
    const { callback } = await launchStandalone({
      at: there,
      scope,
      username: 'ada-martin',
      clientId: 'patients',
      patient: 'ada-martin',
    });
    const token = await tradeCode(there, callback, { id: 'patients' });
    const answer = await fetch(
      `${there.base}/Observation?patient=ada-martin&_count=2`,
      bearer(token.body.access_token),
    );
    const bundle = (await answer.json()) as { entry: { fullUrl: string }[]; link: { url: string }[] };
    const addresses = [...bundle.entry.map((entry) => entry.fullUrl), ...bundle.link.map((link) => link.url)];
    expect(addresses.length).toBeGreaterThan(2);
    expect(addresses.filter((address) => !address.startsWith(`${there.base}/`))).toEqual([]);
  });
});

describe('a restart', () => {
  it('keeps grants, keys and registered apps', async () => {
    const first = await startEhr();
    try {
      const client = { id: 'later', secret: true };
      await askAdmin(first, '/clients', {
        clientId: 'later',
        name: 'Registered later',
        auth: { method: 'client_secret_basic', secret: 'a-secret-of-some-length' },
        redirectUris: ['http://localhost:9/callback'],
      });
      const { at: before, token } = await launchEhr(first, 'generic', SCOPE, {
        client,
        launch: { patient: 'ada-martin' },
      });
      const keys = await (await fetch(before.jwks_uri)).text();
      await first.stop();
      const second = await startEhr({ folder: first.folder, port: Number(new URL(first.url).port) });
      const after = await discover(second, 'generic');
      expect(await (await fetch(after.jwks_uri)).text()).toBe(keys);
      const answer = await refresh(after, String(token?.body.refresh_token), client);
      expect(answer).toMatchObject({ status: 200, body: { patient: 'ada-martin' } });
      await second.stop();
    } finally {
      await rm(first.folder, { recursive: true, force: true });
    }
  });
});
