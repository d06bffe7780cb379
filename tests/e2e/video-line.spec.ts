// What may happen to the way between two browsers: nothing flows before admission, keys are checked, and
// whatever breaks – a page, the server, the network – comes back without anybody leaving the call.
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { decideCause, type Signal } from '../../src/domain/video/index.ts';
import { startTurn } from '../fixtures/turn.ts';
import { joinedBy, without } from '../fixtures/video-conformance.ts';
import { type StagePerson, startVideoStage, type VideoStage, type View } from '../fixtures/video-stage.ts';

let stage: VideoStage;
beforeAll(async () => {
  stage = await startVideoStage();
});
afterAll(() => stage.close());

const BOTH = { microphone: true, camera: true };
let rooms = 0;
const newRoom = (): string => {
  rooms += 1;
  return `line-${rooms}`;
};

async function person(id: string, room: string, options: object = {}): Promise<StagePerson> {
  const one = await stage.newPerson(id, { room, ...options });
  onTestFinished(() => one.close());
  return one;
}

async function pair(options: object = {}) {
  const room = newRoom();
  const [ann, bob] = [await person('ann', room, options), await person('bob', room, options)];
  onTestFinished(() => {
    stage.relay.bend((signal) => signal);
    stage.relay.delayPeers(0);
    stage.relay.revive();
  });
  return { room, ann, bob };
}

async function call(options: object = {}) {
  const two = await pair(options);
  await Promise.all([two.ann.act.join(BOTH), two.bob.act.join(BOTH)]);
  await Promise.all([two.ann.until(joinedBy('bob')), two.bob.until(joinedBy('ann'))]);
  return two;
}

const linked = (view: View): boolean => view.participants[0]?.link === 'connected';
const seesMovement = async (one: StagePerson, other: string) => (await one.act.see(other)).changes > 0;

describe('before admission', () => {
  it('is connected, and not one packet of sound or picture was sent', async () => {
    const { ann, bob } = await pair();
    await Promise.all([ann.act.prepare(BOTH), bob.act.prepare(BOTH)]);
    await Promise.all([ann.until(linked), bob.until(linked)]);
    await bob.page.waitForTimeout(1000);
    expect([await ann.packetsSent(), await bob.packetsSent()]).toEqual([0, 0]);
    await Promise.all([ann.act.join(), bob.act.join()]);
    expect(await seesMovement(ann, 'bob')).toBe(true);
    expect(await bob.packetsSent()).toBeGreaterThan(0);
  });

  it('sends nothing for who waits while the other is already in the visit', async () => {
    const { ann, bob } = await pair();
    await Promise.all([ann.act.join(BOTH), bob.act.prepare(BOTH)]);
    await bob.until(linked);
    await bob.page.waitForTimeout(1000);
    expect(await bob.packetsSent()).toBe(0);
    expect((await ann.act.view()).participants.map(({ hasJoined }) => hasJoined)).toEqual([false]);
  });

  it('goes over the relay alone where there is one, then straight without a gap', async () => {
    const turn = await startTurn();
    onTestFinished(turn.close);
    const { ann, bob } = await pair({ iceServers: turn.iceServers });
    await Promise.all([ann.act.prepare(BOTH), bob.act.prepare(BOTH)]);
    await ann.until((view) => view.participants[0]?.route === 'relayed');
    await Promise.all([ann.act.join(), bob.act.join()]);
    await ann.until((view) => view.participants[0]?.route === 'direct');
    expect(await seesMovement(ann, 'bob')).toBe(true);
    const links = (await ann.act.events()).filter((event) => event.kind === 'link');
    expect(links.map((event) => 'state' in event && event.state)).not.toContain('reconnecting');
  });

  it('stays on the relay where the site wants it so', async () => {
    const turn = await startTurn();
    onTestFinished(turn.close);
    const { ann, bob } = await call({ iceServers: turn.iceServers, relayOnly: true });
    expect(await seesMovement(ann, 'bob')).toBe(true);
    const view = await bob.until(({ participants }) => participants[0]?.route !== 'unknown');
    expect(view.participants[0]?.route).toBe('relayed');
  });
});

describe('keys', () => {
  it('sends nothing to a key that is not the one the server knows, and says so', async () => {
    const { ann, bob } = await pair();
    const swap = (sdp: string): string => sdp.replaceAll(/(a=fingerprint:sha-256 )../g, '$1' + '00');
    stage.relay.bend((signal) => ('sdp' in signal ? { ...signal, sdp: swap(signal.sdp) } : signal));
    await Promise.all([ann.act.join(BOTH), bob.act.join(BOTH)]);
    await expect
      .poll(async () => (await ann.act.events()).concat(await bob.act.events()), { timeout: 10_000 })
      .toContainEqual(expect.objectContaining({ kind: 'error', fault: 'identity-mismatch' }));
    await ann.page.waitForTimeout(1000);
    expect([await ann.packetsSent(), await bob.packetsSent()]).toEqual([0, 0]);
    const told = [await ann.act.record(), await bob.act.record()].map((record) => decideCause(record, true));
    expect(told).toContain('identity-mismatch');
  });
});

describe('signals', () => {
  it('wait for the server’s word about who sent them', async () => {
    const { room, ann, bob } = await pair();
    await bob.act.join(BOTH);
    stage.relay.delayPeers(500);
    await ann.act.join(BOTH);
    expect(room).not.toBe('');
    await Promise.all([ann.until(joinedBy('bob')), bob.until(joinedBy('ann'))]);
  });

  it.each(['offer', 'answer', 'candidate'] as const)(
    'connect although the first %s was lost',
    async (kind) => {
      const { ann, bob } = await pair();
      let isLost = false;
      stage.relay.bend((signal: Signal) => {
        if (signal.kind !== kind || isLost) return signal;
        isLost = true;
        return undefined;
      });
      await Promise.all([ann.act.join(BOTH), bob.act.join(BOTH)]);
      await Promise.all([ann.until(joinedBy('bob')), bob.until(joinedBy('ann'))]);
      expect(isLost).toBe(true);
    },
  );

  it('survive both sides looking for a new way at the same moment', async () => {
    const { ann, bob } = await call();
    stage.relay.delay(60);
    onTestFinished(() => stage.relay.delay(0));
    for (let turn = 0; turn < 4; turn += 1) await Promise.all([ann.act.reconnect(), bob.act.reconnect()]);
    await ann.page.waitForTimeout(800);
    expect([await ann.page.evaluate(() => window.stage.states()), await seesMovement(bob, 'ann')]).toEqual([
      ['connected stable connected'],
      true,
    ]);
    expect(await seesMovement(ann, 'bob')).toBe(true);
    expect((await ann.act.events()).filter(({ kind }) => kind === 'error')).toEqual([]);
  });

  it('are not taken from or for a page that is no more', async () => {
    const { room, ann, bob } = await call();
    const old: [Signal, string, string][] = [];
    stage.relay.bend((signal, from, to) => {
      old.push([signal, from, to]);
      return signal;
    });
    await ann.act.reconnect();
    await expect
      .poll(() => old.some(([signal, from]) => from === 'ann' && signal.kind === 'answer'))
      .toBe(true);
    await bob.page.reload();
    await bob.page.evaluate((name) => window.stage.open('bob', { room: name }), room);
    const replay = old.find(([signal, from]) => from === 'ann' && signal.kind === 'answer')?.[0];
    expect(replay).toBeDefined();
    stage.relay.bend((signal, from) =>
      from === 'ann' && signal.kind === 'candidate' && replay ? replay : signal,
    );
    await bob.act.join(BOTH);
    stage.relay.bend((signal) => signal);
    await ann.until(joinedBy('bob'));
    expect(await seesMovement(bob, 'ann')).toBe(true);
  });
});

describe('what breaks', () => {
  it('a page that reloads in the call comes back, and is one participant', async () => {
    const { room, ann, bob } = await call();
    await bob.page.reload();
    await bob.page.evaluate((name) => window.stage.open('bob', { room: name }), room);
    await bob.act.join(BOTH);
    await bob.until(joinedBy('ann'));
    const view = await ann.until(joinedBy('bob'));
    expect(view.participants.map(({ id }) => id)).toEqual(['bob']);
    expect((await ann.act.events()).filter(({ kind }) => kind === 'participant-left')).toEqual([
      { kind: 'participant-left', id: 'bob', how: 'lost' },
    ]);
    expect(await seesMovement(ann, 'bob')).toBe(true);
  });

  it('a page that dies without a word is seen at once as looking for a way, until the server lets it go', async () => {
    const { room, ann, bob } = await call();
    await bob.page.close();
    await ann.until((view) => view.participants[0]?.link === 'reconnecting');
    stage.relay.remove(room, 'bob', 'expired');
    await ann.until(without('bob'));
  });

  it('a killed server ends nothing: the media stay, and the signals go on when it is back', async () => {
    const { ann, bob } = await call();
    stage.relay.kill();
    await ann.page.waitForTimeout(1500);
    expect(await seesMovement(ann, 'bob')).toBe(true);
    // What is asked meanwhile is lost with the socket …
    await ann.act.reconnect();
    await bob.act.setMicrophone(false);
    await ann.until((view) => view.participants[0]?.media.microphone === false);
    stage.relay.revive();
    // … and said again when there is one.
    await expect
      .poll(() => ann.page.evaluate(() => window.stage.states()), { timeout: 20_000 })
      .toEqual(['connected stable connected']);
    expect(await seesMovement(bob, 'ann')).toBe(true);
    expect((await ann.act.events()).filter(({ kind }) => kind === 'participant-left')).toEqual([]);
  });

  it.each([5, 15, 40])(
    'a network that is cut for %i seconds: both see it, and are together again without leaving',
    async (seconds) => {
      const turn = await startTurn();
      onTestFinished(turn.close);
      const { ann, bob } = await call({ iceServers: turn.iceServers, relayOnly: true });
      turn.lose(100);
      const cut = ann.page.waitForTimeout(seconds * 1000);
      // Shorter ones may heal before a browser calls them a break.
      if (seconds > 5) await ann.until((view) => view.participants[0]?.link === 'reconnecting');
      await cut;
      turn.lose(0);
      await Promise.all([ann.until(joinedBy('bob')), bob.until(joinedBy('ann'))]);
      expect(await seesMovement(ann, 'bob')).toBe(true);
      const record = await ann.act.record();
      expect(record).toMatchObject({ joins: 1, losses: 0, hadRoute: true, routes: ['relayed'], faults: [] });
      if (seconds > 5) expect(record.breaks).toBeGreaterThan(0);
      expect(record.setUpMs).toBeGreaterThan(0);
      expect((await ann.act.events()).filter(({ kind }) => kind === 'participant-left')).toEqual([]);
    },
  );

  it('a line that loses a fifth keeps the call, and says so in numbers', async () => {
    const turn = await startTurn();
    onTestFinished(turn.close);
    const { ann } = await call({ iceServers: turn.iceServers, relayOnly: true });
    turn.lose(20);
    const view = await ann.until(({ participants }) => (participants[0]?.quality?.lossIn ?? 0) > 0.05);
    expect(view.participants[0]?.link).toBe('connected');
    expect(await ann.act.hear('bob')).not.toBeNull();
  });

  it('a fifth person is not connected, and the four stay as they are', async () => {
    const room = newRoom();
    const four: StagePerson[] = [];
    for (const id of ['ann', 'bob', 'cleo', 'dan']) {
      const one = await person(id, room);
      await one.act.join({ microphone: true, camera: false });
      four.push(one);
    }
    const [ann] = four;
    await ann?.until((view) => ['bob', 'cleo', 'dan'].every((id) => joinedBy(id)(view)));
    const eve = await person('eve', room);
    await eve.act.join({ microphone: true, camera: false });
    await expect
      .poll(() => ann?.act.events(), { timeout: 10_000 })
      .toContainEqual({ kind: 'error', fault: 'room-full', id: 'eve' });
    expect((await ann?.act.view())?.participants.map(({ id }) => id)).toEqual(['bob', 'cleo', 'dan']);
  });
});
