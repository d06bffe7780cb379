// Two instances over one PostgreSQL and a real Redis: what is written and what two browsers say to each other
// crosses over; what Redis sees; one instance killed; Redis away and back.
import { randomBytes } from 'node:crypto';
import { createClient } from '@redis/client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startKillable } from '../fixtures/killable.ts';
import { startPostgresql, type TestPostgresql } from '../fixtures/postgresql.ts';
import { type Instance, startInstance, TENANT } from '../fixtures/realtime-instance.ts';
import { startRedis, type TestRedis } from '../fixtures/redis.ts';
import { fingerprint, offer } from '../fixtures/sdp.ts';
import { openPage, type Page } from '../fixtures/socket-page.ts';

let postgresql: TestPostgresql;
let redis: TestRedis;
let settings: { databaseUrl: string; keysText: string; redisUrl: string };
let first: Instance;
let second: Instance;
let visits = 0;
beforeAll(async () => {
  postgresql = await startPostgresql();
  redis = await startRedis();
  settings = {
    databaseUrl: await postgresql.createDatabase(),
    keysText: JSON.stringify({ current: 'k1', keys: { k1: randomBytes(32).toString('base64') } }),
    redisUrl: redis.url,
  };
  first = await startInstance(settings);
  second = await startInstance(settings);
});
afterAll(async () => {
  await first.close();
  await second.close();
  await redis.stop();
  await postgresql.stop();
});

function newVisit(): string {
  visits += 1;
  return `visit-${visits}`;
}
/** `portOf` says where the page connects now. */
async function enter(visitId: string, name: string, portOf: () => number): Promise<Page> {
  const member = { participantId: name, hears: [], circle: 'call' };
  await first.setMember(visitId, `${visitId}-${name}`, member);
  const { launchId, ...guest } = await first.comeIn(`${visitId}-${name}`);
  const page = openPage(
    { launchId, ...guest },
    visitId,
    () => `ws://127.0.0.1:${portOf()}/l/${launchId}/socket`,
  );
  await page.until('connected', () => page.line.state().name === 'connected');
  return page;
}
const epochOf = (page: Page, name: string) =>
  page.peers.findLast(({ peer }) => peer.participantId === name)?.peer.epoch ?? '';
const knows = (page: Page, name: string) => page.until(`${name} here`, () => epochOf(page, name) !== '');

it('what one instance writes reaches the pages of the other, once and in order', async () => {
  const visitId = newVisit();
  const pages = [
    await enter(visitId, 'ada', () => first.port),
    await enter(visitId, 'ben', () => second.port),
  ];
  for (let at = 0; at < 50; at += 1)
    await (at % 2 ? first : second).write({ tenantId: TENANT, visitId }, 'x', at);
  for (const page of pages) {
    await page.until('all', () => page.entries.length >= 50);
    expect(page.entries.map(({ body }) => body)).toEqual(Array.from({ length: 50 }, (_, at) => at));
    page.line.close();
  }
});

// Longer than chance: sealed text holds any three letters now and then.
const [ADA, BEN] = ['ada-of-a-test', 'ben-of-a-test'];

it('two pages on two instances learn of each other and exchange what they need, unseen by Redis', async () => {
  const visitId = newVisit();
  const spy = createClient({ url: redis.url });
  spy.on('error', () => undefined);
  await spy.connect();
  const seen: string[] = [];
  await spy.pSubscribe('*', (text, channel) => void seen.push(`${channel} ${text}`));
  const [ada, ben] = [
    await enter(visitId, ADA, () => first.port),
    await enter(visitId, BEN, () => second.port),
  ];
  await Promise.all([knows(ada, BEN), knows(ben, ADA)]);
  await ada.line.say('signal', { to: epochOf(ada, BEN), description: offer(9) });
  for (let at = 0; at < 20; at += 1)
    ada.line.signal(epochOf(ada, BEN), { candidate: { candidate: `candidate:secret-${at}` } });
  await ben.until('arrived', () => ben.signals.length === 21);
  expect(ben.signals[0]?.signal).toEqual({ description: offer(9), fingerprint: fingerprint(9) });
  expect(ben.signals.slice(1).map(({ signal }) => signal.candidate?.candidate)).toEqual(
    Array.from({ length: 20 }, (_, at) => `candidate:secret-${at}`),
  );
  await first.write({ tenantId: TENANT, visitId }, 'chat', { text: 'a private word' });
  await ben.until('told', () => ben.entries.length === 1);
  const all = seen.join('\n');
  expect(seen.length).toBeGreaterThan(21);
  expect(all).not.toMatch(/secret-|fingerprint|private|-of-a-test|visit-/);
  await spy.close();
  const keeper = await createClient({ url: redis.url, RESP: 2 }).connect();
  const keys = await keeper.keys('*');
  expect(keys.length).toBe(1);
  const entries = (await keeper.xRange(keys[0] ?? '', '-', '+')) as { message: Record<string, string> }[];
  for (const { message } of entries) {
    expect(Object.keys(message).toSorted()).toEqual(['by', 'sequence', 'visit']);
    expect(message.visit).toMatch(/^\["one","visit-\d+"\]$/);
  }
  await keeper.close();
  ada.line.close();
  await ada.until('gone there too', () => ben.gone.includes(epochOf(ben, ADA)));
  ben.line.close();
});

it('a killed instance: its page comes back elsewhere with nothing lost, and calls are known again', async () => {
  const visitId = newVisit();
  const dying = await startKillable(settings);
  let port = dying.port;
  const ada = await enter(visitId, 'ada', () => first.port);
  const ben = await enter(visitId, 'ben', () => port);
  const alone = await enter(visitId, 'cleo', () => dying.port);
  await Promise.all([knows(ada, 'ben'), knows(ben, 'ada'), knows(ada, 'cleo')]);
  const [before, cleo] = [epochOf(ada, 'ben'), epochOf(ada, 'cleo')];
  await first.write({ tenantId: TENANT, visitId }, 'x', 'before');
  await ben.until('told', () => ben.entries.length === 1);
  alone.line.close();
  port = second.port;
  await dying.kill();
  await first.write({ tenantId: TENANT, visitId }, 'x', 'meanwhile');
  await ben.until('back', () => ben.entries.length === 2);
  await ada.until('known again', () => epochOf(ada, 'ben') !== before);
  expect(ada.peers.at(-1)).toMatchObject({ known: true, peer: { was: before } });
  await ada.line.say('signal', { to: epochOf(ada, 'ben'), description: offer(3) });
  await ben.until('arrived', () => ben.signals.length === 1);
  await ada.until('who did not come back is gone', () => ada.gone.includes(cleo));
  expect(ada.gone).not.toContain(before);
  for (const page of [ada, ben]) page.line.close();
});

it('a log-out on one instance closes the sockets on the other', async () => {
  const visitId = newVisit();
  const page = await enter(visitId, 'ada', () => second.port);
  const [key] = (
    await first.database.db.execute<{ launch_id: string }>(
      `SELECT launch_id FROM session_keys WHERE person_key = '${visitId}-ada'`,
    )
  ).rows;
  await first.logOut(key?.launch_id ?? '');
  await page.until('ended', () => page.line.state().name === 'ended');
  expect(page.line.state()).toEqual({ name: 'ended', why: 'session-ended' });
});

it('without Redis what is written still arrives; when it is back, so do calls', async () => {
  const visitId = newVisit();
  const ada = await enter(visitId, 'ada', () => first.port);
  const ben = await enter(visitId, 'ben', () => second.port);
  await Promise.all([knows(ada, 'ben'), knows(ben, 'ada')]);
  await redis.stop();
  await first.write({ tenantId: TENANT, visitId }, 'x', 'without');
  await ben.until('told', () => ben.entries.length === 1);
  expect([ada.gone, ben.gone]).toEqual([[], []]);
  const cleo = await enter(visitId, 'cleo', () => second.port);
  await knows(ben, 'cleo');
  expect(epochOf(ada, 'cleo')).toBe('');
  await redis.start();
  await knows(ada, 'cleo');
  await knows(cleo, 'ada');
  await cleo.line.say('signal', { to: epochOf(cleo, 'ada'), description: offer(4) });
  await ada.until('arrived', () => ada.signals.length === 1);
  for (const page of [ada, ben, cleo]) page.line.close();
});

it('connections to the database that are cut lose nothing', async () => {
  const visitId = newVisit();
  const ben = await enter(visitId, 'ben', () => second.port);
  await first.write({ tenantId: TENANT, visitId }, 'x', 'one');
  await ben.until('told', () => ben.entries.length === 1);
  await second.database.db.execute(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'webside-listen'",
  );
  await first.write({ tenantId: TENANT, visitId }, 'x', 'two');
  await ben.until('told', () => ben.entries.length === 2);
  ben.line.close();
});
