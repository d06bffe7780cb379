// Hand-off and unlock on the record: who, for whom, and whether it came to anything; without a record nothing
// is opened. And what is kept of a launch that is over.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SmallEhr, startSmallEhr } from '../fixtures/small-ehr.ts';
import { entryFor, launchUrl, type SmallHouse, startSmallHouse } from '../fixtures/small-house.ts';
import { failureOf, launchIdOf, Visitor } from '../fixtures/visitor.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
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

async function comeIn() {
  const visitor = new Visitor();
  return { visitor, launchId: launchIdOf(await visitor.follow(launchUrl(house, ehr))) };
}
function call(visitor: Visitor, launchId: string, path: string, method = 'POST') {
  const own = { 'x-webside': '1', origin: house.appUrl, 'content-type': 'application/json' };
  const init = method === 'POST' ? { method, body: '{}', headers: own } : {};
  return visitor.go(`${house.appUrl}/l/${launchId}/api/${path}`, init);
}
const statusOf = async (visitor: Visitor, launchId: string) =>
  (await call(visitor, launchId, 'banner', 'GET')).status;
async function codeFor(visitor: Visitor, launchId: string): Promise<string> {
  return ((await (await call(visitor, launchId, 'handoff')).json()) as { code: string }).code;
}
const take = (window: Visitor, launchId: string, code: string) =>
  window.go(`${house.appUrl}/l/${launchId}/handoff`, {
    method: 'POST',
    body: new URLSearchParams({ code }),
    headers: { origin: house.appUrl },
  });
async function startUnlock(visitor: Visitor, launchId: string): Promise<string> {
  const { redirect } = (await (await call(visitor, launchId, 'unlock')).json()) as { redirect: string };
  return house.appUrl + redirect;
}
async function ask<Row extends Record<string, unknown>>(sql: string): Promise<Row[]> {
  return (await house.context.database.db.execute<Row>(sql)).rows;
}
const recorded = (event: string) =>
  ask(`SELECT outcome, tenant_id AS tenant, person_index AS person, patient_index AS patient
       FROM audit_events WHERE event = '${event}' ORDER BY chain, seq`);
async function whileNothingIsRecorded(run: () => Promise<void>): Promise<void> {
  await ask('ALTER TABLE audit_events RENAME TO audit_events_away');
  try {
    await run();
  } finally {
    await ask('ALTER TABLE audit_events_away RENAME TO audit_events');
  }
}

describe('a hand-off', () => {
  it('is on record with its launch’s person and patient, a wrong code as refused', async () => {
    const { visitor, launchId } = await comeIn();
    const [launched] = await recorded('launch.complete');
    await take(new Visitor(), launchId, 'wrong');
    await take(new Visitor(), launchId, await codeFor(visitor, launchId));
    const rows = await recorded('session.handoff-taken');
    expect(rows.toSorted((one, other) => String(one.outcome).localeCompare(String(other.outcome)))).toEqual([
      expect.objectContaining({ outcome: 'refused', person: null, patient: null }),
      { ...launched, outcome: 'success' },
    ]);
    expect(launched).toMatchObject({
      tenant: 'one',
      person: expect.any(String),
      patient: expect.any(String),
    });
  });

  it('opens nothing while it cannot be recorded', async () => {
    const { visitor, launchId } = await comeIn();
    const code = await codeFor(visitor, launchId);
    const window = new Visitor();
    await whileNothingIsRecorded(async () => {
      const answer = await take(window, launchId, code);
      expect([answer.status, answer.headers.getSetCookie()]).toEqual([503, []]);
    });
    const keys = await ask(
      `SELECT end_reason AS reason FROM session_keys WHERE launch_id = '${launchId}' ORDER BY ended_at`,
    );
    expect(keys).toEqual([{ reason: 'not-recorded' }, { reason: null }]);
    expect(await statusOf(visitor, launchId)).toBe(200);
  });
});

describe('an unlock', () => {
  it('asks the EHR for a person, not for the session it still has', async () => {
    const { visitor, launchId } = await comeIn();
    house.skipTime(16 * MINUTE);
    const away = await visitor.follow(await startUnlock(visitor, launchId), (url) =>
      url.startsWith(ehr.origin),
    );
    const { searchParams } = new URL(away.url);
    expect([searchParams.get('prompt'), searchParams.get('max_age')]).toEqual(['login', '0']);
  });

  it('is on record when it has come about, and as somebody else’s when it has not', async () => {
    const { visitor, launchId } = await comeIn();
    house.skipTime(16 * MINUTE);
    const [launched] = await recorded('launch.complete');
    ehr.settings.sub = 'somebody-else';
    const at = await visitor.follow(await startUnlock(visitor, launchId));
    expect([failureOf(at), await statusOf(visitor, launchId)]).toEqual(['other-person', 423]);
    ehr.settings.sub = 'one-sub';
    await visitor.follow(await startUnlock(visitor, launchId));
    expect(await statusOf(visitor, launchId)).toBe(200);
    const rows = await recorded('session.unlock');
    expect(rows).toHaveLength(2);
    const [good, bad] = rows[0]?.outcome === 'success' ? rows : rows.toReversed();
    expect(good).toEqual({ ...launched, outcome: 'success' });
    expect(bad).toMatchObject({ outcome: 'refused', tenant: 'one', patient: launched?.patient });
    expect(bad?.person).not.toBe(launched?.person);
  });

  it('opens nothing while it cannot be recorded, and costs nothing', async () => {
    const { visitor, launchId } = await comeIn();
    house.skipTime(16 * MINUTE);
    expect(await statusOf(visitor, launchId)).toBe(423);
    const start = await startUnlock(visitor, launchId);
    await whileNothingIsRecorded(async () => {
      expect((await visitor.follow(start)).status).toBe(503);
    });
    // What is in memory of the old id is none of the proof.
    house.skipTime(5_000);
    expect(await statusOf(visitor, launchId)).toBe(423);
    await visitor.follow(await startUnlock(visitor, launchId));
    expect(await statusOf(visitor, launchId)).toBe(200);
  });
});

describe('what is kept of a launch', () => {
  const factsOf = async (launchId: string) =>
    (await ask<{ facts: string | null }>(`SELECT facts FROM launches WHERE id = '${launchId}'`))[0]?.facts;

  it('its tokens go with the session, who and for whom a month later, unless deliveries need it', async () => {
    const [ended, delivering, open] = [await comeIn(), await comeIn(), await comeIn()];
    await ask(`UPDATE grants SET kept_for_delivery = true WHERE launch_id = '${delivering.launchId}'`);
    for (const { visitor, launchId } of [ended, delivering]) await call(visitor, launchId, 'logout');
    const grantOf = async (launchId: string) =>
      (await ask(`SELECT state, access_token, refresh_token FROM grants WHERE launch_id = '${launchId}'`))[0];
    await expect
      .poll(() => grantOf(ended.launchId))
      .toEqual({ state: 'gone', access_token: null, refresh_token: null });
    house.skipTime(29 * DAY);
    await house.context.smart.sweep();
    expect(await factsOf(ended.launchId)).toEqual(expect.any(String));
    house.skipTime(DAY + MINUTE);
    await house.context.smart.sweep();
    expect(await factsOf(ended.launchId)).toBeNull();
    expect(await factsOf(delivering.launchId)).toEqual(expect.any(String));
    // Ended by the clock 30 days ago, swept in this very round.
    expect(await factsOf(open.launchId)).toEqual(expect.any(String));
    expect((await call(ended.visitor, ended.launchId, 'session', 'GET')).status).toBe(401);
  });
});
