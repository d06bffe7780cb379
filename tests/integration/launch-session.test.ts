// What a session is worth while it lasts, and that it ends: lock, unlock, renewal, hand-off, limits, log-out.
// The app's clock is moved; the EHR's is not.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SessionView } from '#domain/launch';
import { startPostgresql, type TestPostgresql } from '../fixtures/postgresql.ts';
import { type SmallEhr, startSmallEhr } from '../fixtures/small-ehr.ts';
import { entryFor, launchUrl, type SmallHouse, startSmallHouse } from '../fixtures/small-house.ts';
import { failureOf, launchIdOf, Visitor } from '../fixtures/visitor.ts';

const MINUTE = 60_000;
let ehr: SmallEhr;
let postgresql: TestPostgresql;
let houses: [SmallHouse, SmallHouse];
let house: SmallHouse;

beforeAll(async () => {
  postgresql = await startPostgresql();
  ehr = await startSmallEhr('one');
  const options = {
    tenants: [entryFor(ehr, 'one')],
    databaseUrl: await postgresql.createDatabase(),
    keysText: JSON.stringify({ current: 'k1', keys: { k1: randomBytes(32).toString('base64') } }),
  };
  houses = [await startSmallHouse(options), await startSmallHouse(options)];
  house = houses[0];
});
afterAll(async () => {
  for (const one of houses) await one.close();
  await ehr.close();
  await postgresql.stop();
});

let people = 0;
/** Somebody new comes in, so that limits of one story do not meet another's. */
async function comeIn(visitor = new Visitor(), known?: string) {
  people += 1;
  const sub = known ?? `person-${people}`;
  ehr.settings.sub = sub;
  const launchId = launchIdOf(await visitor.follow(launchUrl(house, ehr)));
  return { visitor, launchId, sub };
}
const skip = (milliseconds: number) => {
  for (const one of houses) one.skipTime(milliseconds);
};
function at(where: SmallHouse, visitor: Visitor, launchId: string) {
  const base = `${where.appUrl}/l/${launchId}`;
  const jar = visitor.jars.get(house.appUrl);
  // A second instance has another port here; behind a balancer it would be the same address.
  if (jar) visitor.jars.set(where.appUrl, jar);
  const own = { 'x-webside': '1', origin: where.appUrl, 'content-type': 'application/json' };
  return {
    get: (path: string) => visitor.go(`${base}/api/${path}`),
    post: (path: string, body: object = {}) =>
      visitor.go(`${base}/api/${path}`, { method: 'POST', body: JSON.stringify(body), headers: own }),
  };
}
async function viewAt(where: SmallHouse, visitor: Visitor, launchId: string): Promise<SessionView> {
  return (await (await at(where, visitor, launchId).get('session')).json()) as SessionView;
}
const statusAt = async (where: SmallHouse, visitor: Visitor, launchId: string) =>
  (await at(where, visitor, launchId).get('session')).status;
const cookieOf = (visitor: Visitor, launchId: string) =>
  visitor.cookie(house.appUrl, `__Host-ws-${launchId}`) ?? '';

describe('idleness', () => {
  it('warns at 13 and locks at 15 minutes, by the server’s clock, whatever is polled', async () => {
    const { visitor, launchId } = await comeIn();
    const first = await viewAt(house, visitor, launchId);
    expect(Date.parse(first.warnAt) - Date.parse(first.now)).toBeGreaterThan(13 * MINUTE - 5_000);
    expect(Date.parse(first.lockAt) - Date.parse(first.warnAt)).toBe(2 * MINUTE);
    for (let minute = 1; minute < 15; minute += 1) {
      skip(MINUTE);
      expect((await viewAt(house, visitor, launchId)).locked).toBe(false);
    }
    skip(MINUTE);
    const view = await viewAt(house, visitor, launchId);
    expect([view.locked, view.role]).toEqual([true, 'clinician']);
    const banner = await at(house, visitor, launchId).get('banner');
    expect([banner.status, await banner.json()]).toMatchObject([423, { code: 'session.locked' }]);
  });

  it('a key pressed in time extends, again and again; too late it does not', async () => {
    const { visitor, launchId } = await comeIn();
    const api = at(house, visitor, launchId);
    for (let turn = 0; turn < 10; turn += 1) {
      skip(14 * MINUTE);
      const answer = await api.post('activity');
      expect(answer.status).toBe(200);
      const { warnAt, lockAt } = (await answer.json()) as Record<'warnAt' | 'lockAt', string>;
      expect(Date.parse(lockAt) - Date.parse(warnAt)).toBe(2 * MINUTE);
      expect((await viewAt(house, visitor, launchId)).locked).toBe(false);
    }
    skip(15 * MINUTE);
    expect((await api.post('activity')).status).toBe(423);
    expect((await viewAt(house, visitor, launchId)).locked).toBe(true);
  });

  it('activity at one instance counts at the other', async () => {
    const { visitor, launchId } = await comeIn();
    skip(14 * MINUTE);
    await at(houses[1], visitor, launchId).post('activity');
    skip(10 * MINUTE);
    expect((await viewAt(house, visitor, launchId)).locked).toBe(false);
  });
});

describe('unlocking', () => {
  async function lockedSession() {
    const came = await comeIn();
    skip(15 * MINUTE + 1_000);
    expect((await viewAt(house, came.visitor, came.launchId)).locked).toBe(true);
    return came;
  }
  async function unlock(visitor: Visitor, launchId: string) {
    const answer = await at(house, visitor, launchId).post('unlock');
    const { redirect } = (await answer.json()) as { redirect: string };
    expect(redirect).toMatch(/^\/smart\/authorize\/[\w-]{22}$/);
    return visitor.follow(house.appUrl + redirect);
  }

  it('the same person opens it again: same launch, new id, identity asked for anew', async () => {
    const { visitor, launchId } = await lockedSession();
    const before = cookieOf(visitor, launchId);
    const arrived = await unlock(visitor, launchId);
    expect(new URL(arrived.url).pathname).toBe(`/l/${launchId}/`);
    expect(cookieOf(visitor, launchId)).not.toBe(before);
    expect((await viewAt(house, visitor, launchId)).locked).toBe(false);
    const authorize = ehr.requestsTo('/oauth2/authorize').at(-1)?.query;
    expect([authorize?.get('prompt'), authorize?.get('launch'), authorize?.get('scope')]).toEqual([
      'login',
      null,
      'openid fhirUser',
    ]);
    const old = new Visitor();
    old.jars.set(house.appUrl, new Map([[`__Host-ws-${launchId}`, before]]));
    expect(await statusAt(house, old, launchId)).toBe(401);
  });

  it('another person does not', async () => {
    const { visitor, launchId } = await lockedSession();
    ehr.settings.sub = 'somebody-else';
    const arrived = await unlock(visitor, launchId);
    expect(failureOf(arrived)).toBe('other-person');
    expect(arrived.page).toContain(`href="/l/${launchId}/"`);
    expect((await viewAt(house, visitor, launchId)).locked).toBe(true);
  });

  it('nor does an EHR that last asked for a password before the lock', async () => {
    const { visitor, launchId } = await lockedSession();
    ehr.lies.idToken = async ({ clientId, nonce }) => {
      const { SignJWT } = await import('jose');
      const now = Math.floor(Date.now() / 1000);
      const claims = {
        iss: ehr.issuer,
        sub: ehr.settings.sub,
        aud: clientId,
        nonce,
        iat: now,
        exp: now + 300,
        auth_time: now - 40_000,
      };
      return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'one-1' }).sign(ehr.keys.privateKey);
    };
    expect(failureOf(await unlock(visitor, launchId))).toBe('id-token-invalid');
    delete ehr.lies.idToken;
    expect((await viewAt(house, visitor, launchId)).locked).toBe(true);
  });

  it('no second session comes of it, and the tokens of the check are handed back', async () => {
    const { visitor, launchId } = await lockedSession();
    const before = await countLaunches();
    await unlock(visitor, launchId);
    expect(await countLaunches()).toBe(before);
    await expect.poll(() => ehr.requestsTo('/oauth2/revoke').length).toBeGreaterThan(0);
  });
});

async function countLaunches(): Promise<number> {
  const { rows } = await house.context.database.db.execute<{ n: number }>(
    'SELECT count(*)::int AS n FROM launches',
  );
  return rows[0]?.n ?? 0;
}

describe('the id in the cookie', () => {
  it('is renewed before the hour; the old one lives out half a minute and no more', async () => {
    const { visitor, launchId } = await comeIn();
    const first = cookieOf(visitor, launchId);
    for (let turn = 0; turn < 5; turn += 1) {
      skip(10 * MINUTE);
      await at(house, visitor, launchId).post('activity');
    }
    skip(5_000);
    await at(house, visitor, launchId).get('session');
    const second = cookieOf(visitor, launchId);
    expect(second).not.toBe(first);
    const old = new Visitor();
    old.jars.set(house.appUrl, new Map([[`__Host-ws-${launchId}`, first]]));
    // Not taken up yet: a request under way with the old one is served.
    expect(await statusAt(house, old, launchId)).toBe(200);
    await at(house, visitor, launchId).get('session');
    skip(20_000);
    expect(await statusAt(house, old, launchId)).toBe(200);
    skip(11_000);
    expect(await statusAt(house, old, launchId)).toBe(401);
    expect(await statusAt(house, visitor, launchId)).toBe(200);
  });

  it('a renewal whose answer got lost does not cost the session', async () => {
    const { visitor, launchId } = await comeIn();
    for (let turn = 0; turn < 4; turn += 1) {
      skip(13 * MINUTE);
      visitor.keeps = () => turn < 3;
      await at(house, visitor, launchId).post('activity');
      await at(house, visitor, launchId).get('session');
    }
    skip(40_000);
    visitor.keeps = () => true;
    const first = cookieOf(visitor, launchId);
    expect(await statusAt(house, visitor, launchId)).toBe(200);
    expect(cookieOf(visitor, launchId)).not.toBe(first);
    expect(await statusAt(house, visitor, launchId)).toBe(200);
  });

  it('fifty requests at once at the moment of renewal all pass, on two instances', async () => {
    const { visitor, launchId } = await comeIn();
    for (let turn = 0; turn < 4; turn += 1) {
      skip(12 * MINUTE + 20_000);
      await at(house, visitor, launchId).post('activity');
    }
    skip(2 * MINUTE);
    const all = await Promise.all(
      Array.from({ length: 50 }, (_, turn) => statusAt(houses[turn % 2 === 0 ? 0 : 1], visitor, launchId)),
    );
    expect(new Set(all)).toEqual(new Set([200]));
    expect(await statusAt(house, visitor, launchId)).toBe(200);
  });

  it('of one launch opens no other, and a made-up one nothing', async () => {
    const one = await comeIn();
    const other = await comeIn(one.visitor);
    const crossed = new Visitor();
    crossed.jars.set(
      house.appUrl,
      new Map([[`__Host-ws-${one.launchId}`, cookieOf(one.visitor, other.launchId)]]),
    );
    const answer = await at(house, crossed, one.launchId).get('session');
    expect([answer.status, await answer.json()]).toMatchObject([403, { code: 'session.mismatch' }]);
    crossed.jars.set(house.appUrl, new Map([[`__Host-ws-${one.launchId}`, 'A'.repeat(43)]]));
    expect(await statusAt(house, crossed, one.launchId)).toBe(401);
    expect(await statusAt(house, new Visitor(), one.launchId)).toBe(401);
  });

  it('a cookie set before the log-in is not taken over', async () => {
    const visitor = new Visitor();
    visitor.jars.set(
      house.appUrl,
      new Map([
        ['__Host-ws-browser', 'B'.repeat(43)],
        ['__Host-ws-x', 'C'.repeat(43)],
      ]),
    );
    const { launchId } = await comeIn(visitor);
    expect(cookieOf(visitor, launchId)).toMatch(/^[\w-]{43}$/);
    expect(['B'.repeat(43), 'C'.repeat(43)]).not.toContain(cookieOf(visitor, launchId));
  });

  it('is in no table of the database as it is', async () => {
    const { visitor, launchId } = await comeIn();
    const { rows } = await house.context.database.db.execute<{ all: string }>(
      "SELECT coalesce(string_agg(row_to_json(k)::text, ' '), '') AS \"all\" FROM session_keys k",
    );
    expect(rows[0]?.all).toContain(launchId);
    expect(rows[0]?.all).not.toContain(cookieOf(visitor, launchId));
    expect(rows[0]?.all).not.toContain(visitor.cookie(house.appUrl, '__Host-ws-browser'));
  });
});

describe('the end', () => {
  it('comes after twelve hours, used or not', async () => {
    const { visitor, launchId } = await comeIn();
    for (let turn = 0; turn < 59; turn += 1) {
      skip(12 * MINUTE);
      await at(house, visitor, launchId).post('activity');
    }
    expect(await statusAt(house, visitor, launchId)).toBe(200);
    skip(12 * MINUTE);
    const answer = await at(house, visitor, launchId).get('session');
    expect([answer.status, await answer.json()]).toMatchObject([401, { code: 'session.ended' }]);
    await house.context.smart.sweep();
    const { rows } = await house.context.database.db.execute<{ reason: string }>(
      `SELECT end_reason AS reason FROM launches WHERE id = '${launchId}'`,
    );
    expect(rows[0]?.reason).toBe('absolute-limit');
  });

  it('comes at once with log-out, on every instance within seconds, and the grant goes back', async () => {
    const { visitor, launchId } = await comeIn();
    expect(await statusAt(houses[1], visitor, launchId)).toBe(200);
    const before = ehr.requestsTo('/oauth2/revoke').length;
    const secret = cookieOf(visitor, launchId);
    const answer = await at(house, visitor, launchId).post('logout');
    expect([answer.status, await answer.json()]).toEqual([200, { next: null }]);
    expect(answer.headers.get('clear-site-data')).toContain('"cache"');
    expect(cookieOf(visitor, launchId)).toBe('');
    const thief = new Visitor();
    thief.jars.set(house.appUrl, new Map([[`__Host-ws-${launchId}`, secret]]));
    expect(await statusAt(house, thief, launchId)).toBe(401);
    await expect.poll(() => statusAt(houses[1], thief, launchId), { timeout: 5_000 }).toBe(401);
    await expect
      .poll(() =>
        ehr
          .requestsTo('/oauth2/revoke')
          .slice(before)
          .map(({ form }) => form.get('token')),
      )
      .toEqual([expect.stringMatching(/^refresh-one-/)]);
    await expect.poll(async () => (await grantOf(launchId))?.state).toBe('gone');
    expect(await grantOf(launchId)).toMatchObject({ access_token: null, refresh_token: null });
    await expect(house.context.smart.tokens.accessToken(launchId)).rejects.toMatchObject({
      code: 'ehr.relaunch-needed',
    });
  });

  it('log-out everywhere ends the person’s other browsers too, and nobody else’s', async () => {
    const one = await comeIn();
    const second = await comeIn(new Visitor(), one.sub);
    const stranger = await comeIn();
    await at(house, one.visitor, one.launchId).post('logout', { everywhere: true });
    expect(await statusAt(house, second.visitor, second.launchId)).toBe(401);
    await expect
      .poll(() => statusAt(houses[1], second.visitor, second.launchId), { timeout: 5_000 })
      .toBe(401);
    expect(await statusAt(house, stranger.visitor, stranger.launchId)).toBe(200);
  });

  it('a revocation that fails is tried once more, and then the tokens are erased here all the same', async () => {
    const { visitor, launchId } = await comeIn();
    ehr.lies.revokeDown = true;
    const before = ehr.requestsTo('/oauth2/revoke').length;
    await at(house, visitor, launchId).post('logout');
    await expect.poll(() => ehr.requestsTo('/oauth2/revoke').length - before).toBe(1);
    await expect.poll(async () => (await grantOf(launchId))?.revoke_attempts).toBe(1);
    expect((await grantOf(launchId))?.state).toBe('revoking');
    skip(31_000);
    await house.context.smart.sweep();
    expect(ehr.requestsTo('/oauth2/revoke').length - before).toBe(2);
    expect(await grantOf(launchId)).toMatchObject({ state: 'gone', access_token: null, refresh_token: null });
    delete ehr.lies.revokeDown;
  });

  it('a locked session can be logged out', async () => {
    const { visitor, launchId } = await comeIn();
    skip(16 * MINUTE);
    expect((await at(house, visitor, launchId).post('logout')).status).toBe(200);
  });
});

async function grantOf(launchId: string) {
  const { rows } = await house.context.database.db.execute<Record<string, unknown>>(
    `SELECT * FROM grants WHERE launch_id = '${launchId}'`,
  );
  return rows[0];
}

describe('hand-off to an own window', () => {
  const take = (visitor: Visitor, launchId: string, code: string) =>
    visitor.go(`${house.appUrl}/l/${launchId}/handoff`, {
      method: 'POST',
      body: new URLSearchParams({ code }),
      headers: { origin: house.appUrl },
    });
  async function codeFor(visitor: Visitor, launchId: string): Promise<string> {
    const answer = await at(house, visitor, launchId).post('handoff');
    const { code, expiresInSeconds } = (await answer.json()) as { code: string; expiresInSeconds: number };
    expect([code.length, expiresInSeconds]).toEqual([43, 60]);
    return code;
  }

  it('opens the same launch in the window, and the frame keeps it', async () => {
    const { visitor, launchId } = await comeIn();
    const window = new Visitor();
    const answer = await take(window, launchId, await codeFor(visitor, launchId));
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/l/${launchId}/`]);
    expect(await statusAt(house, window, launchId)).toBe(200);
    expect(await statusAt(house, visitor, launchId)).toBe(200);
    expect(cookieOf(window, launchId)).not.toBe(cookieOf(visitor, launchId));
    await at(house, window, launchId).post('logout');
    expect(await statusAt(house, visitor, launchId)).toBe(401);
  });

  it('works once, for a minute, for its own launch', async () => {
    const { visitor, launchId } = await comeIn();
    const other = await comeIn();
    const code = await codeFor(visitor, launchId);
    expect((await take(new Visitor(), other.launchId, code)).headers.get('location')).toContain(
      '/launch/error.html',
    );
    expect((await take(new Visitor(), launchId, code)).headers.get('location')).toBe(`/l/${launchId}/`);
    expect((await take(new Visitor(), launchId, code)).headers.get('location')).toContain(
      '/launch/error.html',
    );
    const late = await codeFor(visitor, launchId);
    skip(60_000);
    expect((await take(new Visitor(), launchId, late)).headers.get('location')).toContain(
      '/launch/error.html',
    );
    const ended = await codeFor(visitor, launchId);
    await at(house, visitor, launchId).post('logout');
    expect((await take(new Visitor(), launchId, ended)).headers.get('location')).toContain(
      '/launch/error.html',
    );
  });

  it('does not lengthen the launch', async () => {
    const { visitor, launchId } = await comeIn();
    for (let turn = 0; turn < 50; turn += 1) {
      skip(12 * MINUTE);
      await at(house, visitor, launchId).post('activity');
    }
    const window = new Visitor();
    await take(window, launchId, await codeFor(visitor, launchId));
    const [framed, opened] = [await viewAt(house, visitor, launchId), await viewAt(house, window, launchId)];
    expect([opened.endsAt, opened.locked]).toEqual([framed.endsAt, false]);
  });
});

describe('limits', () => {
  it('a fourth browser ends the one idle longest', async () => {
    const first = await comeIn();
    const others = [];
    for (let turn = 0; turn < 3; turn += 1) {
      skip(MINUTE);
      others.push(await comeIn(new Visitor(), first.sub));
    }
    expect(await statusAt(house, first.visitor, first.launchId)).toBe(401);
    for (const one of others) expect(await statusAt(house, one.visitor, one.launchId)).toBe(200);
  });

  it.each([{ inCall: true }, { hasUnsavedText: true }])('but never one with %o', async (hold) => {
    const first = await comeIn();
    const key = await keyOf(first.launchId);
    await house.context.smart.hold(key, hold);
    skip(MINUTE);
    const second = await comeIn(new Visitor(), first.sub);
    for (let turn = 0; turn < 2; turn += 1) {
      skip(MINUTE);
      await comeIn(new Visitor(), first.sub);
    }
    expect(await statusAt(house, first.visitor, first.launchId)).toBe(200);
    expect(await statusAt(house, second.visitor, second.launchId)).toBe(401);
  });

  it('a thirteenth launch in one browser ends the one idle longest', async () => {
    const visitor = new Visitor();
    const launches: string[] = [];
    const { sub } = await comeIn();
    for (let turn = 0; turn < 13; turn += 1) {
      skip(20_000);
      launches.push((await comeIn(visitor, sub)).launchId);
    }
    const statuses = [];
    for (const launchId of launches) statuses.push(await statusAt(house, visitor, launchId));
    expect(statuses).toEqual([401, ...Array.from({ length: 12 }, () => 200)]);
  });
});

async function keyOf(launchId: string): Promise<string> {
  const { rows } = await house.context.database.db.execute<{ id: string }>(
    `SELECT id FROM session_keys WHERE launch_id = '${launchId}'`,
  );
  return rows[0]?.id ?? '';
}
