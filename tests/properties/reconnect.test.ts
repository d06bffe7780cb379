// 10,000 numbered events to four pages, with 200 sockets destroyed at random and the server killed in the
// middle: none lost, none doubled, in order. Then two instances over one PostgreSQL and Redis, one killed.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Member } from '#server/realtime';
import { type Killable, startKillable } from '../fixtures/killable.ts';
import { startPostgresql, type TestPostgresql } from '../fixtures/postgresql.ts';
import { type Instance, startInstance, TENANT } from '../fixtures/realtime-instance.ts';
import { startRedis, type TestRedis } from '../fixtures/redis.ts';
import { openPage, type Page, until } from '../fixtures/socket-page.ts';
import { freePort } from '../fixtures/stack.ts';

const EVENTS = 10_000;
const KILLS = 200;
const PAGES = 4;
const SEED = 20_261_122;

let postgresql: TestPostgresql;
let redis: TestRedis;
beforeAll(async () => {
  postgresql = await startPostgresql();
  redis = await startRedis();
});
afterAll(async () => {
  await redis.stop();
  await postgresql.stop();
});

/** Mulberry32: the same kills at every run. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const member = (at: number): Member => ({ participantId: `p-${at}`, hears: ['staff'], circle: null });
const common = () => ({
  keysText: JSON.stringify({ current: 'k1', keys: { k1: randomBytes(32).toString('base64') } }),
});

/** Pages of four people in `visitId`; `urlOf` says which instance a page asks now. */
async function enterAll(
  instance: Instance,
  visitId: string,
  urlOf: (page: number, launchId: string) => string,
): Promise<Page[]> {
  const pages: Page[] = [];
  for (let at = 0; at < PAGES; at += 1) {
    const person = `${visitId}-person-${at}`;
    await instance.setMember(visitId, person, member(at));
    const guest = await instance.comeIn(person);
    pages.push(openPage(guest, visitId, () => urlOf(at, guest.launchId)));
  }
  for (const page of pages) await page.until('connected', () => page.line.state().name === 'connected');
  return pages;
}

async function writeAll(
  instance: Instance,
  visitId: string,
  each: (written: number) => Promise<void> | void,
) {
  for (let written = 0; written < EVENTS; written += 20) {
    await instance.database.transaction(async (tx) => {
      for (let at = written; at < written + 20; at += 1)
        await instance.journal.append(tx, { tenantId: TENANT, visitId, kind: 'event', body: at });
    });
    await each(written);
  }
}

function expectAll(page: Page): void {
  expect(page.entries.length).toBe(EVENTS);
  const wrong = page.entries.filter((entry, at) => entry.sequence !== at + 1 || entry.body !== at);
  expect(wrong).toEqual([]);
}

describe('10,000 numbered events', () => {
  it('reach every page once and in order through 200 killed sockets and a killed server', async () => {
    const random = randomOf(SEED);
    const settings = { ...common(), databaseUrl: await postgresql.createDatabase() };
    const writer = await startInstance(settings);
    const port = await freePort();
    let served: Killable = await startKillable({ ...settings, port });
    const visitId = 'visit-1';
    const pages = await enterAll(writer, visitId, (_, id) => `ws://127.0.0.1:${port}/l/${id}/socket`);
    let kills = 0;
    try {
      await writeAll(writer, visitId, async (written) => {
        while (kills < ((written + 20) / EVENTS) * KILLS) {
          pages[Math.floor(random() * PAGES)]?.socket().terminate();
          kills += 1;
        }
        if (written === EVENTS / 2) {
          await served.kill();
          served = await startKillable({ ...settings, port });
        }
      });
      for (const page of pages) await page.until('all told', () => page.entries.length >= EVENTS);
      expect(kills).toBe(KILLS);
      for (const page of pages) expectAll(page);
    } finally {
      for (const page of pages) page.line.close();
      await served.kill();
      await writer.close();
    }
  });

  it('reach every page over two instances, one of them killed', async () => {
    const random = randomOf(SEED + 1);
    const settings = {
      ...common(),
      databaseUrl: await postgresql.createDatabase(),
      redisUrl: redis.url,
    };
    const first = await startInstance(settings);
    const second = await startKillable(settings);
    const visitId = 'visit-2';
    let isSecondUp = true;
    const portOf = (at: number) => (at % 2 === 1 && isSecondUp ? second.port : first.port);
    const pages = await enterAll(first, visitId, (at, id) => `ws://127.0.0.1:${portOf(at)}/l/${id}/socket`);
    try {
      await writeAll(first, visitId, async (written) => {
        if (written % 500 === 0) pages[Math.floor(random() * PAGES)]?.socket().terminate();
        if (written !== EVENTS / 2) return;
        isSecondUp = false;
        await second.kill();
      });
      for (const page of pages) await until('all told', () => page.entries.length >= EVENTS);
      for (const page of pages) expectAll(page);
    } finally {
      for (const page of pages) page.line.close();
      if (isSecondUp) await second.kill();
      await first.close();
    }
  });
});
