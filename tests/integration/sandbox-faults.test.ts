// Faults on demand and the admin door: each fault does what it says, to the requests it names and no others,
// and the ground-truth log tells what really happened.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { askAdmin, discover, type Ehr, launchEhr, refresh, startEhr } from '../fixtures/sandbox-raw.ts';

interface Logged {
  number: number;
  method: string;
  path: string;
  query?: string;
  status: number;
  client?: string;
  grantType?: string;
  faults?: string[];
  location?: string;
}

let ehr: Ehr;
let patient: string;
let headers: Record<string, string>;
const client = { id: 'secret', secret: true };
let refreshToken: string;

beforeAll(async () => {
  ehr = await startEhr();
  const { at, token } = await launchEhr(
    ehr,
    'generic',
    'launch offline_access user/Patient.rs user/Condition.crs user/Observation.rs',
    { client },
  );
  headers = { authorization: `Bearer ${token?.body.access_token}` };
  refreshToken = String(token?.body.refresh_token);
  patient = `${at.base}/Patient/ada-martin`;
});
afterAll(() => ehr?.close());
afterEach(() => askAdmin(ehr, '/faults', undefined, 'DELETE'));

const lay = (fault: object) => askAdmin<{ id: string }>(ehr, '/faults', fault);
const read = (url = patient) => fetch(url, { headers, redirect: 'manual' });
const logSince = (number: number) => askAdmin<Logged[]>(ehr, `/log?since=${number}`);
const lastNumber = async () => (await logSince(0)).at(-1)?.number ?? 0;

describe('a fault', () => {
  it('answers a status and a body of choice, as often as told', async () => {
    await lay({
      route: '/fhir/Patient/*',
      status: 503,
      body: '{"resourceType":"OperationOutcome"}',
      times: 2,
    });
    const answers = [await read(), await read(), await read()];
    expect(answers.map((answer) => answer.status)).toEqual([503, 503, 200]);
    expect(await answers[0]?.json()).toEqual({ resourceType: 'OperationOutcome' });
  });

  it('meets only its personality, method and route', async () => {
    await lay({ personality: 'epic', route: '/**', status: 500 });
    await lay({ method: 'POST', route: '/fhir/**', status: 500 });
    await lay({ route: '/fhir/*', status: 500 });
    expect((await read()).status, 'a GET two segments deep at generic').toBe(200);
    expect((await read(`${ehr.url}/fhir/metadata`)).status).toBe(500);
    expect((await read(`${ehr.url}/epic/fhir/metadata`)).status).toBe(500);
    expect((await read(`${ehr.url}/oracle/fhir/metadata`)).status).toBe(200);
  });

  it('waits, while others pass', async () => {
    await lay({ route: '/fhir/Patient/*', delayMs: 600 });
    const order: string[] = [];
    const slow = read().then((answer) => order.push(`slow ${answer.status}`));
    await read(`${ehr.url}/fhir/metadata`).then((answer) => order.push(`quick ${answer.status}`));
    await slow;
    expect(order).toEqual(['quick 200', 'slow 200']);
  });

  it('redirects', async () => {
    await lay({ route: '/fhir/**', redirect: 'http://elsewhere.example/' });
    const answer = await read();
    expect([answer.status, answer.headers.get('location')]).toEqual([302, 'http://elsewhere.example/']);
  });

  it('drops the connection before or after the work, and the log knows which work was done', async () => {
    const condition = { resourceType: 'Condition', subject: { reference: 'Patient/ada-martin' } };
    const body = JSON.stringify({
      ...condition,
      clinicalStatus: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
      },
      category: [
        {
          coding: [
            { system: 'http://terminology.hl7.org/CodeSystem/condition-category', code: 'problem-list-item' },
          ],
        },
      ],
      code: { text: 'Dropped on the way' },
    });
    const create = () =>
      fetch(`${ehr.url}/fhir/Condition`, {
        method: 'POST',
        body,
        headers: { ...headers, 'content-type': 'application/fhir+json' },
      });
    const count = async () =>
      (
        (await (await read(`${ehr.url}/fhir/Condition?patient=ada-martin&_count=500`)).json()) as {
          entry: unknown[];
        }
      ).entry.length;
    const before = await count();
    await lay({ route: '/fhir/Condition', method: 'POST', drop: 'before', times: 1 });
    await expect(create()).rejects.toThrow();
    expect(await count()).toBe(before);
    const number = await lastNumber();
    await lay({ route: '/fhir/Condition', method: 'POST', drop: 'after', times: 1 });
    await expect(create()).rejects.toThrow();
    expect(await count()).toBe(before + 1);
    const [entry] = (await logSince(number)).filter((each) => each.method === 'POST');
    expect(entry).toMatchObject({ path: '/fhir/Condition', status: 0, client: 'secret' });
    expect(entry?.location).toContain('/fhir/Condition/');
    expect(entry?.faults).toHaveLength(1);
  });

  it('sends half an answer, or half of it as if it were whole', async () => {
    await lay({ route: '/fhir/**', halfAnswer: true, times: 1 });
    const half = await read();
    await expect(half.text()).rejects.toThrow();
    await lay({ route: '/fhir/**', truncateJson: true, times: 1 });
    const cut = await (await read()).text();
    const whole = await (await read()).text();
    expect(cut.length).toBe(Math.floor(whole.length / 2));
    expect(() => JSON.parse(cut)).toThrow();
  });

  it('trickles', async () => {
    const pieces = async () => {
      const chunks: Uint8Array[] = [];
      const { body } = await read();
      if (body) for await (const chunk of body) chunks.push(chunk);
      return chunks;
    };
    expect((await pieces()).length).toBeLessThan(5);
    await lay({ route: '/fhir/**', slowBodyMs: 500, times: 1 });
    const slow = await pieces();
    expect(slow.length).toBeGreaterThan(10);
    expect(JSON.parse(Buffer.concat(slow).toString('utf8'))).toMatchObject({ id: 'ada-martin' });
  });

  it('takes a scope away for as long as it lasts', async () => {
    await lay({ route: '/fhir/**', lostScopes: ['Patient'] });
    expect((await read()).status).toBe(403);
    await askAdmin(ehr, '/faults', undefined, 'DELETE');
    expect((await read()).status).toBe(200);
  });

  it('leaves scopes out of token answers', async () => {
    await lay({ route: '/generic/oauth2/token', lostScopes: ['user/Patient.rs'] });
    const { token } = await launchEhr(ehr, 'generic', 'launch user/Patient.rs user/Observation.rs');
    expect(token?.body.scope).toBe('launch user/Observation.rs');
  });

  it('makes tokens expired', async () => {
    await lay({ route: '/fhir/**', tokenExpired: true });
    expect((await read()).status).toBe(401);
    await askAdmin(ehr, '/faults', undefined, 'DELETE');
    expect((await read()).status).toBe(200);
  });

  it('that makes no sense is refused with words', async () => {
    const answer = await fetch(`${ehr.adminUrl}/faults`, {
      method: 'POST',
      body: JSON.stringify({ status: 9, rout: '/x' }),
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(400);
    const { faults } = (await answer.json()) as { faults: string[] };
    expect(faults.join(' ')).toMatch(/status/);
    expect(faults.join(' ')).toMatch(/rout/);
  });

  it('can be taken away alone', async () => {
    const one = await lay({ route: '/fhir/**', status: 500 });
    const other = await lay({ route: '/epic/**', status: 500 });
    await askAdmin(ehr, `/faults/${one.id}`, undefined, 'DELETE');
    expect((await askAdmin<{ id: string }[]>(ehr, '/faults')).map((fault) => fault.id)).toEqual([other.id]);
  });
});

describe('the admin door', () => {
  it('ends access tokens now, and refresh tokens when asked', async () => {
    const at = await discover(ehr, 'generic');
    const { token } = await launchEhr(ehr, 'generic', 'launch offline_access user/Patient.rs', { client });
    const mine = { authorization: `Bearer ${token?.body.access_token}` };
    await askAdmin(ehr, '/expire', { what: 'access' });
    expect((await fetch(patient, { headers: mine })).status).toBe(401);
    const renewed = await refresh(at, refreshToken, client);
    expect(renewed.status).toBe(200);
    await askAdmin(ehr, '/expire', { what: 'refresh' });
    expect((await refresh(at, String(renewed.body.refresh_token), client)).body.error).toBe('invalid_grant');
    headers = { authorization: `Bearer ${renewed.body.access_token}` };
    expect((await read()).status).toBe(200);
  });

  it('counts what was asked', async () => {
    const number = await lastNumber();
    await launchEhr(ehr, 'oracle', 'launch user/Patient.rs');
    await read();
    await refresh(await discover(ehr, 'generic'), 'nothing', client);
    const counters = await askAdmin(ehr, `/counters?since=${number}`);
    expect(counters).toMatchObject({
      token: { authorization_code: { ok: 1, refused: 0 }, refresh_token: { ok: 0, refused: 1 } },
      discovery: { smart: 2 },
      authorize: 1,
      fhir: { read: 1, write: 0 },
    });
    const oracle = await askAdmin(ehr, `/counters?since=${number}&personality=oracle`);
    expect(oracle).toMatchObject({ discovery: { smart: 1 }, fhir: { read: 0 } });
  });

  it('is not for web pages', async () => {
    const fromPage = await fetch(`${ehr.adminUrl}/people`, { headers: { origin: 'http://evil.example' } });
    expect(fromPage.status).toBe(403);
  });

  it('says what it can, in text and in JSON', async () => {
    const text = await (await fetch(ehr.adminUrl, { headers: { accept: 'text/plain' } })).text();
    expect(text).toContain('POST /faults');
    const json = (await (await fetch(ehr.adminUrl, { headers: { accept: 'application/json' } })).json()) as {
      faultFields: object;
    };
    expect(Object.keys(json.faultFields)).toContain('slowBodyMs');
  });

  it('shows no secret of a client', async () => {
    const clients = JSON.stringify(await askAdmin(ehr, '/clients'));
    expect(clients).toContain('"webside-backend"');
    expect(clients).not.toContain('a-secret-of-some-length');
  });
});
