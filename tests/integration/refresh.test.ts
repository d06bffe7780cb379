// Refreshing under bad luck: short tokens, odd answers, a database that hiccups, a session that ends meanwhile,
// an EHR that is slow or away. What the EHR has given is never lost, and it is asked no more than needed.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Says, type SmallEhr, startSmallEhr } from '../fixtures/small-ehr.ts';
import { entryFor, launchUrl, type SmallHouse, startSmallHouse } from '../fixtures/small-house.ts';
import { launchIdOf, Visitor } from '../fixtures/visitor.ts';

const HOUR = 3_600_000;
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
afterEach(() => {
  for (const name of Object.keys(ehr.lies)) delete ehr.lies[name as keyof typeof ehr.lies];
  ehr.settings.expiresIn = 3600;
});

const refreshes = () =>
  ehr.requestsTo('/oauth2/token').filter(({ form }) => form.get('grant_type') === 'refresh_token').length;
const ask = (launchId: string, options?: { rejected: string }) =>
  house.context.smart.tokens.accessToken(launchId, options);

async function comeIn() {
  const visitor = new Visitor();
  return { visitor, launchId: launchIdOf(await visitor.follow(launchUrl(house, ehr))) };
}
const logOut = (visitor: Visitor, launchId: string) =>
  visitor.go(`${house.appUrl}/l/${launchId}/api/logout`, {
    method: 'POST',
    body: '{}',
    headers: { 'x-webside': '1', origin: house.appUrl, 'content-type': 'application/json' },
  });
async function grantOf(launchId: string) {
  const { rows } = await house.context.database.db.execute<{
    state: string;
    version: number;
    token: unknown;
  }>(`SELECT state, version, access_token AS token FROM grants WHERE launch_id = '${launchId}'`);
  return rows[0];
}
/** Once nobody holds the lease: a refresh in the background has come to its end. */
async function settled(launchId: string): Promise<void> {
  const lease = async () =>
    (
      await house.context.database.db.execute<{ holder: string | null }>(
        `SELECT refreshing_by AS holder FROM grants WHERE launch_id = '${launchId}'`,
      )
    ).rows[0]?.holder;
  await expect.poll(lease).toBeNull();
}
/** Answers refreshes once `release` is called. */
function holdRefreshes() {
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  ehr.lies.token = async ({ form }, honest) => {
    if (form.get('grant_type') === 'refresh_token') await held;
    return honest;
  };
  return release;
}

describe('how often', () => {
  it.each([60, 85, 300])('a token of %d seconds is not refreshed while it is young', async (seconds) => {
    ehr.settings.expiresIn = seconds;
    const { launchId } = await comeIn();
    const before = refreshes();
    for (let call = 0; call < 20; call += 1) await ask(launchId);
    await settled(launchId);
    expect(refreshes() - before).toBe(0);
  });

  it('and is, in its last third', async () => {
    ehr.settings.expiresIn = 60;
    const { launchId } = await comeIn();
    const [before, first] = [refreshes(), await ask(launchId)];
    house.skipTime(35_000);
    expect(await ask(launchId)).toBe(first);
    await settled(launchId);
    expect(refreshes() - before).toBe(0);
    house.skipTime(10_000);
    await ask(launchId);
    await expect.poll(() => ask(launchId)).not.toBe(first);
    expect(refreshes() - before).toBe(1);
  });

  it('after a failure the EHR is left alone while the token holds, and asked again when it does not', async () => {
    const { launchId } = await comeIn();
    const first = await ask(launchId);
    house.skipTime(HOUR - 50_000);
    ehr.lies.tokenDown = true;
    const before = refreshes();
    for (let call = 0; call < 20; call += 1) {
      expect(await ask(launchId)).toBe(first);
      await settled(launchId);
    }
    expect(refreshes() - before).toBe(1);
    house.skipTime(50_000);
    delete ehr.lies.tokenDown;
    expect(await ask(launchId)).not.toBe(first);
  });
});

describe('a slow EHR', () => {
  it('keeps nobody waiting while the token holds', async () => {
    const { launchId } = await comeIn();
    const first = await ask(launchId);
    house.skipTime(HOUR - 30_000);
    const release = holdRefreshes();
    expect(await ask(launchId)).toBe(first);
    expect(await ask(launchId)).toBe(first);
    release();
    await expect.poll(() => ask(launchId)).not.toBe(first);
  });

  it('or one whose discovery fails is refreshed at the addresses known last', async () => {
    const { launchId } = await comeIn();
    const first = await ask(launchId);
    house.skipTime(30 * HOUR);
    ehr.lies.discovery = () => ({ status: 503 });
    expect(await ask(launchId)).not.toBe(first);
  });

  it('whose discovery fails is not asked for it again by everybody at once', async () => {
    house.skipTime(2 * HOUR);
    const asked = () => ehr.requestsTo('/fhir/.well-known/smart-configuration').length;
    ehr.lies.discovery = () => ({ status: 404, json: {} });
    const before = asked();
    const launches = 8;
    for (let turn = 0; turn < launches; turn += 1) await new Visitor().follow(launchUrl(house, ehr));
    expect(asked() - before).toBeGreaterThan(0);
    expect(asked() - before).toBeLessThan(launches / 2);
    delete ehr.lies.discovery;
    house.skipTime(31_000);
    await comeIn();
  });
});

describe('what the EHR has given', () => {
  it.each<[string, object]>([
    ['an id_token that is none', { id_token: 'x.y.z' }],
    ['an id_token that is no text', { id_token: 7 }],
    ['a lifetime in words', { expires_in: 'soon' }],
    ['a scope that is no text', { scope: ['a'] }],
  ])('is not lost over %s', async (_, odd) => {
    const { launchId } = await comeIn();
    const first = await ask(launchId);
    for (let round = 0; round < 2; round += 1) {
      house.skipTime(HOUR + 1_000);
      ehr.lies.token = (_seen, honest): Says => ({ ...honest, json: { ...(honest.json as object), ...odd } });
      expect(await ask(launchId)).not.toBe(first);
    }
    expect((await grantOf(launchId))?.version).toBe(2);
  });

  it.each([1, 4])('is not lost when the database fails %d times at that moment', async (times) => {
    const { launchId } = await comeIn();
    const first = await ask(launchId);
    house.skipTime(HOUR + 1_000);
    const { vault } = house.context.database;
    const honest = vault.seal;
    let left = times;
    vault.seal = async (place, plain) => {
      if (place.table !== 'grants' || left === 0) return honest(place, plain);
      left -= 1;
      throw new Error('the database is away');
    };
    const before = refreshes();
    const fresh = await ask(launchId);
    expect(fresh).not.toBe(first);
    house.context.smart.tokens.forget(launchId);
    expect(await ask(launchId)).toBe(fresh);
    await expect.poll(async () => (await grantOf(launchId))?.version, { timeout: 20_000 }).toBe(1);
    vault.seal = honest;
    house.context.smart.tokens.forget(launchId);
    expect(await ask(launchId)).toBe(fresh);
    expect(refreshes() - before).toBe(1);
    house.skipTime(HOUR + 1_000);
    expect(await ask(launchId)).not.toBe(fresh);
  });

  it('is handed back when the session ended meanwhile, and nobody gets it', async () => {
    const { visitor, launchId } = await comeIn();
    house.skipTime(HOUR + 1_000);
    const release = holdRefreshes();
    const asked = refreshes();
    const refreshing = ask(launchId).catch((error: { code: string }) => error.code);
    await expect.poll(refreshes).toBe(asked + 1);
    const given = () => ehr.requestsTo('/oauth2/revoke').map(({ form }) => form.get('token'));
    const before = given().length;
    expect((await logOut(visitor, launchId)).status).toBe(200);
    await expect.poll(async () => (await grantOf(launchId))?.state).toBe('gone');
    release();
    expect(await refreshing).toBe('ehr.relaunch-needed');
    await expect.poll(async () => given().length - before).toBe(2);
    expect(new Set(given().slice(before)).size).toBe(2);
    await expect.poll(() => grantOf(launchId)).toMatchObject({ state: 'gone', token: null });
    await expect(ask(launchId)).rejects.toMatchObject({ code: 'ehr.relaunch-needed' });
  });
});

it('who was rejected does not get the same token again from a look-up that knew nothing of it', async () => {
  const { launchId } = await comeIn();
  const rejected = await ask(launchId);
  house.context.smart.tokens.forget(launchId);
  const [unknowing, given] = await Promise.all([ask(launchId), ask(launchId, { rejected })]);
  expect(unknowing).toBe(rejected);
  expect(given).not.toBe(rejected);
});
