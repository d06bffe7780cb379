// What nobody in particular can do to the doors: fill tables, lock others out, have their words shown to
// somebody else, send what no database takes, or answer in another EHR's name.
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Says, type SmallEhr, startSmallEhr } from '../fixtures/small-ehr.ts';
import { entryFor, launchUrl, type SmallHouse, startSmallHouse } from '../fixtures/small-house.ts';
import { failureOf, launchIdOf, textOf, Visitor } from '../fixtures/visitor.ts';

const MINUTE = 60_000;
let ehr: SmallEhr;
let other: SmallEhr;
let house: SmallHouse;

beforeAll(async () => {
  ehr = await startSmallEhr('one');
  other = await startSmallEhr('two');
  house = await startSmallHouse({ tenants: [entryFor(ehr, 'one'), entryFor(other, 'two')] });
});
afterAll(async () => {
  await house.close();
  await ehr.close();
  await other.close();
});
afterEach(() => {
  for (const name of Object.keys(ehr.lies)) delete ehr.lies[name as keyof typeof ehr.lies];
  house.skipTime(2 * MINUTE);
});

async function count(table: string): Promise<number> {
  const { rows } = await house.context.database.db.execute<{ n: number }>(
    `SELECT count(*)::int AS n FROM ${table}`,
  );
  return rows[0]?.n ?? 0;
}
const go = (path: string) => fetch(house.appUrl + path, { redirect: 'manual' });
async function failOften(times = 40): Promise<number[]> {
  const statuses = [];
  for (let turn = 0; turn < times; turn += 1)
    statuses.push((await go('/launch/ehr.html?iss=https://nobody.example&launch=x')).status);
  return statuses;
}
/** A launch as far as the EHR, and the state it carries. */
async function begin(visitor: Visitor): Promise<string> {
  const away = await visitor.follow(launchUrl(house, ehr), (url) => url.startsWith(ehr.origin));
  return new URL(away.url).searchParams.get('state') ?? '';
}

describe('failures of one address', () => {
  it('refuse further failures, but neither a good launch nor one that is on its way back', async () => {
    const visitor = new Visitor();
    const back = await visitor.follow(launchUrl(house, ehr), (url) => url.includes('/smart/callback'));
    expect((await failOften()).slice(29, 31)).toEqual([303, 429]);
    launchIdOf(await new Visitor().follow(launchUrl(house, ehr)));
    launchIdOf(await visitor.follow(back.url));
  });

  it('write no row past the limit, whatever the address asked for', async () => {
    await failOften();
    const before = [await count('door_failures'), await count('audit_events'), await count('login_flows')];
    const statuses = new Set<number>();
    for (let turn = 0; turn < 40; turn += 1) {
      statuses.add((await go(`/l/nobody-${turn}-nobody-nobody/`)).status);
      statuses.add((await go(`/smart/callback/one?state=x${turn}&code=y`)).status);
      statuses.add((await go(`/smart/authorize/nobody-${turn}-nobody-nobody`)).status);
    }
    expect([...statuses]).toEqual([429]);
    expect([await count('door_failures'), await count('audit_events'), await count('login_flows')]).toEqual(
      before,
    );
  });

  it('still tell somebody whose session is over just that', async () => {
    await failOften();
    const answer = await go('/l/a-launch-of-long-ago/');
    expect([answer.status, await answer.text()]).toEqual([429, expect.stringContaining('session-none ·')]);
  });
});

it('one EHR launches fifty times a second, and another none the less', async () => {
  const door = async (at: SmallEhr) => (await fetch(launchUrl(house, at), { redirect: 'manual' })).status;
  // The clock stands, or a slow machine would never see fifty in a second.
  vi.useFakeTimers({ toFake: ['Date'] });
  try {
    const statuses = [];
    for (let turn = 0; turn < 52; turn += 1) statuses.push(await door(ehr));
    expect(statuses).toEqual([...Array.from({ length: 50 }, () => 303), 429, 429]);
    expect(await door(other)).toBe(303);
    house.skipTime(1_000);
    expect(await door(ehr)).toBe(303);
  } finally {
    vi.useRealTimers();
  }
});

it('flows nobody came back from are gone after an hour, those that were used after a day', async () => {
  launchIdOf(await new Visitor().follow(launchUrl(house, ehr)));
  await begin(new Visitor());
  house.skipTime(50 * MINUTE);
  await house.context.smart.sweep();
  expect(await count('login_flows WHERE spent_at IS NULL')).toBeGreaterThan(0);
  house.skipTime(21 * MINUTE);
  await house.context.smart.sweep();
  expect(await count('login_flows WHERE spent_at IS NULL')).toBe(0);
  expect(await count('login_flows WHERE spent_at IS NOT NULL')).toBeGreaterThan(0);
  house.skipTime(25 * 60 * MINUTE);
  await house.context.smart.sweep();
  expect(await count('login_flows')).toBe(0);
});

describe('words of an error', () => {
  const WORDS = 'Call +1-900-555 to unlock';

  it('are shown to the browser they came by, for a while, and to no other', async () => {
    const visitor = new Visitor();
    const query = { state: await begin(visitor), error: 'access_denied', error_description: WORDS };
    const back = await visitor.go(`${house.appUrl}/smart/callback/one?${new URLSearchParams(query)}`);
    const page = house.appUrl + (back.headers.get('location') ?? '');
    expect(await (await visitor.go(page)).text()).toContain(WORDS);
    const [cookie = ''] = back.headers.getSetCookie().filter((line) => line.includes('refused'));
    expect(cookie).toMatch(/^__Host-ws-refused=[\w-]{22}; Path=\/; Max-Age=600; Secure; HttpOnly/);
    const stranger = await (await new Visitor().go(page)).text();
    expect(stranger).not.toContain(WORDS);
    expect(stranger).toContain('ehr-refused ·');
  });

  it('link to the EHR’s own hosts alone', async () => {
    for (const [uri, isShown] of [
      [`${ehr.origin}/help`, true],
      [`${other.origin}/help`, false],
      ['https://evil.example/phish', false],
    ] as const) {
      const visitor = new Visitor();
      const query = { state: await begin(visitor), error: 'access_denied', error_uri: uri };
      const at = await visitor.follow(`${house.appUrl}/smart/callback/one?${new URLSearchParams(query)}`);
      expect(at.page.includes(uri), uri).toBe(isShown);
    }
  });
});

describe('an error on the callback', () => {
  it.each(['https://evil.example', ''])('of issuer "%s" is not believed', async (iss) => {
    const visitor = new Visitor();
    const query = { state: await begin(visitor), error: 'access_denied', error_description: 'Lies', iss };
    const at = await visitor.follow(`${house.appUrl}/smart/callback/one?${new URLSearchParams(query)}`);
    expect([failureOf(at), textOf(at.page).includes('Lies')]).toEqual(['ehr-answer-wrong', false]);
  });

  it('without an issuer is not believed of an EHR that always names itself; with its own it is', async () => {
    ehr.lies.discovery = (_seen, honest): Says => ({
      json: { ...(honest.json as object), authorization_response_iss_parameter_supported: true },
    });
    house.skipTime(61 * MINUTE);
    for (const [iss, expected] of [
      [undefined, 'ehr-answer-wrong'],
      [ehr.issuer, 'ehr-refused'],
    ] as const) {
      const visitor = new Visitor();
      const query = { state: await begin(visitor), error: 'access_denied', ...(iss && { iss }) };
      const at = await visitor.follow(`${house.appUrl}/smart/callback/one?${new URLSearchParams(query)}`);
      expect(failureOf(at)).toBe(expected);
    }
    delete ehr.lies.discovery;
    house.skipTime(61 * MINUTE);
  });
});

describe('what no database takes', () => {
  it.each([
    '/launch/error.html?ref=%00',
    '/launch/error.html?ref=a&ref=b',
    `/launch/error.html?ref=${'a'.repeat(65)}`,
    '/smart/authorize/%00',
    `/smart/authorize/${'a'.repeat(15)}`,
    '/smart/callback/%00?state=x',
    '/smart/callback/one?state=%00&code=%00',
    '/launch/staff.html?tenant=%00',
    '/l/%00/',
    '/l/%00/api/session',
  ])('%s is refused and breaks nothing', async (path) => {
    const { status } = await go(path);
    expect([303, 400, 401, 404]).toContain(status);
  });

  it('is no hand-off either', async () => {
    const init = { method: 'POST', redirect: 'manual', headers: { origin: house.appUrl } } as const;
    const body = new URLSearchParams({ code: '\0' });
    for (const launchId of ['%00', 'short', 'a'.repeat(65)])
      expect([303, 400]).toContain(
        (await fetch(`${house.appUrl}/l/${launchId}/handoff`, { ...init, body })).status,
      );
  });

  it('a NUL in the EHR’s scope does not cost the launch', async () => {
    ehr.lies.token = (_seen, honest): Says => ({
      ...honest,
      json: { ...(honest.json as object), scope: 'launch openid\0 fhirUser' },
    });
    launchIdOf(await new Visitor().follow(launchUrl(house, ehr)));
  });
});

it('tokens of a launch that breaks off inside are handed back', async () => {
  const { db } = house.context.database;
  const before = ehr.requestsTo('/oauth2/revoke').length;
  await db.execute('ALTER TABLE launches RENAME TO launches_away');
  try {
    const at = await new Visitor().follow(launchUrl(house, ehr));
    expect([at.status, failureOf(at)]).toEqual([500, 'internal']);
  } finally {
    await db.execute('ALTER TABLE launches_away RENAME TO launches');
  }
  await expect.poll(() => ehr.requestsTo('/oauth2/revoke').length - before).toBe(1);
});
