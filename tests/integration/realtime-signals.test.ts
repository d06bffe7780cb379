// How two browsers reach each other: "both here" first, then descriptions and candidates between those who
// were admitted together, for as long as the connection lives, under the fingerprint the server knows.

import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plantEmbedded } from '../fixtures/planted-database.ts';
import { type Guest, type Instance, startInstance, TENANT } from '../fixtures/realtime-instance.ts';
import { fingerprint, offer } from '../fixtures/sdp.ts';
import { headersOf, openPage, type Page, rawSocket, until } from '../fixtures/socket-page.ts';

let instance: Instance;
let visits = 0;
beforeAll(async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'webside-signals-'));
  await plantEmbedded(dataFolder);
  instance = await startInstance({ dataFolder });
});
afterAll(() => instance.close());

interface Someone {
  page: Page;
  guest: Guest;
  visitId: string;
  name: string;
}

function newVisit(): string {
  visits += 1;
  return `visit-${visits}`;
}
async function place(visitId: string, name: string, circle: string | null): Promise<void> {
  const member = { participantId: name, hears: [], circle };
  await instance.setMember(visitId, `${visitId}-${name}`, member);
}
async function enter(visitId: string, name: string, circle: string | null): Promise<Someone> {
  await place(visitId, name, circle);
  const guest = await instance.comeIn(`${visitId}-${name}`);
  const page = openPage(guest, visitId, () => instance.url(guest.launchId));
  await page.until('connected', () => page.line.state().name === 'connected');
  return { page, guest, visitId, name };
}
const closeAll = (...all: Someone[]) => {
  for (const { page } of all) page.line.close();
};
/** Epoch of that participant's newest page, as `page` was told. */
const epochOf = (page: Page, name: string) =>
  page.peers.findLast(({ peer }) => peer.participantId === name)?.peer.epoch ?? '';
const knows = (page: Page, name: string) => page.until(`${name} here`, () => epochOf(page, name) !== '');
const change = (visitId: string) => instance.write({ tenantId: TENANT, visitId }, 'visit.admitted', {});

describe('both here', () => {
  it('is told to both, one of them polite, and only once both are admitted', async () => {
    const visitId = newVisit();
    const ada = await enter(visitId, 'ada', 'call');
    const ben = await enter(visitId, 'ben', null);
    await change(visitId);
    await ben.page.until('told', () => ben.page.entries.length === 1);
    expect([ada.page.peers, ben.page.peers]).toEqual([[], []]);
    await place(visitId, 'ben', 'call');
    await change(visitId);
    await Promise.all([knows(ada.page, 'ben'), knows(ben.page, 'ada')]);
    expect([ada.page.peers[0]?.polite, ben.page.peers[0]?.polite].toSorted()).toEqual([false, true]);
    closeAll(ada, ben);
  });

  it('means that a signal sent at once arrives, in the order sent', async () => {
    const visitId = newVisit();
    const ada = await enter(visitId, 'ada', 'call');
    const candidates = Array.from({ length: 30 }, (_, at) => `candidate:${at}`);
    ada.page.line.attach({
      peer({ epoch }) {
        ada.page.line.signal(epoch, { description: offer(1) });
        for (const candidate of candidates) ada.page.line.signal(epoch, { candidate: { candidate } });
      },
      gone: () => undefined,
      signal: () => undefined,
    });
    const ben = await enter(visitId, 'ben', 'call');
    await ben.page.until('all arrived', () => ben.page.signals.length === 31);
    expect(ben.page.signals[0]?.signal).toEqual({ description: offer(1), fingerprint: fingerprint(1) });
    expect(ben.page.signals.slice(1).map(({ signal }) => signal.candidate?.candidate)).toEqual(candidates);
    closeAll(ada, ben);
  });

  it('is told again after a broken line, of the same page, and the old epoch is dead', async () => {
    const visitId = newVisit();
    const [ada, ben] = [await enter(visitId, 'ada', 'call'), await enter(visitId, 'ben', 'call')];
    await Promise.all([knows(ada.page, 'ben'), knows(ben.page, 'ada')]);
    const before = epochOf(ada.page, 'ben');
    ben.page.socket().terminate();
    await ada.page.until('told again', () => epochOf(ada.page, 'ben') !== before);
    const again = ada.page.peers.at(-1);
    expect(again?.peer.was).toBe(before);
    await ben.page.until('ada told again', () => ben.page.peers.length === 2);
    expect(ben.page.peers[1]).toMatchObject({ known: true, peer: { epoch: ben.page.peers[0]?.peer.epoch } });
    ada.page.line.signal(before, { candidate: { candidate: 'to the dead' } });
    ada.page.line.signal(epochOf(ada.page, 'ben'), { candidate: { candidate: 'to the living' } });
    await ben.page.until('arrived', () => ben.page.signals.length === 1);
    expect(ben.page.signals[0]?.signal.candidate?.candidate).toBe('to the living');
    closeAll(ada, ben);
  });

  it('a page that leaves is gone for the others', async () => {
    const visitId = newVisit();
    const [ada, ben] = [await enter(visitId, 'ada', 'call'), await enter(visitId, 'ben', 'call')];
    await knows(ada.page, 'ben');
    ben.page.line.close();
    await ada.page.until('gone', () => ada.page.gone.includes(epochOf(ada.page, 'ben')));
    closeAll(ada);
  });

  it('two pages of one person do not call each other', async () => {
    const visitId = newVisit();
    const [ada, second] = [await enter(visitId, 'ada', 'call'), await enter(visitId, 'ada', 'call')];
    const ben = await enter(visitId, 'ben', 'call');
    await ben.page.until('both', () => ben.page.peers.length === 2);
    expect(ada.page.peers.map(({ peer }) => peer.participantId)).toEqual(['ben']);
    closeAll(ada, second, ben);
  });
});

describe('a signal', () => {
  it('reaches nobody outside the circle, in another visit, or with a guessed epoch', async () => {
    const [visitId, otherVisit] = [newVisit(), newVisit()];
    const ada = await enter(visitId, 'ada', 'call');
    const waiting = await enter(visitId, 'waiting', null);
    const elsewhere = await enter(otherVisit, 'elsewhere', 'call');
    const twin = await enter(otherVisit, 'twin', 'call');
    await knows(twin.page, 'elsewhere');
    const foreign = epochOf(twin.page, 'elsewhere');
    const say = (from: Page, to: string) => from.line.say('signal', { to, candidate: { candidate: 'x' } });
    await expect(say(ada.page, foreign)).rejects.toMatchObject({ code: 'signal.gone' });
    await expect(say(ada.page, 'guess')).rejects.toMatchObject({ code: 'signal.gone' });
    await expect(say(waiting.page, foreign)).rejects.toMatchObject({ code: 'signal.not-admitted' });
    expect([waiting.page.signals, elsewhere.page.signals]).toEqual([[], []]);
    closeAll(ada, waiting, elsewhere, twin);
  });

  it('is held back from who has lost their place meanwhile, before they have heard of it', async () => {
    const visitId = newVisit();
    const [ada, ben] = [await enter(visitId, 'ada', 'call'), await enter(visitId, 'ben', 'call')];
    await knows(ada.page, 'ben');
    await place(visitId, 'ben', null);
    await ada.page.line.say('signal', { to: epochOf(ada.page, 'ben'), candidate: { candidate: 'x' } });
    await ada.page.until('gone', () => ada.page.gone.length === 1);
    await instance.setMember(visitId, `${visitId}-ben`, null);
    await expect(
      ada.page.line.say('signal', { to: epochOf(ada.page, 'ben'), candidate: { candidate: 'x' } }),
    ).rejects.toMatchObject({ code: 'signal.gone' });
    expect(ben.page.signals).toEqual([]);
    closeAll(ada, ben);
  });

  it('is stored nowhere', async () => {
    const visitId = newVisit();
    const [ada, ben] = [await enter(visitId, 'ada', 'call'), await enter(visitId, 'ben', 'call')];
    await knows(ada.page, 'ben');
    await ada.page.line.say('signal', { to: epochOf(ada.page, 'ben'), description: offer(1) });
    await ben.page.until('arrived', () => ben.page.signals.length === 1);
    expect(await instance.journal.findLast({ tenantId: TENANT, visitId })).toBe(0);
    expect(JSON.stringify(instance.records)).not.toContain('fingerprint');
    closeAll(ada, ben);
  });
});

describe('the fingerprint', () => {
  it('is told with each signal and to who comes later, by the server’s own record', async () => {
    const visitId = newVisit();
    const [ada, ben] = [await enter(visitId, 'ada', 'call'), await enter(visitId, 'ben', 'call')];
    await knows(ada.page, 'ben');
    expect(ada.page.peers[0]?.peer.fingerprint).toBeNull();
    await ada.page.line.say('signal', { to: epochOf(ada.page, 'ben'), description: offer(7) });
    await ada.page.line.say('signal', { to: epochOf(ada.page, 'ben'), candidate: { candidate: 'x' } });
    await ben.page.until('arrived', () => ben.page.signals.length === 2);
    expect(ben.page.signals.map(({ signal }) => signal.fingerprint)).toEqual([
      fingerprint(7),
      fingerprint(7),
    ]);
    const cleo = await enter(visitId, 'cleo', 'call');
    await knows(cleo.page, 'ada');
    expect(cleo.page.peers.find(({ peer }) => peer.participantId === 'ada')?.peer.fingerprint).toBe(
      fingerprint(7),
    );
    closeAll(ada, ben, cleo);
  });

  it('that changes within a connection is not put through; a new connection may have a new one', async () => {
    const visitId = newVisit();
    const [ada, ben] = [await enter(visitId, 'ada', 'call'), await enter(visitId, 'ben', 'call')];
    await knows(ada.page, 'ben');
    const say = (of: number) =>
      ada.page.line.say('signal', { to: epochOf(ada.page, 'ben'), description: offer(of) });
    await say(1);
    await expect(say(2)).rejects.toMatchObject({ code: 'signal.fingerprint-changed' });
    await expect(
      ada.page.line.say('signal', {
        to: epochOf(ada.page, 'ben'),
        description: { type: 'offer', sdp: 'v=0\r\n' },
      }),
    ).rejects.toMatchObject({ code: 'signal.fingerprint-unreadable' });
    ada.page.socket().terminate();
    await ada.page.until('back', () => ada.page.peers.length === 2);
    await say(2);
    await ben.page.until('arrived', () => ben.page.signals.length === 2);
    expect(ben.page.signals.map(({ signal }) => signal.fingerprint)).toEqual([
      fingerprint(1),
      fingerprint(2),
    ]);
    closeAll(ada, ben);
  });
});

describe('an announced page', () => {
  it('is told to who is there and who comes later, with its name and its key; another key is refused', async () => {
    const visitId = newVisit();
    const [ada, ben] = [await enter(visitId, 'ada', 'call'), await enter(visitId, 'ben', 'call')];
    await knows(ben.page, 'ada');
    const key = fingerprint(7).replace('sha-256 ', '');
    const adaAt = (page: Page) => page.peers.findLast(({ peer }) => peer.participantId === 'ada')?.peer;
    expect(adaAt(ben.page)).toMatchObject({ page: null, fingerprint: null });
    await ada.page.line.say('announce', { epoch: 'page-1', fingerprint: key });
    await ben.page.until('announced', () => adaAt(ben.page)?.page === 'page-1');
    expect(adaAt(ben.page)?.fingerprint).toBe(fingerprint(7));
    const cleo = await enter(visitId, 'cleo', 'call');
    await knows(cleo.page, 'ada');
    expect(adaAt(cleo.page)).toMatchObject({ page: 'page-1', fingerprint: fingerprint(7) });
    const sent = { to: epochOf(ada.page, 'ben'), description: offer(8) };
    await expect(ada.page.line.say('signal', sent)).rejects.toMatchObject({
      code: 'signal.fingerprint-changed',
    });
    closeAll(ada, ben, cleo);
  });

  it('passes on which page wrote a signal and for which, and a word without a description', async () => {
    const visitId = newVisit();
    const [ada, ben] = [await enter(visitId, 'ada', 'call'), await enter(visitId, 'ben', 'call')];
    await knows(ada.page, 'ben');
    const page = { epoch: 'page-1', toEpoch: 'page-2', kind: 'ask' };
    await ada.page.line.say('signal', { to: epochOf(ada.page, 'ben'), page });
    await ben.page.until('arrived', () => ben.page.signals.length === 1);
    expect(ben.page.signals[0]?.signal).toEqual({ page, fingerprint: null });
    const empty = { to: epochOf(ada.page, 'ben'), page: { ...page, kind: 'offer' } };
    await expect(ada.page.line.say('signal', empty)).rejects.toMatchObject({ code: 'input.invalid' });
    closeAll(ada, ben);
  });
});

describe('a forged hello', () => {
  it('cannot take another person’s page over by naming its epoch', async () => {
    const visitId = newVisit();
    const [ada, ben] = [await enter(visitId, 'ada', 'call'), await enter(visitId, 'ben', 'call')];
    await knows(ada.page, 'ben');
    await place(visitId, 'mal', 'call');
    const guest = await instance.comeIn(`${visitId}-mal`);
    const opened = await rawSocket(instance.url(guest.launchId), headersOf(guest));
    if ('status' in opened) throw new Error('refused');
    const body = { visit: visitId, seen: 0, was: epochOf(ada.page, 'ben') };
    opened.socket.send(JSON.stringify({ t: 'say', kind: 'hello', body }));
    await until('told', () => opened.told.some((text) => text.includes('"here"')));
    await ada.page.line.say('signal', { to: epochOf(ada.page, 'ben'), description: offer(1) });
    await ben.page.until('ben still hears', () => ben.page.signals.length === 1);
    opened.socket.terminate();
    closeAll(ada, ben);
  });
});
