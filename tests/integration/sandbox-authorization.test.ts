// The sandbox's authorization server as an attacker and as an app meet it: what SMART App Launch 2.2 demands at
// every personality. Raw HTTP; the differences between the personalities have their own test.
import { rm } from 'node:fs/promises';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PERSONALITIES } from '#server/sandbox/contract';
import {
  askAdmin,
  askToken,
  assertion,
  authorizeUrl,
  callbackOf,
  claimsOf,
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
const ask = async (input: Parameters<typeof authorizeUrl>[1]) =>
  callbackOf(await new Visitor().follow(authorizeUrl(at, input)));
const bearer = (token: unknown) => ({ headers: { authorization: `Bearer ${token}` } });

describe('discovery', () => {
  it.each(PERSONALITIES)('%s tells the truth to every origin, as JSON', async (personality) => {
    const { base } = await discover(ehr, personality);
    const headers = { accept: 'application/fhir+xml', origin: 'https://elsewhere.example' };
    const answer = await fetch(`${base}/.well-known/smart-configuration`, { headers });
    expect(answer.headers.get('content-type')).toContain('application/json');
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    const told = (await answer.json()) as Record<string, string[]>;
    expect(told.code_challenge_methods_supported).toEqual(['S256']);
    expect(told.capabilities).toContain('launch-ehr');
    expect(told.capabilities?.includes('permission-v2')).toBe(personality !== 'epic');
  });
});

describe('an authorize request', () => {
  it.each([
    ['without aud', { aud: '' }],
    ['with the aud of another server', { aud: 'https://fhir.example/r4' }],
    ['with aud and a trailing slash', { aud: 'TRAILING' }],
    ['without PKCE', { code_challenge: '', code_challenge_method: '' }],
    ['with plain PKCE', { code_challenge_method: 'plain' }],
    ['with a challenge and no method', { code_challenge_method: '' }],
    ['without scope', { scope: '' }],
  ])('%s is refused', async (_name, params) => {
    const launch = await mintLaunch(ehr, {});
    const real = 'aud' in params && params.aud === 'TRAILING' ? { aud: `${at.base}/` } : params;
    const callback = await ask({ scope: SCOPE, launch, params: real as Record<string, string> });
    expect(callback).toMatchObject({ error: 'invalid_request' });
    expect(callback.code).toBeUndefined();
    expect((await ask({ scope: SCOPE, launch })).code, 'the launch token was not spent').toBeTruthy();
  });

  it('with a redirect address that differs in one character never leaves the EHR', async () => {
    const params = { redirect_uri: 'http://localhost:9/Callback' };
    const arrived = await new Visitor().follow(authorizeUrl(at, { scope: SCOPE, params }));
    expect([arrived.status, new URL(arrived.url).origin]).toEqual([400, ehr.url]);
  });

  it('carries state and nonce back', async () => {
    const { callback, token } = await launchEhr(ehr, 'generic', SCOPE, {
      params: { state: 's-1', nonce: 'n-1' },
    });
    expect(callback.state).toBe('s-1');
    expect(claimsOf(token?.body.id_token).nonce).toBe('n-1');
  });

  it('gets an id_token that the published keys verify', async () => {
    const { token } = await launchEhr(ehr, 'generic', SCOPE);
    const keys = createRemoteJWKSet(new URL(at.jwks_uri));
    const { payload, protectedHeader } = await jwtVerify(String(token?.body.id_token), keys, {
      issuer: at.issuer,
      audience: 'public',
    });
    expect(payload.sub).toBe('helen-brooks');
    expect(protectedHeader.alg).toBe('RS256');
  });
});

describe('a launch token', () => {
  it('works once', async () => {
    const launch = await mintLaunch(ehr, {});
    expect((await ask({ scope: SCOPE, launch })).code).toBeTruthy();
    expect(await ask({ scope: SCOPE, launch })).toMatchObject({ error: 'invalid_request' });
  });

  it('works at its own EHR and for its own app only', async () => {
    const foreign = await mintLaunch(ehr, { personality: 'oracle' });
    expect(await ask({ scope: SCOPE, launch: foreign })).toMatchObject({ error: 'invalid_request' });
    const meant = await mintLaunch(ehr, { clientId: 'secret' });
    expect(await ask({ scope: SCOPE, launch: meant })).toMatchObject({ error: 'invalid_request' });
    expect((await ask({ scope: SCOPE, launch: meant, clientId: 'secret' })).code).toBeTruthy();
  });

  it('that was never minted is refused', async () => {
    expect(await ask({ scope: SCOPE, launch: 'x'.repeat(32) })).toMatchObject({ error: 'invalid_request' });
  });

  it('leaves no cookie in a browser that blocks them anyway', async () => {
    const visitor = new Visitor();
    await visitor.follow(authorizeUrl(at, { scope: SCOPE, launch: await mintLaunch(ehr, {}) }));
    expect(visitor.cookieNames).toEqual([]);
  });

  it('says who, whatever the browser’s own log-in', async () => {
    const { visitor } = await launchStandalone({
      at,
      scope: 'openid user/Patient.rs',
      username: 'rosa-delgado',
    });
    const launch = await mintLaunch(ehr, { person: 'marcus-reed' });
    const arrived = await visitor.follow(authorizeUrl(at, { scope: SCOPE, launch }));
    const token = await tradeCode(at, callbackOf(arrived));
    expect(claimsOf(token.body.id_token).sub).toBe('marcus-reed');
  });

  it('with prompt=login shows the log-in page for that person, then keeps its context', async () => {
    const launch = await mintLaunch(ehr, { patient: 'ada-martin' });
    const visitor = new Visitor();
    const shown = await visitor.follow(
      authorizeUrl(at, { scope: SCOPE, launch, params: { prompt: 'login' } }),
    );
    expect(shown.page).toContain('name="password"');
    const other = await visitor.follow(`${shown.url}/login`, {
      username: 'marcus-reed',
      password: 'sandbox',
    });
    expect(other.page, 'another person may not take the launch over').toContain('name="password"');
    const right = await visitor.follow(`${shown.url}/login`, {
      username: 'helen-brooks',
      password: 'sandbox',
    });
    expect((await tradeCode(at, callbackOf(right))).body.patient).toBe('ada-martin');
  });

  it('brings what the engineer asked for', async () => {
    const options = {
      noFhirUser: true,
      noRefreshToken: true,
      intent: 'video-visit',
      withholdScopes: ['Condition', 'user/Patient.s'],
    };
    const launch = { patient: 'ada-martin', options };
    const asked = `${SCOPE} user/Condition.rs patient/Observation.rs`;
    const { token } = await launchEhr(ehr, 'generic', asked, { launch });
    expect(token?.body).toMatchObject({ intent: 'video-visit', patient: 'ada-martin' });
    expect(token?.body.scope).toBe(
      'openid fhirUser launch offline_access user/Patient.r patient/Observation.rs',
    );
    expect(token?.body.refresh_token).toBeUndefined();
    expect(token?.body.need_patient_banner).toBeUndefined();
    expect(claimsOf(token?.body.id_token).fhirUser).toBeUndefined();
    const v1 = await launchEhr(ehr, 'generic', asked, { launch: { options: { scopeStyle: 'v1' } } });
    expect(v1.token?.body.scope).toContain('user/Patient.read');
    const v2 = await launchEhr(ehr, 'epic', asked, { launch: { options: { scopeStyle: 'v2' } } });
    expect(v2.token?.body.scope).toContain('user/Patient.rs');
  });

  it('without a patient leaves no patient scope standing', async () => {
    const { token } = await launchEhr(ehr, 'generic', 'launch patient/Patient.rs user/Patient.rs');
    expect(token?.body.scope).toBe('launch user/Patient.rs');
  });

  it('does not tell another patient’s encounter', async () => {
    const launch = { patient: 'ada-martin', encounter: 'no-such-encounter' };
    const { token } = await launchEhr(ehr, 'generic', SCOPE, { launch });
    expect([token?.body.patient, token?.body.encounter]).toEqual(['ada-martin', undefined]);
  });
});

describe('a code', () => {
  it('works once, and its second use ends what the first one gave', async () => {
    const { callback, token } = await launchEhr(ehr, 'generic', SCOPE);
    expect((await fetch(`${at.base}/Patient/ada-martin`, bearer(token?.body.access_token))).status).toBe(200);
    expect((await tradeCode(at, callback)).body.error).toBe('invalid_grant');
    expect((await fetch(`${at.base}/Patient/ada-martin`, bearer(token?.body.access_token))).status).toBe(401);
  });

  it.each([
    ['a wrong verifier', { code_verifier: 'v'.repeat(43) }],
    ['no verifier', { code_verifier: '' }],
    ['another redirect address', { redirect_uri: 'http://localhost:9/other' }],
    ['another client', { client_id: 'narrow' }],
  ])('with %s is refused', async (_name, more) => {
    const launch = await mintLaunch(ehr, {});
    const callback = await ask({ scope: SCOPE, launch });
    expect((await tradeCode(at, callback, { id: 'public' }, more)).status).toBe(400);
  });
});

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

describe('a person', () => {
  const SCOPES =
    'openid fhirUser launch/patient offline_access patient/Patient.rs patient/Observation.rs?category=vital-signs user/Patient.rs';

  it('gives what is ticked and nothing else', async () => {
    const { callback, pages } = await launchStandalone({
      at,
      scope: SCOPES,
      username: 'ada-martin',
      patient: 'ada-martin',
      untick: ['offline_access', 'patient/Patient.rs'],
    });
    expect(pages).toHaveLength(3);
    const { body } = await tradeCode(at, callback);
    expect(body.scope).toBe('openid fhirUser launch/patient patient/Observation.rs?category=vital-signs');
    expect(body).toMatchObject({ patient: 'ada-martin' });
    expect(body.refresh_token).toBeUndefined();
    expect(claimsOf(body.id_token).fhirUser).toBe(`${at.base}/Patient/ada-martin`);
  });

  it('who ticks nothing or says no sends the app away', async () => {
    const none = await launchStandalone({
      at,
      scope: 'launch/patient patient/Patient.rs',
      username: 'ada-martin',
      patient: 'ada-martin',
      untick: ['launch/patient', 'patient/Patient.rs'],
    });
    expect(none.callback.error).toBe('access_denied');
    const visitor = new Visitor();
    const shown = await visitor.follow(authorizeUrl(at, { scope: SCOPES }));
    const refused = await visitor.follow(`${shown.url}/refuse`, {});
    expect(callbackOf(refused).error).toBe('access_denied');
  });

  it('chooses only among their own records', async () => {
    const visitor = new Visitor();
    const shown = await visitor.follow(authorizeUrl(at, { scope: SCOPES }));
    const picker = await visitor.follow(`${shown.url}/login`, {
      username: 'sofia-brennan-proxy',
      password: 'sandbox',
    });
    expect(picker.page).toContain('value="mia-brennan"');
    expect(picker.page).not.toContain('ada-martin');
    const foreign = await visitor.follow(`${shown.url}/patient`, { patient: 'ada-martin' });
    expect(foreign.page).toContain('name="patient"');
  });

  it.each(['noah-brennan', 'mia-brennan'])(
    'acting for %s is the RelatedPerson of that child',
    async (child) => {
      const { callback } = await launchStandalone({
        at,
        scope: SCOPES,
        username: 'sofia-brennan-proxy',
        patient: child,
      });
      const { body } = await tradeCode(at, callback);
      expect(body.patient).toBe(child);
      expect(claimsOf(body.id_token).fhirUser).toBe(`${at.base}/RelatedPerson/sofia-brennan-for-${child}`);
    },
  );

  it('logs in once and is asked again with prompt=login or as somebody else', async () => {
    const scope = 'openid user/Patient.rs';
    const { visitor } = await launchStandalone({ at, scope, username: 'helen-brooks' });
    const again = await visitor.follow(authorizeUrl(at, { scope }));
    expect(again.page).toContain('name="scope"');
    const prompted = await visitor.follow(authorizeUrl(at, { scope, params: { prompt: 'login' } }));
    expect(prompted.page).toContain('name="password"');
    const patients = await visitor.follow(
      authorizeUrl(at, { scope: 'patient/Patient.rs', clientId: 'patients' }),
    );
    expect(patients.page, 'staff do not use patients’ apps').toContain('name="password"');
    const anew = await visitor.follow(`${again.url}/switch`, {});
    expect(anew.page).toContain('name="password"');
  });

  it('with a wrong password stays where they are', async () => {
    const visitor = new Visitor();
    const shown = await visitor.follow(authorizeUrl(at, { scope: SCOPES }));
    const wrong = await visitor.follow(`${shown.url}/login`, { username: 'ada-martin', password: 'x' });
    expect([wrong.status, wrong.page.includes('role="alert"')]).toEqual([401, true]);
  });

  it('in another browser cannot go on with the page', async () => {
    const shown = await new Visitor().follow(authorizeUrl(at, { scope: SCOPES }));
    const other = await new Visitor().follow(`${shown.url}/login`, {
      username: 'ada-martin',
      password: 'sandbox',
    });
    expect(other.status).toBe(400);
  });

  it('chooses a visit where the app asks for one', async () => {
    const { callback } = await launchStandalone({
      at,
      scope: `${SCOPES} launch/encounter`,
      username: 'helen-brooks',
      patient: 'ada-martin',
    });
    const { body } = await tradeCode(at, callback);
    expect(body.encounter).toBeTruthy();
    expect(body.scope).toContain('launch/encounter');
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
