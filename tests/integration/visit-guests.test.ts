// Guests over HTTP with the whole app: the invitation at the door, the clinician's yes, out at once when asked, and a
// screen that was locked.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { GuestDoorView, GuestVisitView, RoomView } from '#domain/visit';
import { versionInForce } from '../fixtures/consent-versions.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';
import {
  ADMIT,
  atPatientDoor,
  type Caller,
  checkIn,
  codeOf,
  invitedGuest as guestOf,
  inChart,
  newDevice,
  ownVisit,
  said,
  tell,
  tellOwn,
  visitOf,
} from '../fixtures/visit-people.ts';
import { Visitor } from '../fixtures/visitor.ts';

const MINUTE = 60_000;

let stack: Stack;
let helen: Caller;
let visitId: string;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.close());
beforeEach(async () => {
  // Guesses of the test before are forgotten, and nobody is locked out.
  stack.skipTime(MINUTE);
  helen = await inChart(stack);
  visitId = (await ownVisit(helen)).visitId;
});

function atDoor(visitor: Visitor, path: 'show' | 'invitation', body: object): Promise<Response> {
  return visitor.go(`${stack.appUrl}/launch/guest/api/${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'x-webside': '1', origin: stack.appUrl, 'content-type': 'application/json' },
  });
}

const tokenOf = (address: string) => address.split('#')[1] ?? '';
const show = (address: string, visitor = new Visitor()) =>
  atDoor(visitor, 'show', { invitation: tokenOf(address), language: 'es' });
const come = (address: string, visitor = new Visitor()) =>
  atDoor(visitor, 'invitation', {
    ...{
      invitation: tokenOf(address),
      name: 'Maria Ruiz',
      agreed: true,
      version: versionInForce('guest'),
      language: 'es',
    },
  });

const invite = () =>
  said<{ address: string; participantId: string }>(
    tell(helen, visitId, 'guests', { name: 'From the agency', role: 'interpreter', language: 'es' }),
  );

const invitedGuest = () => guestOf(stack, helen, visitId);

async function inVisit(): Promise<void> {
  const ada = await atPatientDoor(stack);
  await checkIn(ada, visitId);
  await said(tell(helen, visitId, 'admit', ADMIT));
  await said(tell(ada, visitId, 'join', { device: newDevice() }));
  await said(tell(helen, visitId, 'join', { device: newDevice() }));
}

const standingOf = async (guest: Caller) =>
  (await said<GuestVisitView>(guest.api.get('guest-visit'))).standing;

describe('an invitation', () => {
  it('says what it is for, as often as it is asked, and names nobody of the visit', async () => {
    const { address } = await invite();
    for (let turn = 0; turn < 3; turn += 1) {
      await fetch(address);
      const view = await said<Extract<GuestDoorView, { kind: 'invited' }>>(show(address));
      expect([view.role, view.language, view.consent.language]).toEqual(['interpreter', 'es', 'es']);
      expect(JSON.stringify(view)).not.toMatch(/Ada|Martin|Brooks|agency/);
    }
    expect((await come(address)).status).toBe(200);
  });

  it('opens once, and leads its own browser back', async () => {
    const guest = await invitedGuest();
    expect(await codeOf(come(guest.address))).toBe('guest.used');
    expect(await codeOf(show(guest.address))).toBe('guest.used');
    expect(await said(show(guest.address, guest.visitor))).toEqual({
      kind: 'yours',
      address: `/l/${guest.launchId}/`,
    });
  });

  it('of two who come by it at once lets one in', async () => {
    const { address } = await invite();
    const codes = await Promise.all([codeOf(come(address)), codeOf(come(address))]);
    expect(codes.sort()).toEqual(['guest.used', 'ok']);
  });

  it('says that it was taken back, has run out, or that the visit is over', async () => {
    const [taken, late, over] = [await invite(), await invite(), await invite()];
    await said(tell(helen, visitId, `guests/${taken.participantId}/remove`));
    expect(await codeOf(come(taken.address))).toBe('guest.removed');
    stack.skipTime(25 * 60 * MINUTE);
    expect(await codeOf(come(late.address))).toBe('guest.expired');
    helen = await inChart(stack);
    await said(tell(helen, visitId, 'cancel', { reason: 'other' }));
    expect(await codeOf(come(over.address))).toBe('guest.over');
  });

  it('waits while the gate of the running visit is closed', async () => {
    await inVisit();
    const { address } = await invite();
    const where = { place: 'vehicle', address: null, state: 'VT', country: 'US' };
    await said(tell(helen, visitId, 'location', { where }));
    expect(await codeOf(come(address))).toBe('guest.closed-now');
    await said(tell(helen, visitId, 'location', { where: { ...where, state: 'MA' } }));
    expect(await codeOf(come(address))).toBe('ok');
  });

  it('is not to be guessed, and guessing locks out only who guesses', async () => {
    const { address } = await invite();
    const answers = [];
    for (let turn = 0; turn < 12; turn += 1) answers.push(await codeOf(show(`x#guess-${turn}`)));
    expect([answers[0], answers.at(-1)]).toEqual(['guest.unknown', 'guest.too-many']);
    expect(await codeOf(come(address))).toBe('guest.too-many');
    stack.skipTime(MINUTE);
    expect(await codeOf(come(address))).toBe('ok');
  });
});

describe('a guest', () => {
  it('comes as themselves, is let in, and is out at once when removed', async () => {
    await inVisit();
    const guest = await invitedGuest();
    expect(await codeOf(tell(guest, visitId, 'join', { device: newDevice() }))).toBe('visit.not-admitted');
    const asking = (await visitOf(helen, visitId)).roster.find(({ role }) => role === 'guest');
    expect(asking).toMatchObject({
      name: 'Maria Ruiz',
      guestRole: 'interpreter',
      language: 'es',
      state: 'asking',
    });
    await said(tell(helen, visitId, `guests/${guest.participantId}/admit`));
    expect((await said<RoomView>(tell(guest, visitId, 'join', { device: newDevice() }))).mayConnect).toBe(
      true,
    );
    for (const path of ['banner', 'chart', `visits/${visitId}`, 'today'])
      expect(await codeOf(guest.api.get(path)), path).toBe('role.not-allowed');
    const session = await said<{ patientId: string | null }>(guest.api.get('session'));
    expect(session.patientId).toBe(null);
    await said(tell(helen, visitId, `guests/${guest.participantId}/remove`));
    expect(await codeOf(tell(guest, visitId, 'join', { device: newDevice() }))).toBe('visit.unknown');
    expect(await codeOf(guest.api.get(`visits/${visitId}/room`))).toBe('visit.unknown');
    expect(await standingOf(guest)).toBe('removed');
    expect(await codeOf(guest.api.post('guest-visit/ask-again', {}))).toBe('visit.unknown');
  });

  it('hears nothing of the chat before they are let in, and reads nothing said before', async () => {
    await inVisit();
    const guest = await invitedGuest();
    const write = async (messageId: string) => {
      const sent = tell(helen, visitId, 'chat', { messageId, text: messageId });
      const { sequence } = await said<{ sequence: number }>(sent);
      const of = `visit_id = '${visitId}' AND sequence = ${sequence}`;
      const text = `SELECT audience FROM journal_entries WHERE ${of}`;
      const { rows } = await stack.context.database.db.execute<{ audience: string[] }>(text);
      return rows[0]?.audience;
    };
    const everybody = ['staff', 'patient', 'proxy'];
    expect(await write('message-while-asking')).toEqual(everybody);
    await said(tell(helen, visitId, `guests/${guest.participantId}/admit`));
    expect(await write('message-of-the-room')).toEqual([...everybody, `participant:${guest.participantId}`]);
    const room = await said<RoomView>(guest.api.get(`visits/${visitId}/room`));
    expect(room.chat.map(({ text }) => text)).toEqual(['message-of-the-room']);
    await said(tell(helen, visitId, `guests/${guest.participantId}/remove`));
    expect(await write('message-after-removal')).toEqual(everybody);
  });

  it('leaves and comes back until the visit ends', async () => {
    await inVisit();
    const guest = await invitedGuest();
    await said(tell(helen, visitId, `guests/${guest.participantId}/admit`));
    await said(tell(guest, visitId, 'join', { device: newDevice() }));
    await said(tell(guest, visitId, 'leave'));
    expect(await standingOf(guest)).toBe('in');
    await said(tell(guest, visitId, 'join', { device: newDevice() }));
    await said(tell(helen, visitId, 'end'));
    expect(await standingOf(guest)).toBe('over');
    expect(await codeOf(guest.api.post('guest-visit/ask-again', {}))).toBe('visit.state');
  });

  it('whose screen was locked is let in again by the clinician alone', async () => {
    await inVisit();
    const guest = await invitedGuest();
    await said(tell(helen, visitId, `guests/${guest.participantId}/admit`));
    stack.skipTime(16 * MINUTE);
    expect(await codeOf(tell(guest, visitId, 'join', { device: newDevice() }))).toBe('session.locked');
    expect(await codeOf(guest.api.post('unlock', {}))).toBe('role.not-allowed');
    const again = await said<GuestVisitView>(guest.api.post('guest-visit/ask-again', {}));
    expect([again.standing, again.name]).toEqual(['asking', 'Maria Ruiz']);
    expect(await codeOf(tell(guest, visitId, 'join', { device: newDevice() }))).toBe('visit.not-admitted');
    helen = await inChart(stack);
    await said(tell(helen, visitId, `guests/${guest.participantId}/admit`));
    expect(await codeOf(tell(guest, visitId, 'join', { device: newDevice() }))).toBe('ok');
  });

  it('cannot be played by a patient or by another guest', async () => {
    const guest = await invitedGuest();
    const ada = await atPatientDoor(stack);
    expect(await codeOf(ada.api.get('guest-visit'))).toBe('role.not-allowed');
    expect(await codeOf(tellOwn(guest, visitId, 'arrive'))).toBe('role.not-allowed');
    expect(await codeOf(tell(guest, visitId, `guests/${guest.participantId}/admit`))).toBe(
      'role.not-allowed',
    );
  });
});
