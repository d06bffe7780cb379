// Fifty calls at the moment a token is due, on two instances over one PostgreSQL: one token request, and
// everybody has the new token (T15, L14). The EHR takes a refresh token once.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startPostgresql, type TestPostgresql } from '../fixtures/postgresql.ts';
import { type SmallEhr, startSmallEhr } from '../fixtures/small-ehr.ts';
import { entryFor, launchUrl, type SmallHouse, startSmallHouse } from '../fixtures/small-house.ts';
import { launchIdOf, Visitor } from '../fixtures/visitor.ts';

let postgresql: TestPostgresql;
let ehr: SmallEhr;
let houses: [SmallHouse, SmallHouse];

beforeAll(async () => {
  postgresql = await startPostgresql();
  ehr = await startSmallEhr('one');
  const options = {
    tenants: [entryFor(ehr, 'one')],
    databaseUrl: await postgresql.createDatabase(),
    keysText: JSON.stringify({ current: 'k1', keys: { k1: randomBytes(32).toString('base64') } }),
  };
  houses = [await startSmallHouse(options), await startSmallHouse(options)];
});
afterAll(async () => {
  for (const house of houses) await house.close();
  await ehr.close();
  await postgresql.stop();
});

const refreshes = () =>
  ehr.requestsTo('/oauth2/token').filter(({ form }) => form.get('grant_type') === 'refresh_token');

async function launch(): Promise<string> {
  return launchIdOf(await new Visitor().follow(launchUrl(houses[0], ehr)));
}
const skip = (milliseconds: number) => {
  for (const house of houses) house.skipTime(milliseconds);
};
const askBoth = (launchId: string, calls: number) =>
  Promise.all(
    Array.from({ length: calls }, (_, at) =>
      houses[at % 2 === 0 ? 0 : 1].context.smart.tokens.accessToken(launchId),
    ),
  );

it('asks the EHR once for fifty calls, every time the token is due', async () => {
  const launchId = await launch();
  for (let round = 1; round <= 5; round += 1) {
    const before = refreshes().length;
    // Past its end: nobody can make do with the old one.
    skip(3_600_000 + 1_000);
    const tokens = await askBoth(launchId, 50);
    expect(refreshes().length - before).toBe(1);
    expect(new Set(tokens).size).toBe(1);
  }
});

it('refreshes ahead of the end, once, while the old token still holds', async () => {
  const launchId = await launch();
  const [first] = await askBoth(launchId, 2);
  const before = refreshes().length;
  skip(3_600_000 - 91_000);
  expect(await askBoth(launchId, 50)).toEqual(Array.from({ length: 50 }, () => first));
  expect(refreshes().length - before).toBe(0);
  skip(32_000);
  // Nobody waits for the new one while the old one holds: a call gets one or the other.
  expect(new Set(await askBoth(launchId, 50)).size).toBeLessThanOrEqual(2);
  await expect.poll(async () => new Set(await askBoth(launchId, 10)).has(first ?? '')).toBe(false);
  expect(refreshes().length - before).toBe(1);
});

it('a rejected token is replaced once, however many requests met the 401', async () => {
  const launchId = await launch();
  const [rejected = ''] = await askBoth(launchId, 2);
  const before = refreshes().length;
  const tokens = await Promise.all(
    Array.from({ length: 50 }, (_, at) =>
      houses[at % 2 === 0 ? 0 : 1].context.smart.tokens.accessToken(launchId, { rejected }),
    ),
  );
  expect(refreshes().length - before).toBe(1);
  expect([new Set(tokens).size, tokens.includes(rejected)]).toEqual([1, false]);
});

it('keeps the old refresh token where the EHR gives no new one', async () => {
  ehr.settings.rotates = false;
  const launchId = await launch();
  for (let round = 0; round < 3; round += 1) {
    skip(3_600_000 + 1_000);
    await askBoth(launchId, 4);
  }
  const used = refreshes()
    .slice(-3)
    .map(({ form }) => form.get('refresh_token'));
  expect(new Set(used).size).toBe(1);
  ehr.settings.rotates = true;
});

it('says that the app must be opened again when the EHR takes the grant back, and asks no more', async () => {
  const launchId = await launch();
  ehr.lies.token = () => ({ status: 400, json: { error: 'invalid_grant' } });
  skip(3_600_000 + 1_000);
  const outcomes = await Promise.allSettled(
    Array.from({ length: 20 }, (_, at) =>
      houses[at % 2 === 0 ? 0 : 1].context.smart.tokens.accessToken(launchId),
    ),
  );
  expect(outcomes.map((one) => (one.status === 'rejected' ? one.reason.code : 'token'))).toEqual(
    Array.from({ length: 20 }, () => 'ehr.relaunch-needed'),
  );
  const before = refreshes().length;
  await expect(houses[0].context.smart.tokens.accessToken(launchId)).rejects.toMatchObject({
    code: 'ehr.relaunch-needed',
  });
  expect(refreshes().length).toBe(before);
  delete ehr.lies.token;
});

it('goes on with the token it has while the EHR does not answer, and recovers', async () => {
  const launchId = await launch();
  const [first] = await askBoth(launchId, 2);
  ehr.lies.tokenDown = true;
  skip(3_600_000 - 30_000);
  expect(await houses[0].context.smart.tokens.accessToken(launchId)).toBe(first);
  skip(31_000);
  await expect(houses[0].context.smart.tokens.accessToken(launchId)).rejects.toMatchObject({
    code: 'ehr.token-unavailable',
  });
  delete ehr.lies.tokenDown;
  expect(await houses[0].context.smart.tokens.accessToken(launchId)).not.toBe(first);
});
