// What a hostile page or a broken gate gets: nothing, and nobody else is hurt (T14, T21, T22, T71, T82d, T93).

import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '#domain/launch';
import { CLOSE, type Member } from '#server/realtime';
import { plantEmbedded } from '../fixtures/planted-database.ts';
import { type Guest, type Instance, ORIGIN, startInstance, TENANT } from '../fixtures/realtime-instance.ts';
import { headersOf, openPage, rawSocket, until } from '../fixtures/socket-page.ts';

let instance: Instance;
let visits = 0;
beforeAll(async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'webside-attack-'));
  await plantEmbedded(dataFolder);
  instance = await startInstance({ dataFolder });
});
afterAll(() => instance.close());

const newVisit = () => {
  visits += 1;
  return `visit-${visits}`;
};
const member = (participantId: string, circle: string | null = null): Member => ({
  participantId,
  hears: ['staff'],
  circle,
});

async function enter(visitId: string, name: string, circle: string | null = null, role: Role = 'clinician') {
  const person = `${visitId}-${name}`;
  await instance.setMember(visitId, person, member(name, circle));
  const guest = await instance.comeIn(person, role);
  const page = openPage(guest, visitId, () => instance.url(guest.launchId));
  await page.until('connected', () => page.line.state().name === 'connected');
  return { page, guest, person };
}

async function raw(guest: Guest) {
  const opened = await rawSocket(instance.url(guest.launchId), headersOf(guest));
  if ('status' in opened) throw new Error(`refused: ${opened.status}`);
  return opened;
}
const hello = (visit: string) =>
  JSON.stringify({ t: 'say', kind: 'hello', id: '0', body: { visit, seen: 0, was: null } });
const refusals = (told: string[]) =>
  told
    .map((text) => JSON.parse(text))
    .filter(({ t }) => t === 'refused')
    .map(({ code }) => code as string);

describe('the handshake', () => {
  it('is refused to a foreign, a missing and a null origin', async () => {
    const guest = await instance.comeIn('origin');
    const tries = ['https://evil.test', 'null', `${ORIGIN}.evil.test`, 'http://visits.example', `${ORIGIN}/`];
    for (const origin of tries)
      expect(await rawSocket(instance.url(guest.launchId), headersOf(guest, origin)), origin).toEqual({
        status: 403,
      });
    expect(await rawSocket(instance.url(guest.launchId), { cookie: guest.cookie })).toEqual({ status: 403 });
  });

  it('is refused without a session, with another launch’s cookie, after log-out, and elsewhere', async () => {
    const [one, other] = [await instance.comeIn('hand-1'), await instance.comeIn('hand-2')];
    const ask = (launchId: string, cookie: string) =>
      rawSocket(instance.url(launchId), { cookie, origin: ORIGIN });
    expect(await ask(one.launchId, '')).toEqual({ status: 401 });
    expect(await ask('AAAAAAAAAAAAAAAAAAAAAA', one.cookie)).toEqual({ status: 401 });
    const worn = one.cookie.replace(one.launchId, other.launchId);
    expect(await ask(other.launchId, worn)).toEqual({ status: 403 });
    await instance.logOut(one.launchId);
    await until('ended', async () => {
      const found = await ask(one.launchId, one.cookie);
      return 'status' in found && found.status === 401;
    });
    const elsewhere = instance.url(other.launchId).replace('/socket', '/sockets');
    expect(await rawSocket(elsewhere, headersOf(other))).toEqual({ status: 404 });
  });

  it('is refused for a ninth socket of one session', async () => {
    const guest = await instance.comeIn('many');
    const open = [];
    for (let at = 0; at < 8; at += 1) open.push(await raw(guest));
    expect(await rawSocket(instance.url(guest.launchId), headersOf(guest))).toEqual({ status: 429 });
    for (const { socket } of open) socket.terminate();
  });
});

describe('every message kind × every role', () => {
  it('is as the table says', async () => {
    const roles: (Role | null)[] = [
      ...(['clinician', 'nurse', 'biller', 'supervisor', 'privacy-officer', 'tech-admin'] as const),
      ...(['patient', 'proxy', 'guest', null] as const),
    ];
    const visitId = newVisit();
    const wrong: string[] = [];
    for (const role of roles) {
      const person = `${visitId}-${role}`;
      await instance.setMember(visitId, person, member(`p-${role}`));
      const guest = await instance.comeIn(person, role);
      for (const row of instance.realtime.rows) {
        const { socket, told } = await raw(guest);
        if (row.message !== 'hello') socket.send(hello(visitId));
        socket.send(JSON.stringify({ t: 'say', kind: row.message, id: '1', body: {} }));
        await until('an answer', () => told.some((text) => JSON.parse(text).id === '1'));
        const code = told.map((text) => JSON.parse(text)).find(({ id }) => id === '1')?.code;
        const isAllowed = row.who.includes(role ?? 'no-role');
        if (isAllowed === (code === 'role.not-allowed')) wrong.push(`${role} ${row.message}: ${code}`);
        socket.terminate();
      }
    }
    expect(wrong).toEqual([]);
    expect(instance.realtime.rows.map(({ message }) => message)).toEqual([
      'hello',
      'announce',
      'signal',
      'chat',
      'broken',
    ]);
  });
});

describe('membership', () => {
  it('a stranger, another visit and another tenant’s visit are closed alike, told nothing', async () => {
    const visitId = newVisit();
    await instance.write({ tenantId: TENANT, visitId }, 'x', 'secret');
    const stranger = await instance.comeIn(`${visitId}-stranger`);
    for (const visit of [visitId, 'no such visit']) {
      const { socket, told, closed } = await raw(stranger);
      socket.send(hello(visit));
      expect(await closed).toBe(CLOSE.stranger);
      expect(told).toEqual([]);
    }
  });

  it('is asked at each message: who has been removed is cut at the next one', async () => {
    const visitId = newVisit();
    const { page, person } = await enter(visitId, 'removed');
    await page.line.say('chat', { text: 'still here' });
    await instance.setMember(visitId, person, null);
    await expect(page.line.say('chat', { text: 'not any more' })).rejects.toMatchObject({
      code: 'line.lost',
    });
    expect(page.line.state()).toEqual({ name: 'ended', why: 'not-a-member' });
    expect(await instance.journal.findLast({ tenantId: TENANT, visitId })).toBe(1);
  });

  it('is asked before each entry: who has been removed hears nothing more', async () => {
    const visitId = newVisit();
    const { page, person } = await enter(visitId, 'removed');
    await instance.setMember(visitId, person, null);
    await instance.write({ tenantId: TENANT, visitId }, 'x', 'secret');
    await page.until('cut', () => page.line.state().name === 'ended');
    expect(page.entries).toEqual([]);
  });

  it('a gate that throws keeps the door closed, and is open again when it works', async () => {
    const visitId = newVisit();
    const { page } = await enter(visitId, 'one');
    instance.broken.member = true;
    await instance.write({ tenantId: TENANT, visitId }, 'x', 'while broken');
    await page.until('cut', () => page.line.state().name === 'reconnecting');
    expect(page.entries).toEqual([]);
    instance.broken.member = false;
    await page.until('back', () => page.entries.length === 1);
    page.line.close();
  });

  it('one page is one person: a page that turns into another participant is cut', async () => {
    const visitId = newVisit();
    const { page, person } = await enter(visitId, 'one');
    await instance.setMember(visitId, person, member('somebody-else'));
    await instance.write({ tenantId: TENANT, visitId }, 'x', 'secret');
    await page.until('cut', () => page.line.state().name === 'ended');
    expect(page.entries).toEqual([]);
  });
});

describe('a session that ends', () => {
  it('by log-out closes its sockets within a second, and no other’s', async () => {
    const visitId = newVisit();
    const [one, other] = [await enter(visitId, 'one'), await enter(visitId, 'other')];
    await instance.logOut(one.guest.launchId);
    await one.page.until('closed', () => one.page.line.state().name === 'ended');
    expect(one.page.line.state()).toEqual({ name: 'ended', why: 'session-ended' });
    expect(other.page.line.state().name).toBe('connected');
    other.page.line.close();
  });

  it('by the lock of an unused screen closes its socket, and what is said by a person keeps it open', async () => {
    const visitId = newVisit();
    const [idle, busy] = [await enter(visitId, 'idle'), await enter(visitId, 'busy')];
    instance.skip(14 * 60_000);
    await busy.page.line.say('chat', { text: 'here' });
    instance.skip(61_000);
    await idle.page.until('locked', () => idle.page.line.state().name === 'ended');
    expect(idle.page.line.state()).toEqual({ name: 'ended', why: 'locked' });
    expect(await rawSocket(instance.url(idle.guest.launchId), headersOf(idle.guest))).toEqual({
      status: 423,
    });
    await busy.page.line.say('chat', { text: 'still here' });
    busy.page.line.close();
  });
});

describe('bad messages harm their sender alone', () => {
  it.each([
    ['no JSON', '{'],
    ['another shape', '{"t":"say"}'],
    ['an unknown member', '{"t":"say","kind":"chat","body":{},"as":"p-2"}'],
    ['a list', '[]'],
    ['a huge kind', JSON.stringify({ t: 'say', kind: 'x'.repeat(61), body: {} })],
  ])('%s', async (_, text) => {
    const visitId = newVisit();
    const [bad, good] = [await enter(visitId, 'bad'), await enter(visitId, 'good')];
    bad.page.socket().send(text);
    await bad.page.until('cut', () => bad.page.line.state().name === 'ended');
    expect(bad.page.line.state()).toEqual({ name: 'ended', why: 'refused' });
    await good.page.line.say('chat', { text: 'unharmed' });
    good.page.line.close();
  });

  it('binary, too large, and a broken frame are cut', async () => {
    const guest = await instance.comeIn('binary');
    const binary = await raw(guest);
    binary.socket.send(Buffer.from([1, 2, 3]));
    expect(await binary.closed).toBe(CLOSE.malformed);
    const large = await raw(guest);
    large.socket.send('x'.repeat(65_537));
    expect(await large.closed).toBe(1009);
  });

  it('a wrong input, an unknown kind and a handler that throws are refused without its inside', async () => {
    const visitId = newVisit();
    const { page } = await enter(visitId, 'one');
    await expect(page.line.say('chat', { text: 5 })).rejects.toMatchObject({ code: 'input.invalid' });
    await expect(page.line.say('nothing', {})).rejects.toMatchObject({ code: 'message.unknown' });
    const failure = await page.line.say('broken', {}).catch((error: Error) => error);
    expect(failure).toMatchObject({ code: 'internal' });
    expect(String(failure)).not.toContain('secret');
    await expect(page.line.say('hello', { visit: visitId, seen: 0, was: null })).rejects.toMatchObject({
      code: 'message.order',
    });
    page.line.close();
  });

  it('nothing is heard before hello', async () => {
    const visitId = newVisit();
    const guest = await instance.comeIn(`${visitId}-early`);
    await instance.setMember(visitId, guest.personKey, member('early'));
    const { socket, told } = await raw(guest);
    socket.send(JSON.stringify({ t: 'say', kind: 'chat', id: '1', body: { text: 'early' } }));
    await until('refused', () => told.length > 0);
    expect(refusals(told)).toEqual(['message.order']);
    expect(await instance.journal.findLast({ tenantId: TENANT, visitId })).toBe(0);
    socket.terminate();
  });

  it('a flooder is cut and kept out for a while; the others go on', async () => {
    const visitId = newVisit();
    const [bad, good] = [await enter(visitId, 'bad'), await enter(visitId, 'good')];
    const flooder = await raw(bad.guest);
    flooder.socket.send(hello(visitId));
    for (let sent = 0; sent < 1_000; sent += 1) flooder.socket.send('{"t":"beat"}');
    expect([CLOSE.flooding, 1006]).toContain(await flooder.closed);
    expect(await rawSocket(instance.url(bad.guest.launchId), headersOf(bad.guest))).toEqual({ status: 429 });
    await good.page.line.say('chat', { text: 'unharmed' });
    await bad.page.until('told', () => bad.page.entries.length === 1);
    for (const { page } of [bad, good]) page.line.close();
  });

  it('a reader that stops reading is cut, and holds nothing up', async () => {
    const visitId = newVisit();
    const good = await enter(visitId, 'good');
    const slow = await instance.comeIn(`${visitId}-slow`);
    await instance.setMember(visitId, slow.personKey, member('slow'));
    const { socket } = await raw(slow);
    socket.send(hello(visitId));
    await until('two here', () => instance.presence.some(({ participantId }) => participantId === 'slow'));
    socket.pause();
    for (let at = 0; at < 30; at += 1)
      await instance.write({ tenantId: TENANT, visitId }, 'x', 'long '.repeat(20_000));
    await good.page.until('all told', () => good.page.entries.length === 30);
    good.page.line.close();
    socket.terminate();
  });
});

describe('records', () => {
  it('say who connected and who was refused, and hold no text', async () => {
    const visitId = newVisit();
    const { page } = await enter(visitId, 'one');
    const biller = await instance.comeIn(`${visitId}-biller`, 'biller');
    await page.line.say('chat', { text: 'a private word' });
    const { socket, told } = await raw(biller);
    socket.send(hello(visitId));
    await until('refused', () => refusals(told).length === 1);
    const events = instance.records
      .slice(-3)
      .map(({ event, outcome, session }) => [event, outcome, session?.role]);
    expect(events).toEqual([
      ['visit.connect', 'success', 'clinician'],
      ['visit.chat', 'success', 'clinician'],
      ['visit.connect', 'refused', 'biller'],
    ]);
    expect(JSON.stringify(instance.records)).not.toContain('private word');
    page.line.close();
    socket.terminate();
  });
});
