import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AppError } from '#server/errors';
import type { LawNeeds } from './answer-row.ts';
import { openRoad } from './road.ts';
import { type Answer, proxyRow } from './route.ts';
import type { Access, Session, SessionFound } from './session.ts';
import { createLog, createWatch } from './watch.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

const mine = { launchId: 'mine', tenantId: 't', role: 'clinician', locked: false } as Session;

function rowsAnswering(answer: (over: () => AbortSignal) => Answer) {
  const declared = { who: ['clinician'] as const, audit: 'fhir.read' };
  const read = { ...declared, input: z.strictObject({ id: z.string() }) };
  const search = { ...declared, input: z.strictObject({ code: z.string().optional() }) };
  return [
    proxyRow('Condition', '/l/:launchId/fhir/Condition/:id', read, async ({ over }) => answer(over)),
    proxyRow('Condition', '/l/:launchId/fhir/Condition', search, async ({ over }) => answer(over)),
  ];
}

async function serve(
  over: Partial<LawNeeds> & { session?: SessionFound; answer?: (over: () => AbortSignal) => Answer } = {},
) {
  const accesses: Access[] = [];
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => lines.push(line) });
  const { session = { session: mine, cookies: [] }, answer, ...law } = over;
  const road = openRoad({
    law: {
      publicOrigin: 'http://localhost',
      sessions: { find: async () => session, touch: async () => undefined },
      recordAccess: async (access) => void accesses.push(access),
      mayRecordStranger: () => true,
      ...law,
    },
    rows: rowsAnswering(answer ?? (() => ({ text: { body: '{"é":1}', type: 'application/fhir+json' } }))),
    watch: createWatch(log),
    log,
    headers: [['cache-control', 'no-store']],
    addressOf: () => '192.0.2.7',
  });
  const server = createServer((req, res) => {
    if (!road(req, res)) res.writeHead(418).end();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  closers.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  const ask = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, init);
  return { ask, accesses, lines };
}

describe('the FHIR road', () => {
  it('answers a read with its headers, on record with the caller’s address', async () => {
    const { ask, accesses } = await serve();
    const answer = await ask('/l/mine/fhir/Condition/c1');
    const names = ['content-type', 'cache-control', 'content-length'].map((name) => answer.headers.get(name));
    expect(names).toEqual(['application/fhir+json; charset=utf-8', 'no-store', '8']);
    expect(await answer.json()).toEqual({ é: 1 });
    const requestId = answer.headers.get('x-request-id');
    expect(accesses).toMatchObject([
      { event: 'fhir.read', outcome: 'success', requestId, address: '192.0.2.7' },
    ]);
  });

  it.each([
    ['/l/mine/fhir/Condition/c1', 'HEAD'],
    ['/l/mine/fhir/Condition', 'POST'],
    ['/l/mine/fhir/Encounter', 'GET'],
    ['/l/mine/fhir/Condition/c1/_history', 'GET'],
    ['/l/mine/fhir/Condition%2Fc1', 'GET'],
    ['/l/mine/fhir/', 'GET'],
    ['/x/l/mine/fhir/Condition', 'GET'],
  ])('leaves %s %s to whoever comes next', async (path, method) => {
    const { ask, accesses } = await serve();
    expect((await ask(path, { method })).status).toBe(418);
    expect(accesses).toEqual([]);
  });

  it.each<[string, SessionFound, number]>([
    ['nobody', 'none', 401],
    ['another launch', 'mismatch', 403],
    ['another role', { session: { ...mine, role: 'guest' }, cookies: [] }, 403],
    ['a locked screen', { session: { ...mine, locked: true }, cookies: [] }, 423],
  ])('refuses %s in words', async (_, session, status) => {
    const { ask, accesses } = await serve({ session });
    const answer = await ask('/l/mine/fhir/Condition/c1');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      status,
      'application/problem+json; charset=utf-8',
    ]);
    expect(accesses).toMatchObject([{ outcome: 'refused' }]);
  });

  it.each(['?code=a&code=b', '?x=1', '?__proto__=1'])('refuses the query %s', async (query) => {
    const { ask } = await serve();
    expect((await ask(`/l/mine/fhir/Condition${query}`)).status).toBe(400);
    expect((await ask('/l/mine/fhir/Condition?code=a')).status).toBe(200);
  });

  it.each(['read to its end', 'left half way'])('tells the row of an attachment that is %s', async (how) => {
    const ended = Promise.withResolvers<boolean>();
    async function* pieces() {
      yield Buffer.from('the first');
      // Whoever leaves does so before the last piece.
      if (how === 'left half way') await ended.promise;
      yield Buffer.from(', the last');
    }
    const { ask } = await serve({
      answer: (over) => {
        const signal = over();
        signal.addEventListener('abort', () => ended.resolve(signal.aborted));
        return { attachment: { pieces: pieces(), type: 'text/plain' } };
      },
    });
    const answer = await ask('/l/mine/fhir/Condition/c1');
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment/);
    if (how === 'left half way') await answer.body?.cancel();
    else expect(await answer.text()).toBe('the first, the last');
    expect(await ended.promise).toBe(true);
  });

  it('lets a part of an attachment never look like the whole', async () => {
    async function* pieces() {
      yield Buffer.from('the first');
      throw new Error('Ada Martin');
    }
    const { ask, lines } = await serve({
      answer: () => ({ attachment: { pieces: pieces(), type: 'text/plain' } }),
    });
    await expect(ask('/l/mine/fhir/Condition/c1').then((answer) => answer.text())).rejects.toThrow();
    expect(lines.join('')).toContain('request failed');
    expect(lines.join('')).not.toContain('Ada Martin');
  });

  it('gives nothing when the access cannot be recorded, and tells nothing of a failure', async () => {
    const refusal = new AppError('unavailable', 'audit.unavailable', 'Not now.');
    const unrecorded = await serve({ recordAccess: () => Promise.reject(refusal) });
    expect((await unrecorded.ask('/l/mine/fhir/Condition/c1')).status).toBe(503);
    const broken = await serve({
      answer: () => {
        throw new Error('Ada Martin');
      },
    });
    const answer = await broken.ask('/l/mine/fhir/Condition/c1');
    expect([answer.status, (await answer.text()) + broken.lines.join('')]).toEqual([
      500,
      expect.not.stringContaining('Ada Martin'),
    ]);
  });
});
