// A session ends: by the clock, by log-out, by a limit; and how it moves to a window of its own.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MINUTE, startTwoInstances, type TwoInstances } from '../fixtures/two-instances.ts';
import { Visitor } from '../fixtures/visitor.ts';

let two: TwoInstances;
beforeAll(async () => {
  two = await startTwoInstances();
});
afterAll(() => two.close());

describe('the end', () => {
  it('comes after twelve hours, used or not', async () => {
    const { visitor, launchId } = await two.comeIn();
    for (let turn = 0; turn < 59; turn += 1) {
      two.skip(12 * MINUTE);
      await two.at(two.house, visitor, launchId).post('activity');
    }
    expect(await two.statusAt(two.house, visitor, launchId)).toBe(200);
    two.skip(12 * MINUTE);
    const answer = await two.at(two.house, visitor, launchId).get('session');
    expect([answer.status, await answer.json()]).toMatchObject([401, { code: 'session.ended' }]);
    await two.house.context.smart.sweep();
    const rows = await two.ask<{ reason: string }>(
      `SELECT end_reason AS reason FROM launches WHERE id = '${launchId}'`,
    );
    expect(rows[0]?.reason).toBe('absolute-limit');
  });

  it('comes at once with log-out, on every instance within seconds, and the grant goes back', async () => {
    const { visitor, launchId } = await two.comeIn();
    expect(await two.statusAt(two.second, visitor, launchId)).toBe(200);
    const before = two.ehr.requestsTo('/oauth2/revoke').length;
    const secret = two.cookieOf(visitor, launchId);
    const answer = await two.at(two.house, visitor, launchId).post('logout');
    expect([answer.status, await answer.json()]).toEqual([200, { next: null }]);
    expect(answer.headers.get('clear-site-data')).toContain('"cache"');
    expect(two.cookieOf(visitor, launchId)).toBe('');
    const thief = new Visitor();
    thief.jars.set(two.house.appUrl, new Map([[`__Host-ws-${launchId}`, secret]]));
    expect(await two.statusAt(two.house, thief, launchId)).toBe(401);
    await expect.poll(() => two.statusAt(two.second, thief, launchId), { timeout: 5_000 }).toBe(401);
    await expect
      .poll(() =>
        two.ehr
          .requestsTo('/oauth2/revoke')
          .slice(before)
          .map(({ form }) => form.get('token')),
      )
      .toEqual([expect.stringMatching(/^refresh-one-/)]);
    await expect.poll(async () => (await two.grantOf(launchId))?.state).toBe('gone');
    expect(await two.grantOf(launchId)).toMatchObject({ access_token: null, refresh_token: null });
    await expect(two.house.context.smart.tokens.accessToken(launchId)).rejects.toMatchObject({
      code: 'ehr.relaunch-needed',
    });
  });

  it('log-out everywhere ends the person’s other browsers too, and nobody else’s', async () => {
    const one = await two.comeIn();
    const later = await two.comeIn(new Visitor(), one.sub);
    const stranger = await two.comeIn();
    await two.at(two.house, one.visitor, one.launchId).post('logout', { everywhere: true });
    expect(await two.statusAt(two.house, later.visitor, later.launchId)).toBe(401);
    await expect
      .poll(() => two.statusAt(two.second, later.visitor, later.launchId), { timeout: 5_000 })
      .toBe(401);
    expect(await two.statusAt(two.house, stranger.visitor, stranger.launchId)).toBe(200);
  });

  it('a revocation that fails is tried once more, and then the tokens are erased here all the same', async () => {
    const { visitor, launchId } = await two.comeIn();
    two.ehr.lies.revokeDown = true;
    const before = two.ehr.requestsTo('/oauth2/revoke').length;
    await two.at(two.house, visitor, launchId).post('logout');
    await expect.poll(() => two.ehr.requestsTo('/oauth2/revoke').length - before).toBe(1);
    await expect.poll(async () => (await two.grantOf(launchId))?.revoke_attempts).toBe(1);
    expect((await two.grantOf(launchId))?.state).toBe('revoking');
    two.skip(31_000);
    await two.house.context.smart.sweep();
    expect(two.ehr.requestsTo('/oauth2/revoke').length - before).toBe(2);
    expect(await two.grantOf(launchId)).toMatchObject({
      state: 'gone',
      access_token: null,
      refresh_token: null,
    });
    delete two.ehr.lies.revokeDown;
  });

  it('a locked session can be logged out', async () => {
    const { visitor, launchId } = await two.comeIn();
    two.skip(16 * MINUTE);
    expect((await two.at(two.house, visitor, launchId).post('logout')).status).toBe(200);
  });
});

describe('hand-off to an own window', () => {
  const take = (visitor: Visitor, launchId: string, code: string) =>
    visitor.go(`${two.house.appUrl}/l/${launchId}/handoff`, {
      method: 'POST',
      body: new URLSearchParams({ code }),
      headers: { origin: two.house.appUrl },
    });
  async function codeFor(visitor: Visitor, launchId: string): Promise<string> {
    const answer = await two.at(two.house, visitor, launchId).post('handoff');
    const { code, expiresInSeconds } = (await answer.json()) as { code: string; expiresInSeconds: number };
    expect([code.length, expiresInSeconds]).toEqual([43, 60]);
    return code;
  }

  it('opens the same launch in the window, and the frame keeps it', async () => {
    const { visitor, launchId } = await two.comeIn();
    const window = new Visitor();
    const answer = await take(window, launchId, await codeFor(visitor, launchId));
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/l/${launchId}/`]);
    expect(await two.statusAt(two.house, window, launchId)).toBe(200);
    expect(await two.statusAt(two.house, visitor, launchId)).toBe(200);
    expect(two.cookieOf(window, launchId)).not.toBe(two.cookieOf(visitor, launchId));
    await two.at(two.house, window, launchId).post('logout');
    expect(await two.statusAt(two.house, visitor, launchId)).toBe(401);
  });

  it('works once, for a minute, for its own launch', async () => {
    const { visitor, launchId } = await two.comeIn();
    const other = await two.comeIn();
    const code = await codeFor(visitor, launchId);
    expect((await take(new Visitor(), other.launchId, code)).headers.get('location')).toContain(
      '/launch/error.html',
    );
    expect((await take(new Visitor(), launchId, code)).headers.get('location')).toBe(`/l/${launchId}/`);
    expect((await take(new Visitor(), launchId, code)).headers.get('location')).toContain(
      '/launch/error.html',
    );
    const late = await codeFor(visitor, launchId);
    two.skip(60_000);
    expect((await take(new Visitor(), launchId, late)).headers.get('location')).toContain(
      '/launch/error.html',
    );
    const ended = await codeFor(visitor, launchId);
    await two.at(two.house, visitor, launchId).post('logout');
    expect((await take(new Visitor(), launchId, ended)).headers.get('location')).toContain(
      '/launch/error.html',
    );
  });

  it('does not lengthen the launch', async () => {
    const { visitor, launchId } = await two.comeIn();
    for (let turn = 0; turn < 50; turn += 1) {
      two.skip(12 * MINUTE);
      await two.at(two.house, visitor, launchId).post('activity');
    }
    const window = new Visitor();
    await take(window, launchId, await codeFor(visitor, launchId));
    const [framed, opened] = [
      await two.viewAt(two.house, visitor, launchId),
      await two.viewAt(two.house, window, launchId),
    ];
    expect([opened.endsAt, opened.locked]).toEqual([framed.endsAt, false]);
  });
});

describe('limits', () => {
  it('a fourth browser ends the one idle longest', async () => {
    const first = await two.comeIn();
    const others = [];
    for (let turn = 0; turn < 3; turn += 1) {
      two.skip(MINUTE);
      others.push(await two.comeIn(new Visitor(), first.sub));
    }
    expect(await two.statusAt(two.house, first.visitor, first.launchId)).toBe(401);
    for (const one of others) expect(await two.statusAt(two.house, one.visitor, one.launchId)).toBe(200);
  });

  it.each([{ inCall: true }, { hasUnsavedText: true }])('but never one with %o', async (hold) => {
    const first = await two.comeIn();
    const key = await two.keyOf(first.launchId);
    await two.house.context.smart.hold(key, hold);
    two.skip(MINUTE);
    const later = await two.comeIn(new Visitor(), first.sub);
    for (let turn = 0; turn < 2; turn += 1) {
      two.skip(MINUTE);
      await two.comeIn(new Visitor(), first.sub);
    }
    expect(await two.statusAt(two.house, first.visitor, first.launchId)).toBe(200);
    expect(await two.statusAt(two.house, later.visitor, later.launchId)).toBe(401);
  });

  it('a thirteenth launch in one browser ends the one idle longest', async () => {
    const visitor = new Visitor();
    const launches: string[] = [];
    const { sub } = await two.comeIn();
    for (let turn = 0; turn < 13; turn += 1) {
      two.skip(20_000);
      launches.push((await two.comeIn(visitor, sub)).launchId);
    }
    const statuses = [];
    for (const launchId of launches) statuses.push(await two.statusAt(two.house, visitor, launchId));
    expect(statuses).toEqual([401, ...Array.from({ length: 12 }, () => 200)]);
  });
});
