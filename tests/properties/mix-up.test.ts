// Two hospitals, one of them hostile (T9, L2, L6; RFC 9700 4.4). Whatever it tries, no code, no token, no
// verifier and no assertion of the honest one reaches it, and nobody gets a session by it.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type SmallEhr, startSmallEhr } from '../fixtures/small-ehr.ts';
import { entryFor, launchUrl, type SmallHouse, startSmallHouse } from '../fixtures/small-house.ts';
import { failureOf, Visitor } from '../fixtures/visitor.ts';

let honest: SmallEhr;
let hostile: SmallEhr;
let house: SmallHouse;

beforeAll(async () => {
  honest = await startSmallEhr('honest');
  hostile = await startSmallEhr('hostile');
  house = await startSmallHouse({ tenants: [entryFor(honest, 'honest'), entryFor(hostile, 'hostile')] });
});
afterAll(async () => {
  await house.close();
  await honest.close();
  await hostile.close();
});
beforeEach(() => {
  for (const ehr of [honest, hostile]) {
    for (const name of Object.keys(ehr.lies)) delete ehr.lies[name as keyof typeof ehr.lies];
    ehr.seen.length = 0;
  }
  // Discovery is kept for an hour: a new hour, a new document.
  house.skipTime(61 * 60_000);
});

const isCallback = (url: string) => url.includes('/smart/callback/');

/** Everything the hostile one was ever told. */
function toldToHostile(): string {
  return hostile.seen
    .map(({ path, query, form, headers }) => [path, query, form, JSON.stringify(headers)].join(' '))
    .join('\n');
}

async function expectRefused(visitor: Visitor, url: string): Promise<string | null> {
  const arrived = await visitor.follow(url);
  expect(arrived.url).not.toMatch(/\/l\//);
  expect(
    [...(visitor.jars.get(house.appUrl)?.keys() ?? [])].filter((name) => /^__Host-ws-[^l]/.test(name)),
  ).toEqual([]);
  expect(toldToHostile()).not.toMatch(/code-honest|access-honest|refresh-honest/);
  return failureOf(arrived);
}

it('1: a code of the honest one that arrives at the hostile one’s address is not exchanged', async () => {
  const visitor = new Visitor();
  const atHonest = await visitor.follow(launchUrl(house, honest), isCallback);
  const atHostile = await visitor.follow(launchUrl(house, hostile), isCallback);
  const url = new URL(atHostile.url);
  url.searchParams.set('state', new URL(atHonest.url).searchParams.get('state') ?? '');
  url.searchParams.set('code', new URL(atHonest.url).searchParams.get('code') ?? '');
  expect(await expectRefused(visitor, url.href)).toBe('state-unknown');
  expect(hostile.requestsTo('/oauth2/token')).toEqual([]);
});

it('2: the hostile authorization endpoint sends the browser on to the honest one', async () => {
  const visitor = new Visitor();
  hostile.lies.redirect = (back, seen) => {
    const on = new URL(`${honest.origin}/oauth2/authorize`);
    for (const [name, value] of seen.query) on.searchParams.set(name, value);
    on.searchParams.set('client_id', 'client-honest');
    on.searchParams.set('redirect_uri', `${house.appUrl}/smart/callback/honest`);
    on.searchParams.set('state', back.searchParams.get('state') ?? '');
    return on;
  };
  expect(await expectRefused(visitor, launchUrl(house, hostile))).toBe('state-unknown');
  expect(hostile.requestsTo('/oauth2/token')).toEqual([]);
});

it('3: a discovery document that names the other one’s token endpoint is not used', async () => {
  honest.lies.discovery = (_seen, said) => ({
    json: { ...(said.json as object), token_endpoint: `${hostile.origin}/oauth2/token` },
  });
  expect(await expectRefused(new Visitor(), launchUrl(house, honest))).toBe('ehr-answer-wrong');
  expect(hostile.seen).toEqual([]);
});

it('4: a discovery document that claims the other one’s issuer is not used', async () => {
  hostile.lies.discovery = (_seen, said) => ({ json: { ...(said.json as object), issuer: honest.issuer } });
  expect(await expectRefused(new Visitor(), launchUrl(house, hostile))).toBe('ehr-answer-wrong');
  expect(hostile.requestsTo('/oauth2/authorize')).toEqual([]);
});

it('5: an answer whose iss parameter names the other one is not exchanged (RFC 9207)', async () => {
  hostile.lies.redirect = (back) => {
    back.searchParams.set('iss', honest.issuer);
    return back;
  };
  expect(await expectRefused(new Visitor(), launchUrl(house, hostile))).toBe('ehr-answer-wrong');
  expect(hostile.requestsTo('/oauth2/token')).toEqual([]);
});

it('6: an id_token of the honest one, replayed by the hostile one, makes nobody', async () => {
  hostile.lies.idToken = (input) => honest.signIdToken(input);
  expect(await expectRefused(new Visitor(), launchUrl(house, hostile))).toBe('id-token-invalid');
});

it('each still works when nobody lies, and the same subject at both is two people (T11)', async () => {
  honest.settings.sub = 'one-subject';
  hostile.settings.sub = 'one-subject';
  for (const ehr of [honest, hostile])
    expect((await new Visitor().follow(launchUrl(house, ehr))).url).toMatch(/\/l\//);
  const rows = await house.context.database.db.execute<{ n: number }>(
    'SELECT count(DISTINCT person_key)::int AS n FROM launches',
  );
  expect(rows.rows[0]?.n).toBe(2);
});
