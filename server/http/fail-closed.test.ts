import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { answerFailure, answerNotFound } from './failure.ts';
import { type MountNeeds, mountRoutes } from './mount.ts';
import { strictHeaders } from './page-headers.ts';
import { giveRequestId } from './request-id.ts';
import { type Caller, EVERYONE_SIGNED_IN, type HttpRow, route } from './route.ts';
import type { Access, Session } from './session.ts';
import { createLog } from './watch.ts';

const SECRET = 'canary-of-the-handler';
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

const boom = (): never => {
  throw new Error('broken: Ada Martin');
};
const rejects = async (): Promise<never> => boom();

interface Broken {
  needs?: Partial<MountNeeds>;
  row?: Partial<HttpRow>;
}

/** The table with one part of it broken; tells whether the handler was reached. */
async function serve({ needs = {}, row = {} }: Broken) {
  const reached: string[] = [];
  const accesses: Access[] = [];
  const lines: string[] = [];
  const handle = (method: string) => async () => {
    reached.push(method);
    return {
      html: SECRET,
      cookies: [{ name: '__Host-ws-x', value: SECRET, maxAge: 60 }],
    };
  };
  const declared = { who: EVERYONE_SIGNED_IN, input: z.strictObject({}), audit: 'x.touch', activity: true };
  const rows = (['GET', 'POST'] as const).map((method) => ({
    ...route(method, '/l/:launchId/api/x', declared, handle(method)),
    ...row,
  }));
  const whole: MountNeeds = {
    publicOrigin: 'http://localhost',
    frameOrigins: () => [],
    videoVendor: () => null,
    recordAccess: async (access) => void accesses.push(access),
    sessions: { find: async () => ({ session, cookies: [] }), touch: async () => undefined },
  };
  const app = express();
  app.use(giveRequestId, strictHeaders(new URL('http://localhost')));
  app.use(mountRoutes(Object.defineProperties(whole, Object.getOwnPropertyDescriptors(needs)), rows));
  app.use(answerNotFound, answerFailure(createLog('info', { write: (line) => lines.push(line) })));
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  closers.push(() => server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/l/mine/api/x`;
  const headers = { 'content-type': 'application/json', 'x-webside': '1', origin: 'http://localhost' };
  return {
    reached,
    accesses,
    lines,
    get: () => fetch(url),
    post: () => fetch(url, { method: 'POST', body: '{}', headers }),
  };
}

async function expectNothingLeft(answer: Response, lines: string[]): Promise<void> {
  const text = await answer.text();
  expect(answer.status).toBeGreaterThanOrEqual(500);
  expect(answer.headers.get('set-cookie')).toBeNull();
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(text + lines.join('')).not.toMatch(new RegExp(`${SECRET}|Ada Martin`));
  expect(text).not.toMatch(/\bat |node_modules/);
}

it('with nothing broken both rows answer', async () => {
  const { get, post, reached } = await serve({});
  expect([(await get()).status, (await post()).status]).toEqual([200, 200]);
  expect(reached).toEqual(['GET', 'POST']);
});

const find = { touch: async () => undefined };
const brokenWho = Object.assign([...EVERYONE_SIGNED_IN], { includes: boom }) as unknown as Caller[];
const brokenSession = {
  ...session,
  get role(): never {
    return boom();
  },
};
const brokenLock = {
  ...session,
  get locked(): never {
    return boom();
  },
};

describe('a gate that breaks stays shut: the handler is not reached', () => {
  it.each<[string, Broken]>([
    ['the session look-up throws', { needs: { sessions: { ...find, find: boom } } }],
    ['the session look-up rejects', { needs: { sessions: { ...find, find: rejects } } }],
    [
      'the session look-up finds nothing it knows',
      { needs: { sessions: { ...find, find: async () => undefined as never } } },
    ],
    [
      'the role cannot be read',
      { needs: { sessions: { ...find, find: async () => ({ session: brokenSession, cookies: [] }) } } },
    ],
    ['the row’s list of roles breaks', { row: { who: brokenWho } }],
    [
      'the lock cannot be read',
      { needs: { sessions: { ...find, find: async () => ({ session: brokenLock, cookies: [] }) } } },
    ],
    ['the schema of the input throws', { row: { input: z.strictObject({}).refine(boom) } }],
  ])('%s', async (_, broken) => {
    const { get, post, reached, lines } = await serve(broken);
    await expectNothingLeft(await get(), lines);
    await expectNothingLeft(await post(), lines);
    expect(reached).toEqual([]);
  });

  it('the check for forged requests breaks', async () => {
    const needs = {
      get publicOrigin(): never {
        return boom();
      },
    };
    const { post, reached, lines } = await serve({ needs });
    await expectNothingLeft(await post(), lines);
    expect(reached).toEqual([]);
  });
});

describe('what breaks after the handler keeps its answer back', () => {
  it.each<[string, Broken]>([
    ['the record cannot be written', { needs: { recordAccess: rejects } }],
    ['the record throws at once', { needs: { recordAccess: boom } }],
    [
      'the activity cannot be counted',
      { needs: { sessions: { find: async () => ({ session, cookies: [] }), touch: rejects } } },
    ],
    ['nobody can say who may frame', { needs: { frameOrigins: boom } }],
  ])('%s', async (_, broken) => {
    const { get, post, lines } = await serve(broken);
    await expectNothingLeft(await get(), lines);
    await expectNothingLeft(await post(), lines);
  });

  it('and a refusal that cannot be recorded is no permission', async () => {
    const needs: Partial<MountNeeds> = {
      recordAccess: rejects,
      sessions: { ...find, find: async () => 'none' },
    };
    const { get, reached, lines } = await serve({ needs });
    await expectNothingLeft(await get(), lines);
    expect(reached).toEqual([]);
  });
});
