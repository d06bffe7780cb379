// Daily's body keeps the driver's promises against the typed double of its call object, and says in our
// words what the vendor says in its own.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { describeRoom, joinedBy } from '../fixtures/video-conformance.ts';
import { personOn, type StagePerson, startVideoStage, type VideoStage } from '../fixtures/video-stage.ts';

let stage: VideoStage;
const pages = new Map<string, Page>();
beforeAll(async () => {
  stage = await startVideoStage();
});
afterAll(() => stage.close());

/** Everybody of a room at the double is in one page, which the last to go closes. */
async function person(id: string, room: string): Promise<StagePerson> {
  let page = pages.get(room);
  if (!page) {
    page = await stage.browser.newPage();
    await page.goto(stage.relay.url);
    pages.set(room, page);
  }
  await page.evaluate((name) => window.stage.openAtDaily(name), id);
  return personOn(page, id);
}

describeRoom('daily', async () => ({
  person,
  remove: async (room, id, cause) =>
    void (await pages
      .get(room)
      ?.evaluate(([name, why]) => window.stage.removeAtDaily(name, why), [id, cause] as const)),
  close: async () => undefined,
}));

describe('daily: the vendor’s words', () => {
  let room = 0;
  async function call() {
    room += 1;
    const [ann, bob] = [await person('ann', `words-${room}`), await person('bob', `words-${room}`)];
    onTestFinished(() => ann.close());
    await Promise.all([ann.act.join(), bob.act.join()]);
    await ann.until(joinedBy('bob'));
    return { ann, bob };
  }

  it.each([
    ['ejected', 'removed'],
    ['exp-token', 'expired'],
    ['exp-room', 'ended'],
    ['no-room', 'ended'],
  ] as const)('%s is %s, and every device is let go', async (type, cause) => {
    const { ann } = await call();
    await ann.act.failAtDaily(type);
    expect(await ann.act.events()).toContainEqual({ kind: 'removed', cause });
    expect(await ann.act.view()).toMatchObject({ connection: 'removed', own: { live: [] } });
  });

  it.each([
    ['connection-error', 'vendor-failed'],
    ['not-allowed', 'vendor-failed'],
    ['meeting-full', 'room-full'],
  ] as const)('%s is %s: the call is over here and another body may be offered', async (type, fault) => {
    const { ann } = await call();
    await ann.act.failAtDaily(type);
    expect(await ann.act.events()).toContainEqual({ kind: 'error', fault, id: null });
    expect((await ann.act.view()).connection).toBe('left');
  });

  it('an interrupted network is told, and its end', async () => {
    const { ann } = await call();
    await ann.act.networkAtDaily('interrupted');
    expect(await ann.act.view()).toMatchObject({
      connection: 'reconnecting',
      participants: [{ link: 'reconnecting' }],
    });
    await ann.act.networkAtDaily('connected');
    expect(await ann.act.view()).toMatchObject({
      connection: 'joined',
      participants: [{ link: 'connected' }],
    });
  });

  it('asks of the vendor’s package only what it has', async () => {
    const page = await stage.browser.newPage();
    onTestFinished(() => page.close());
    await page.goto(stage.relay.url);
    expect(await page.evaluate(() => window.stage.lacksOfDaily())).toEqual([]);
  });

  it('never runs the vendor’s script by eval, and names the vendor’s road as the route', async () => {
    const { ann } = await call();
    const made = await ann.page.evaluate(() => window.stage.madeAtDaily());
    expect(made.map(({ dailyConfig }) => dailyConfig)).toEqual([{ avoidEval: true }, { avoidEval: true }]);
    expect((await ann.act.view()).participants[0]?.route).toBe('vendor');
  });
});
