import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { answerFailure, answerNotFound } from './failure.ts';
import { mountRoutes } from './mount.ts';
import { strictHeaders } from './page-headers.ts';
import { giveRequestId } from './request-id.ts';
import { type HttpRow, route } from './route.ts';
import type { Access, Session, SessionFound } from './session.ts';
import { bodyBytesOf } from './signed-body.ts';
import { createLog } from './watch.ts';

const session: Session = {
  launchId: 'mine',
  keyId: 'k',
  tenantId: 'a',
  door: 'ehr',
  role: 'clinician',
  personKey: 'p',
  fhirUser: null,
  patientId: 'pat-1',
  encounterId: null,
  locked: false,
};
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function serve(rows: HttpRow[], found: SessionFound = { session, cookies: [] }) {
  const accesses: Access[] = [];
  const log: string[] = [];
  const state = { auditDown: false, touched: 0 };
  const app = express();
  app.use(giveRequestId, strictHeaders(new URL('http://localhost')));
  app.use(
    mountRoutes(
      {
        publicOrigin: 'http://localhost',
        videoVendor: (tenant) => (tenant === 'with-daily' ? 'daily' : null),
        frameOrigins: (tenant) =>
          tenant === 'doors' ? ['https://a.ehr', 'https://b.ehr'] : [`https://${tenant}.ehr`],
        recordAccess: async (access) => {
          if (state.auditDown) throw new Error('disk');
          accesses.push(access);
        },
        sessions: {
          find: async () => found,
          touch: async () => {
            state.touched += 1;
          },
        },
      },
      rows,
    ),
  );
  app.use(answerNotFound, answerFailure(createLog('error', { write: (line) => log.push(line) })));
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  closers.push(() => server.close());
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ask = (path: string, init: RequestInit = {}) => fetch(origin + path, { redirect: 'manual', ...init });
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    ask(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: {
        'content-type': 'application/json',
        'x-webside': '1',
        origin: 'http://localhost',
        ...headers,
      },
    });
  return { ask, post, accesses, log, state };
}

const none = z.strictObject({});
const read = route(
  'GET',
  '/l/:launchId/api/x',
  { who: ['clinician'], input: none, audit: 'x.read' },
  async () => ({
    json: { secret: 'canary-1' },
  }),
);
const change = route(
  'POST',
  '/l/:launchId/api/x/:id',
  { who: ['clinician'], input: z.strictObject({ id: z.string(), text: z.string() }), audit: 'x.change' },
  async ({ input }) => ({ json: input }),
);

describe('what stands before a handler', () => {
  it('lets the right role in and records the access before the answer', async () => {
    const { ask, accesses } = await serve([read]);
    const answer = await ask('/l/mine/api/x');
    expect([answer.status, await answer.json()]).toEqual([200, { secret: 'canary-1' }]);
    expect(accesses).toMatchObject([
      { event: 'x.read', outcome: 'success', tenantId: 'a', patientId: 'pat-1' },
    ]);
  });

  it.each([
    ['none', 401, 'session.none'],
    ['ended', 401, 'session.ended'],
    ['mismatch', 403, 'session.mismatch'],
  ] as const)('session %s → %i, recorded as refused', async (found, status, code) => {
    const { ask, accesses } = await serve([read], found);
    const answer = await ask('/l/mine/api/x');
    expect([answer.status, (await answer.json()).code]).toEqual([status, code]);
    expect(accesses).toMatchObject([{ outcome: 'refused', detail: { code } }]);
  });

  it.each(['biller', 'patient', 'guest', null] as const)(
    'role %s is refused on a clinician’s row',
    async (role) => {
      const { ask, accesses } = await serve([read], { session: { ...session, role }, cookies: [] });
      const answer = await ask('/l/mine/api/x');
      expect([answer.status, (await answer.json()).code]).toEqual([403, 'role.not-allowed']);
      expect(accesses).toMatchObject([{ outcome: 'refused', tenantId: 'a' }]);
    },
  );

  it('a locked session reads nothing, and may still use what answers when locked', async () => {
    const facts = route(
      'GET',
      '/l/:launchId/api/s',
      { ...read, input: none, audit: 's', whenLocked: 'answers', who: ['clinician'] },
      async () => ({ json: 1 }),
    );
    const { ask } = await serve([read, facts], { session: { ...session, locked: true }, cookies: [] });
    expect((await ask('/l/mine/api/x')).status).toBe(423);
    expect((await ask('/l/mine/api/s')).status).toBe(200);
  });

  it('nothing leaves when the access cannot be recorded', async () => {
    const { ask, state, log } = await serve([read]);
    state.auditDown = true;
    const answer = await ask('/l/mine/api/x');
    expect(answer.status).toBe(503);
    expect(await answer.text()).not.toContain('canary-1');
    expect(log.join()).toContain('audit.unavailable');
  });

  it('a handler that throws tells nothing of its inside, in answer and log alike', async () => {
    const bad = route('GET', '/bad', { who: 'anyone', input: none, audit: { none: 'test' } }, async () => {
      throw new Error('patient Ada Martin');
    });
    const { ask, log } = await serve([bad]);
    const answer = await ask('/bad');
    const problem = await answer.json();
    expect([answer.status, problem.code]).toEqual([500, 'internal']);
    expect(problem.requestId).toBe(answer.headers.get('x-request-id'));
    expect(JSON.stringify(problem) + log.join()).not.toContain('Ada');
  });
});

describe('changes come from our own pages only', () => {
  it('passes with header and origin', async () => {
    const { post } = await serve([change]);
    expect(await (await post('/l/mine/api/x/7', { text: 'a' })).json()).toEqual({ id: '7', text: 'a' });
  });

  it.each([
    [{ 'x-webside': '' }, 'csrf.header-missing'],
    [{ origin: 'https://evil.test' }, 'csrf.origin-foreign'],
    [{ origin: 'null' }, 'csrf.origin-foreign'],
    [{ 'sec-fetch-site': 'cross-site' }, 'csrf.site-foreign'],
    [{ 'sec-fetch-site': 'same-site' }, 'csrf.site-foreign'],
  ])('%j → %s', async (headers, code) => {
    const { post } = await serve([change]);
    const answer = await post('/l/mine/api/x/7', { text: 'a' }, headers);
    expect([answer.status, (await answer.json()).code]).toEqual([403, code]);
  });

  it('no body type is a way round the preflight', async () => {
    const { post } = await serve([change]);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
      expect((await post('/l/mine/api/x/7', { text: 'a' }, { 'content-type': type })).status).toBe(415);
  });
});

describe('input', () => {
  it.each([
    ['an unknown field', { text: 'a', extra: 1 }],
    ['a field that the path already names', { text: 'a', id: '8' }],
    ['a wrong type', { text: 5 }],
    ['an array', [1]],
  ])('%s → 400 that names fields and repeats no content', async (_name, body) => {
    const { post } = await serve([change]);
    const answer = await post('/l/mine/api/x/7', body);
    const problem = await answer.json();
    expect([answer.status, problem.code]).toEqual([400, 'input.invalid']);
  });

  it('a __proto__ member is refused', async () => {
    const { ask } = await serve([change]);
    const answer = await ask('/l/mine/api/x/7', {
      method: 'POST',
      body: '{"text":"a","__proto__":{"polluted":true}}',
      headers: { 'content-type': 'application/json', 'x-webside': '1', origin: 'http://localhost' },
    });
    expect(answer.status).toBe(400);
  });

  it('broken JSON is 400, too much is 413', async () => {
    const { ask, post } = await serve([change]);
    const headers = { 'content-type': 'application/json', 'x-webside': '1', origin: 'http://localhost' };
    expect((await ask('/l/mine/api/x/7', { method: 'POST', body: '{', headers })).status).toBe(400);
    expect((await post('/l/mine/api/x/7', { text: 'a'.repeat(300_000) })).status).toBe(413);
  });
});

describe('a row that another system signs', () => {
  const declared = { who: 'anyone', csrf: 'signed', audit: { none: 'test' } } as const;

  it('is given the bytes as they came, without a header or an origin of ours', async () => {
    const row = route('POST', '/hook', { ...declared, input: z.looseObject({}) }, async ({ req }) => ({
      json: { bytes: bodyBytesOf(req).toString() },
    }));
    const { ask } = await serve([row]);
    const body = '{ "a" : 1 }';
    const answer = await ask('/hook', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    expect(await answer.json()).toEqual({ bytes: body });
  });

  it('stands for nobody who is signed in', () => {
    expect(() =>
      route('POST', '/l/:launchId/api/x', { ...declared, who: ['clinician'], input: none }, async () => ({})),
    ).toThrow('a signature stands for a system');
  });
});

describe('pages', () => {
  it('are framed by their tenant alone, doors by all, answers of the API by nobody', async () => {
    const door = route(
      'GET',
      '/door',
      { who: 'anyone', input: none, audit: { none: 'test' }, framing: 'doors' },
      async () => ({ html: '<p>' }),
    );
    const page = route(
      'GET',
      '/l/:launchId/page',
      { who: ['clinician'], input: none, audit: 'p' },
      async () => ({ html: '<p>' }),
    );
    const { ask } = await serve([door, page, read]);
    const ancestors = async (path: string) =>
      (await ask(path)).headers.get('content-security-policy')?.split('frame-ancestors ')[1];
    expect(await ancestors('/door')).toBe("'self' https://a.ehr https://b.ehr");
    expect(await ancestors('/l/mine/page')).toBe("'self' https://a.ehr");
    expect(await ancestors('/l/mine/api/x')).toBe("'none'");
    expect(await ancestors('/nowhere')).toBe("'none'");
  });

  it('reach a video vendor where their tenant has one, and only with what its calls need', async () => {
    const page = route(
      'GET',
      '/l/:launchId/page',
      { who: ['clinician'], input: none, audit: 'p' },
      async () => ({ html: '<p>' }),
    );
    const policyFor = async (tenantId: string, path: string) => {
      const { ask } = await serve([page, read], { session: { ...session, tenantId }, cookies: [] });
      return (await ask(path)).headers.get('content-security-policy') ?? '';
    };
    const policy = await policyFor('with-daily', '/l/mine/page');
    expect(policy.split('; ')).toEqual(
      expect.arrayContaining([
        "script-src 'self' https://*.daily.co",
        "connect-src 'self' https://*.daily.co https://*.pluot.blue wss://*.wss.daily.co",
        "worker-src 'self' blob:",
        "object-src 'none'",
      ]),
    );
    expect(policy).not.toContain('unsafe');
    expect(await policyFor('with-daily', '/l/mine/api/x')).not.toContain('daily');
    expect(await policyFor('a', '/l/mine/page')).not.toContain('daily');
  });

  it('every answer carries the strict headers, errors too', async () => {
    const { ask } = await serve([read]);
    for (const path of ['/l/mine/api/x', '/nowhere']) {
      const { headers } = await ask(path);
      expect(headers.get('content-security-policy')).not.toMatch(/unsafe/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('permissions-policy')).toContain('camera=(self)');
      expect(headers.get('x-frame-options')).toBeNull();
      expect(headers.get('x-powered-by')).toBeNull();
    }
  });

  it('cookies have the one form that lives in an EHR’s frame', async () => {
    const set = route('GET', '/c', { who: 'anyone', input: none, audit: { none: 'test' } }, async () => ({
      cookies: [{ name: '__Host-ws-x', value: 'v', maxAge: 60 }],
      redirect: '/door',
    }));
    const { ask } = await serve([set]);
    const answer = await ask('/c');
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/door']);
    expect(answer.headers.get('set-cookie')).toBe(
      '__Host-ws-x=v; Path=/; Max-Age=60; Secure; HttpOnly; SameSite=None; Partitioned',
    );
  });
});

describe('the table itself', () => {
  it('a row for people who are signed in cannot live outside a launch', () => {
    expect(() =>
      route('GET', '/notes', { who: ['clinician'], input: none, audit: 'x' }, async () => ({})),
    ).toThrow(/l\/:launchId/);
  });
  it('two rows on one address stop the start', () => {
    expect(() => mountRoutes({} as never, [read, read])).toThrow(/twice/);
  });
});

describe('answers in pieces', () => {
  const streaming = (pulled: string[]) =>
    route(
      'GET',
      '/l/:launchId/api/lines',
      { who: ['clinician'], input: z.strictObject({}), audit: 'x.read' },
      async () => ({
        stream: {
          type: 'application/x-ndjson',
          pieces: (async function* () {
            for (const piece of ['a\n', 'b\n']) {
              pulled.push(piece);
              yield piece;
            }
          })(),
        },
      }),
    );

  it('the first piece leaves after the audit row, and without one nothing leaves', async () => {
    const pulled: string[] = [];
    const { ask, accesses, state } = await serve([streaming(pulled)]);
    state.auditDown = true;
    expect((await ask('/l/mine/api/lines')).status).toBe(503);
    expect(pulled).toEqual([]);
    state.auditDown = false;
    const answer = await ask('/l/mine/api/lines');
    expect([await answer.text(), answer.headers.get('content-type')]).toEqual([
      'a\nb\n',
      'application/x-ndjson',
    ]);
    expect(accesses).toMatchObject([{ event: 'x.read', outcome: 'success' }]);
  });

  it('a stream that fails half way ends the connection and is on record as failed', async () => {
    const failing = route(
      'GET',
      '/l/:launchId/api/lines',
      { who: ['clinician'], input: z.strictObject({}), audit: 'x.read' },
      async () => ({
        stream: {
          type: 'text/plain',
          pieces: (async function* () {
            yield 'a';
            throw new Error('half way');
          })(),
        },
      }),
    );
    const { ask, accesses } = await serve([failing]);
    await expect(ask('/l/mine/api/lines').then((answer) => answer.text())).rejects.toThrow();
    expect(accesses.map(({ outcome }) => outcome)).toEqual(['success', 'failed']);
  });
});
