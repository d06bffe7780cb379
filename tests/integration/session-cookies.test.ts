// Cookies of launches do not pile up, and an id that was replaced does not live on.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SmallEhr, startSmallEhr } from '../fixtures/small-ehr.ts';
import { entryFor, launchUrl, type SmallHouse, startSmallHouse } from '../fixtures/small-house.ts';
import { launchIdOf, Visitor } from '../fixtures/visitor.ts';

const MINUTE = 60_000;
let ehr: SmallEhr;
let house: SmallHouse;

beforeAll(async () => {
  ehr = await startSmallEhr('one');
  house = await startSmallHouse({ tenants: [entryFor(ehr, 'one')] });
});
afterAll(async () => {
  await house.close();
  await ehr.close();
});

const comeIn = async (visitor = new Visitor()) => ({
  visitor,
  launchId: launchIdOf(await visitor.follow(launchUrl(house, ehr))),
});
const jarOf = (visitor: Visitor) => visitor.jars.get(house.appUrl) ?? new Map<string, string>();
const keysOf = (visitor: Visitor) =>
  [...jarOf(visitor).keys()].filter((name) => !/-(login-.*|browser|refused)$/.test(name));
const loginsOf = (visitor: Visitor) => [...jarOf(visitor).keys()].filter((name) => name.includes('login-'));
function call(visitor: Visitor, launchId: string, path: string, method = 'POST') {
  const own = { 'x-webside': '1', origin: house.appUrl, 'content-type': 'application/json' };
  const init = method === 'POST' ? { method, body: '{}', headers: own } : {};
  return visitor.go(`${house.appUrl}/l/${launchId}/api/${path}`, init);
}

describe('cookies of launches', () => {
  it('are taken back when the next launch opens and theirs is over; the others stay', async () => {
    const visitor = new Visitor();
    const { launchId: ended } = await comeIn(visitor);
    const secret = jarOf(visitor).get(`__Host-ws-${ended}`) ?? '';
    const { launchId: open } = await comeIn(visitor);
    await call(visitor, ended, 'logout');
    // A frame that was closed without seeing the answer to the log-out.
    jarOf(visitor).set(`__Host-ws-${ended}`, secret);
    jarOf(visitor).set('__Host-ws-never-was-a-launch-here', 'x'.repeat(43));
    jarOf(visitor).set('__Host-ws-spoilt', 'no value of ours');
    const { launchId: last } = await comeIn(visitor);
    expect(keysOf(visitor).toSorted()).toEqual([`__Host-ws-${open}`, `__Host-ws-${last}`].toSorted());
    expect((await call(visitor, open, 'session', 'GET')).status).toBe(200);
  });

  it('never become more than the launches that may be open', async () => {
    const visitor = new Visitor();
    for (let turn = 0; turn < 20; turn += 1) await comeIn(visitor);
    expect(keysOf(visitor)).toHaveLength(12);
    for (const name of keysOf(visitor))
      expect((await call(visitor, name.replace('__Host-ws-', ''), 'session', 'GET')).status).toBe(200);
    house.skipTime(12 * 60 * MINUTE);
    await comeIn(visitor);
    expect(keysOf(visitor)).toHaveLength(1);
  });

  it('are taken back by the page of a session that is over', async () => {
    const { visitor, launchId } = await comeIn();
    house.skipTime(12 * 60 * MINUTE);
    await visitor.go(`${house.appUrl}/l/${launchId}/`);
    expect(keysOf(visitor)).toEqual([]);
  });

  it('are taken back in a window of its own, too', async () => {
    const { visitor, launchId } = await comeIn();
    const { code } = (await (await call(visitor, launchId, 'handoff')).json()) as { code: string };
    const window = new Visitor();
    window.jars.set(house.appUrl, new Map([['__Host-ws-of-long-ago', 'x'.repeat(43)]]));
    await window.go(`${house.appUrl}/l/${launchId}/handoff`, {
      method: 'POST',
      body: new URLSearchParams({ code }),
      headers: { origin: house.appUrl },
    });
    expect(keysOf(window)).toEqual([`__Host-ws-${launchId}`]);
  });
});

describe('cookies of flows', () => {
  it('are five at most; the youngest flows go on', async () => {
    const visitor = new Visitor();
    const ways = [];
    for (let turn = 0; turn < 9; turn += 1) {
      house.skipTime(1_000);
      ways.push((await visitor.follow(launchUrl(house, ehr), (url) => url.includes('/smart/callback'))).url);
    }
    expect(loginsOf(visitor)).toHaveLength(5);
    launchIdOf(await visitor.follow(ways[4] ?? ''));
    expect((await visitor.go(ways[3] ?? '')).headers.get('location')).toContain('/launch/error.html');
    launchIdOf(await visitor.follow(ways[8] ?? ''));
    expect(loginsOf(visitor)).toHaveLength(3);
  });
});

describe('an id for which a new one was offered', () => {
  it('ends ten minutes later when nobody shows the new one', async () => {
    const { visitor, launchId } = await comeIn();
    visitor.keeps = () => false;
    const statuses = [];
    for (let minute = 10; minute <= 70; minute += 10) {
      house.skipTime(10 * MINUTE);
      statuses.push((await call(visitor, launchId, 'activity')).status);
    }
    // Offered at 50 minutes.
    expect(statuses).toEqual([200, 200, 200, 200, 200, 401, 401]);
  });

  it('does not end while it is shown in time, and the next one has its own ten minutes', async () => {
    const { visitor, launchId } = await comeIn();
    for (let round = 0; round < 3; round += 1) {
      for (let turn = 0; turn < 4; turn += 1) {
        house.skipTime(10 * MINUTE);
        expect((await call(visitor, launchId, 'activity')).status).toBe(200);
      }
      // The first offer got lost on the way, one nine minutes later did not.
      visitor.keeps = () => false;
      house.skipTime(10 * MINUTE);
      expect((await call(visitor, launchId, 'activity')).status).toBe(200);
      visitor.keeps = () => true;
      house.skipTime(9 * MINUTE);
      const before = jarOf(visitor).get(`__Host-ws-${launchId}`);
      expect((await call(visitor, launchId, 'activity')).status).toBe(200);
      expect(jarOf(visitor).get(`__Host-ws-${launchId}`)).not.toBe(before);
    }
  });
});
