// The sandbox's authorization server as an attacker and as an app meet it: what SMART App Launch 2.2 demands of
// discovery, requests, launches and codes. Raw HTTP; how the personalities differ has its own test.
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PERSONALITIES } from '#server/sandbox/contract';
import {
  askAdmin,
  authorizeUrl,
  callbackOf,
  claimsOf,
  type Discovered,
  discover,
  type Ehr,
  launchEhr,
  launchStandalone,
  mintLaunch,
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

  it.each(['generic', 'epic'] as const)(
    'opens no app to people it is not for, at %s',
    async (personality) => {
      const there = await discover(ehr, personality);
      const launchAs = async (person: string, clientId: string) => {
        const launch = await mintLaunch(ehr, { personality, person, patient: 'ada-martin' });
        return callbackOf(
          await new Visitor().follow(authorizeUrl(there, { scope: SCOPE, launch, clientId })),
        );
      };
      expect(await launchAs('helen-brooks', 'patients')).toMatchObject({
        error: 'unauthorized_client',
        error_description: expect.stringContaining('client-persona-mismatch'),
      });
      expect((await launchAs('ada-martin', 'patients')).code).toBeTruthy();
      expect((await launchAs('helen-brooks', 'public')).code).toBeTruthy();
    },
  );

  it('is not made for a record that the person may not open', async () => {
    const mint = (person: string, patient: string) =>
      askAdmin<{ launch?: string; faults?: string[] }>(ehr, '/launches', { person, patient });
    for (const [person, patient] of [
      ['ada-martin', 'benjamin-okafor'],
      ['sofia-brennan-proxy', 'ada-martin'],
    ] as const)
      expect(await mint(person, patient)).toEqual({
        error: 'not understood',
        faults: [`${person} may not open the record of ${patient}`],
      });
    for (const [person, patient] of [
      ['ada-martin', 'ada-martin'],
      ['sofia-brennan-proxy', 'mia-brennan'],
      ['helen-brooks', 'benjamin-okafor'],
    ] as const)
      expect((await mint(person, patient)).launch).toBeTruthy();
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
