// The id in the cookie: renewed, bound to its launch, known to the database by its hash alone.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MINUTE, startTwoInstances, type TwoInstances } from '../fixtures/two-instances.ts';
import { Visitor } from '../fixtures/visitor.ts';

let two: TwoInstances;
beforeAll(async () => {
  two = await startTwoInstances();
});
afterAll(() => two.close());

describe('the id in the cookie', () => {
  it('is renewed before the hour; the old one lives out half a minute and no more', async () => {
    const { visitor, launchId } = await two.comeIn();
    const first = two.cookieOf(visitor, launchId);
    for (let turn = 0; turn < 5; turn += 1) {
      two.skip(10 * MINUTE);
      await two.at(two.house, visitor, launchId).post('activity');
    }
    two.skip(5_000);
    await two.at(two.house, visitor, launchId).get('session');
    const renewed = two.cookieOf(visitor, launchId);
    expect(renewed).not.toBe(first);
    const old = new Visitor();
    old.jars.set(two.house.appUrl, new Map([[`__Host-ws-${launchId}`, first]]));
    // Not taken up yet: a request under way with the old one is served.
    expect(await two.statusAt(two.house, old, launchId)).toBe(200);
    await two.at(two.house, visitor, launchId).get('session');
    two.skip(20_000);
    expect(await two.statusAt(two.house, old, launchId)).toBe(200);
    two.skip(11_000);
    expect(await two.statusAt(two.house, old, launchId)).toBe(401);
    expect(await two.statusAt(two.house, visitor, launchId)).toBe(200);
  });

  it('a renewal whose answer got lost does not cost the session', async () => {
    const { visitor, launchId } = await two.comeIn();
    for (let turn = 0; turn < 4; turn += 1) {
      two.skip(13 * MINUTE);
      visitor.keeps = () => turn < 3;
      await two.at(two.house, visitor, launchId).post('activity');
      await two.at(two.house, visitor, launchId).get('session');
    }
    two.skip(40_000);
    visitor.keeps = () => true;
    const first = two.cookieOf(visitor, launchId);
    expect(await two.statusAt(two.house, visitor, launchId)).toBe(200);
    expect(two.cookieOf(visitor, launchId)).not.toBe(first);
    expect(await two.statusAt(two.house, visitor, launchId)).toBe(200);
  });

  it('fifty requests at once at the moment of renewal all pass, on two instances', async () => {
    const { visitor, launchId } = await two.comeIn();
    for (let turn = 0; turn < 4; turn += 1) {
      two.skip(12 * MINUTE + 20_000);
      await two.at(two.house, visitor, launchId).post('activity');
    }
    two.skip(2 * MINUTE);
    const all = await Promise.all(
      Array.from({ length: 50 }, (_, turn) =>
        two.statusAt(turn % 2 === 0 ? two.house : two.second, visitor, launchId),
      ),
    );
    expect(new Set(all)).toEqual(new Set([200]));
    expect(await two.statusAt(two.house, visitor, launchId)).toBe(200);
  });

  it('of one launch opens no other, and a made-up one nothing', async () => {
    const one = await two.comeIn();
    const other = await two.comeIn(one.visitor);
    const crossed = new Visitor();
    crossed.jars.set(
      two.house.appUrl,
      new Map([[`__Host-ws-${one.launchId}`, two.cookieOf(one.visitor, other.launchId)]]),
    );
    const answer = await two.at(two.house, crossed, one.launchId).get('session');
    expect([answer.status, await answer.json()]).toMatchObject([403, { code: 'session.mismatch' }]);
    crossed.jars.set(two.house.appUrl, new Map([[`__Host-ws-${one.launchId}`, 'A'.repeat(43)]]));
    expect(await two.statusAt(two.house, crossed, one.launchId)).toBe(401);
    expect(await two.statusAt(two.house, new Visitor(), one.launchId)).toBe(401);
  });

  it('a cookie set before the log-in is not taken over', async () => {
    const visitor = new Visitor();
    visitor.jars.set(
      two.house.appUrl,
      new Map([
        ['__Host-ws-browser', 'B'.repeat(43)],
        ['__Host-ws-x', 'C'.repeat(43)],
      ]),
    );
    const { launchId } = await two.comeIn(visitor);
    expect(two.cookieOf(visitor, launchId)).toMatch(/^[\w-]{43}$/);
    expect(['B'.repeat(43), 'C'.repeat(43)]).not.toContain(two.cookieOf(visitor, launchId));
  });

  it('is in no table of the database as it is', async () => {
    const { visitor, launchId } = await two.comeIn();
    const rows = await two.ask<{ all: string }>(
      "SELECT coalesce(string_agg(row_to_json(k)::text, ' '), '') AS \"all\" FROM session_keys k",
    );
    expect(rows[0]?.all).toContain(launchId);
    expect(rows[0]?.all).not.toContain(two.cookieOf(visitor, launchId));
    expect(rows[0]?.all).not.toContain(visitor.cookie(two.house.appUrl, '__Host-ws-browser'));
  });
});
