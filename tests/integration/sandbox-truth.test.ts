// What tests and engineers hold an app's claims against: what was accepted, kept over restarts; and the faults by which
// an answer is lost, late or wrong, before and after the work was done.
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '#server/sandbox';
import type { AcceptedWrite } from '#server/sandbox/contract';
import { call, type RawAnswer } from './sandbox-fhir-stand.ts';

let folder: string;
let sandbox: Sandbox;
let token: string;
const silent = () => undefined;
const keys = await generateKeyPair('ES384');

async function start() {
  sandbox = await startSandbox({
    port: 0,
    dataFolder: folder,
    appUrl: 'http://localhost:1',
    log: { info: silent, warn: silent, error: silent },
    clients: [
      {
        clientId: 'machine',
        name: 'Machine',
        auth: {
          method: 'private_key_jwt',
          jwks: { keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'k1' }] },
        },
        redirectUris: [],
        backend: true,
      },
    ],
  });
  const discovery = await call(`${sandbox.url}/fhir/.well-known/smart-configuration`);
  const { token_endpoint } = discovery.json as { token_endpoint: string };
  const assertion = await new SignJWT({ jti: randomUUID() })
    .setProtectedHeader({ alg: 'ES384', kid: 'k1', typ: 'JWT' })
    .setIssuer('machine')
    .setSubject('machine')
    .setAudience(token_endpoint)
    .setIssuedAt()
    .setExpirationTime('2m')
    .sign(keys.privateKey);
  const answer = await call(token_endpoint, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      scope: 'system/DocumentReference.cruds system/Patient.rs',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    }).toString(),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  });
  token = (answer.json as { access_token: string }).access_token;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandbox-truth-'));
  await start();
});
afterAll(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => admin('faults', { method: 'DELETE' }));

const admin = (path: string, rest: Parameters<typeof call>[1] = {}) =>
  call(`${sandbox.adminUrl}/${path}`, rest);
const lay = (fault: object) =>
  admin('faults', {
    method: 'POST',
    body: { route: '/fhir/DocumentReference', times: 1, ...fault },
    headers: { 'Content-Type': 'application/json' },
  });
const file = (text: string): Promise<RawAnswer | null> =>
  call(`${sandbox.url}/fhir/DocumentReference`, {
    method: 'POST',
    token,
    body: {
      resourceType: 'DocumentReference',
      status: 'current',
      description: text,
      subject: { reference: 'Patient/ada-martin' },
      content: [{ attachment: { contentType: 'text/plain' } }],
    },
  }).catch(() => null);
const truth = async (query = '') => (await admin(`writes?${query}`)).json as AcceptedWrite[];
const textsOf = (writes: readonly AcceptedWrite[]) =>
  writes.map(({ resource }) => (resource as { description?: string } | undefined)?.description);
const find = async (text: string) => {
  const answer = await call(`${sandbox.url}/fhir/DocumentReference?subject=Patient/ada-martin&_count=200`, {
    token,
  });
  return answer.text.includes(text);
};

describe('what was accepted', () => {
  it('is told in order, with whose it is, narrowed on demand', async () => {
    await file('one');
    await file('two');
    const writes = await truth();
    expect(textsOf(writes).slice(-2)).toEqual(['one', 'two']);
    expect(writes.at(-1)).toMatchObject({ client: 'machine', type: 'DocumentReference', versionId: '1' });
    expect(textsOf(await truth(`since=${writes.at(-2)?.number}`))).toEqual(['two']);
    expect(await truth('type=ChargeItem')).toEqual([]);
    expect(await truth('patient=somebody-else')).toEqual([]);
    expect(textsOf(await truth('patient=ada-martin'))).toContain('two');
    expect(await truth('personality=epic')).toEqual([]);
  });

  it('survives a restart, number for number', async () => {
    const before = await truth();
    await sandbox.close();
    await start();
    expect(await truth()).toEqual(before);
    await file('after the restart');
    expect((await truth()).at(-1)?.number).toBeGreaterThan(before.at(-1)?.number ?? 0);
  });
});

describe('what a reader of the chart sees', () => {
  it('the note as it was written, on its own page and in the patient’s portal; escaped', async () => {
    const attachment = {
      contentType: 'text/plain',
      title: 'Video visit',
      data: Buffer.from('Assessment: <b>well</b>. Ñ').toString('base64'),
    };
    await call(`${sandbox.url}/fhir/DocumentReference`, {
      method: 'POST',
      token,
      body: {
        resourceType: 'DocumentReference',
        status: 'current',
        docStatus: 'final',
        author: [{ display: 'Dr Grey' }],
        subject: { reference: 'Patient/ada-martin' },
        content: [{ attachment }],
      },
    });
    for (const path of ['written/generic/ada-martin', 'portal/generic/ada-martin']) {
      const { text } = await call(`${sandbox.url}/${path}`);
      expect(text).toContain('Note: Video visit');
      expect(text).toContain('Assessment: &lt;b&gt;well&lt;/b&gt;. Ñ');
      expect(text).toMatch(/final · without a name · Dr Grey · DocumentReference\//);
      expect(text).not.toContain('http-equiv');
    }
    const live = await call(`${sandbox.url}/written/generic/ada-martin?live=1`);
    expect(live.text).toContain('<meta http-equiv="refresh" content="3">');
    expect((await call(`${sandbox.url}/written/epic/ada-martin`)).text).toContain('Nothing yet.');
  });
});

describe('faults of a write', () => {
  const rows: [name: string, fault: object, status: number | null, isSaved: boolean][] = [
    ['cut before the commit', { drop: 'before' }, null, false],
    ['cut after the commit', { drop: 'after' }, null, true],
    ['half an answer after the commit', { halfAnswer: true }, null, true],
    ['5xx before', { status: 503 }, 503, false],
    ['5xx after', { statusAfter: 502 }, 502, true],
    ['slow before', { delayMs: 50 }, 201, true],
    ['slow after', { delayAfterMs: 50 }, 201, true],
    ['429', { status: 429, retryAfterSeconds: 7 }, 429, false],
  ];
  it.each(rows)('%s', async (name, fault, status, isSaved) => {
    await lay(fault);
    const answer = await file(name);
    expect(answer?.status ?? null).toBe(status);
    expect(textsOf(await truth()).filter((text) => text === name)).toHaveLength(isSaved ? 1 : 0);
    if (status === 429) expect(answer?.headers['retry-after']).toBe('7');
    if (status === 502) expect(answer?.headers.location).toBeUndefined();
    expect((await file('and now as ever'))?.status).toBe(201);
  });

  it('a search that lags behind: readable by id at once, found later', async () => {
    await file('older');
    await lay({ searchLagSeconds: 5, times: 1000 });
    await expect.poll(() => find('older'), { timeout: 30_000, interval: 300 }).toBe(true);
    const made = await file('not found yet');
    const location = String(made?.headers.location).replace(/\/_history.*/, '');
    expect((await call(location, { token })).status).toBe(200);
    expect([await find('not found yet'), await find('older')]).toEqual([false, true]);
    await expect.poll(() => find('not found yet'), { timeout: 30_000, interval: 300 }).toBe(true);
  });
});
