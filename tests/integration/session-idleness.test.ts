// A session locks when nobody touches it, and opens for the person it belongs to.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MINUTE, startTwoInstances, type TwoInstances } from '../fixtures/two-instances.ts';
import { failureOf, Visitor } from '../fixtures/visitor.ts';

let two: TwoInstances;
beforeAll(async () => {
  two = await startTwoInstances();
});
afterAll(() => two.close());

describe('idleness', () => {
  it('warns at 13 and locks at 15 minutes, by the server’s clock, whatever is polled', async () => {
    const { visitor, launchId } = await two.comeIn();
    const first = await two.viewAt(two.house, visitor, launchId);
    expect(Date.parse(first.warnAt) - Date.parse(first.now)).toBeGreaterThan(13 * MINUTE - 5_000);
    expect(Date.parse(first.lockAt) - Date.parse(first.warnAt)).toBe(2 * MINUTE);
    for (let minute = 1; minute < 15; minute += 1) {
      two.skip(MINUTE);
      expect((await two.viewAt(two.house, visitor, launchId)).locked).toBe(false);
    }
    two.skip(MINUTE);
    const view = await two.viewAt(two.house, visitor, launchId);
    expect([view.locked, view.role]).toEqual([true, 'clinician']);
    const banner = await two.at(two.house, visitor, launchId).get('banner');
    expect([banner.status, await banner.json()]).toMatchObject([423, { code: 'session.locked' }]);
  });

  it('a key pressed in time extends, again and again; too late it does not', async () => {
    const { visitor, launchId } = await two.comeIn();
    const api = two.at(two.house, visitor, launchId);
    for (let turn = 0; turn < 10; turn += 1) {
      two.skip(14 * MINUTE);
      const answer = await api.post('activity');
      expect(answer.status).toBe(200);
      const { warnAt, lockAt } = (await answer.json()) as Record<'warnAt' | 'lockAt', string>;
      expect(Date.parse(lockAt) - Date.parse(warnAt)).toBe(2 * MINUTE);
      expect((await two.viewAt(two.house, visitor, launchId)).locked).toBe(false);
    }
    two.skip(15 * MINUTE);
    expect((await api.post('activity')).status).toBe(423);
    expect((await two.viewAt(two.house, visitor, launchId)).locked).toBe(true);
  });

  it('activity at one instance counts at the other', async () => {
    const { visitor, launchId } = await two.comeIn();
    two.skip(14 * MINUTE);
    await two.at(two.second, visitor, launchId).post('activity');
    two.skip(10 * MINUTE);
    expect((await two.viewAt(two.house, visitor, launchId)).locked).toBe(false);
  });
});

describe('unlocking', () => {
  async function lockedSession() {
    const came = await two.comeIn();
    two.skip(15 * MINUTE + 1_000);
    expect((await two.viewAt(two.house, came.visitor, came.launchId)).locked).toBe(true);
    return came;
  }
  async function unlock(visitor: Visitor, launchId: string) {
    const answer = await two.at(two.house, visitor, launchId).post('unlock');
    const { redirect } = (await answer.json()) as { redirect: string };
    expect(redirect).toMatch(/^\/smart\/authorize\/[\w-]{22}$/);
    return visitor.follow(two.house.appUrl + redirect);
  }

  it('the same person opens it again: same launch, new id, identity asked for anew', async () => {
    const { visitor, launchId } = await lockedSession();
    const before = two.cookieOf(visitor, launchId);
    const arrived = await unlock(visitor, launchId);
    expect(new URL(arrived.url).pathname).toBe(`/l/${launchId}/`);
    expect(two.cookieOf(visitor, launchId)).not.toBe(before);
    expect((await two.viewAt(two.house, visitor, launchId)).locked).toBe(false);
    const authorize = two.ehr.requestsTo('/oauth2/authorize').at(-1)?.query;
    expect([authorize?.get('prompt'), authorize?.get('launch'), authorize?.get('scope')]).toEqual([
      'login',
      null,
      'openid fhirUser',
    ]);
    const old = new Visitor();
    old.jars.set(two.house.appUrl, new Map([[`__Host-ws-${launchId}`, before]]));
    expect(await two.statusAt(two.house, old, launchId)).toBe(401);
  });

  it('another person does not', async () => {
    const { visitor, launchId } = await lockedSession();
    two.ehr.settings.sub = 'somebody-else';
    const arrived = await unlock(visitor, launchId);
    expect(failureOf(arrived)).toBe('other-person');
    expect(arrived.page).toContain(`href="/l/${launchId}/"`);
    expect((await two.viewAt(two.house, visitor, launchId)).locked).toBe(true);
  });

  it('nor does an EHR that last asked for a password before the lock', async () => {
    const { visitor, launchId } = await lockedSession();
    two.ehr.lies.idToken = async ({ clientId, nonce }) => {
      const { SignJWT } = await import('jose');
      const now = Math.floor(Date.now() / 1000);
      const claims = {
        iss: two.ehr.issuer,
        sub: two.ehr.settings.sub,
        aud: clientId,
        nonce,
        iat: now,
        exp: now + 300,
        auth_time: now - 40_000,
      };
      return new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', kid: 'one-1' })
        .sign(two.ehr.keys.privateKey);
    };
    expect(failureOf(await unlock(visitor, launchId))).toBe('id-token-invalid');
    delete two.ehr.lies.idToken;
    expect((await two.viewAt(two.house, visitor, launchId)).locked).toBe(true);
  });

  it('no second session comes of it, and the tokens of the check are handed back', async () => {
    const { visitor, launchId } = await lockedSession();
    const before = await two.countLaunches();
    await unlock(visitor, launchId);
    expect(await two.countLaunches()).toBe(before);
    await expect.poll(() => two.ehr.requestsTo('/oauth2/revoke').length).toBeGreaterThan(0);
  });
});
