// The visit from the chart to its end, over HTTP: whole app, sandbox, real launches. The gate allows and refuses.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { GatePart, PatientVisitView, RoomView, VisitView } from '#domain/visit';
import { versionInForce } from '../fixtures/consent-versions.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';
import {
  ADMIT,
  atPatientDoor,
  type Caller,
  checkIn,
  codeOf,
  inChart,
  newDevice,
  ownView,
  ownVisit,
  said,
  tell,
  tellOwn,
  visitOf,
  visitsOf,
} from '../fixtures/visit-people.ts';

let stack: Stack;
let helen: Caller;
let ada: Caller;
let visitId: string;
beforeAll(async () => {
  stack = await startStack();
  helen = await inChart(stack);
  ada = await atPatientDoor(stack);
});
afterAll(() => stack.close());
beforeEach(async () => {
  visitId = (await ownVisit(helen)).visitId;
});

const partOf = (visit: VisitView, part: GatePart) => visit.gate.parts.find((one) => one.part === part);

describe('the whole walk', () => {
  it('booked → invited → check-in → waiting → in the visit → dropped → back → ended', async () => {
    const invite = await said<{ address: string }>(tell(helen, visitId, 'invite'));
    expect(invite.address).toBe(`${stack.appUrl}/launch/patient.html?tenant=sandbox&visit=${visitId}`);
    const byLink = await atPatientDoor(stack, 'ada-martin', 'ada-martin', visitId);
    const listed = await said<{ visits: { visitId: string; isOfLink: boolean }[] }>(
      byLink.api.get('my-visits'),
    );
    expect(listed.visits.find(({ isOfLink }) => isOfLink)?.visitId).toBe(visitId);

    const arrived = await said<PatientVisitView>(tellOwn(ada, visitId, 'arrive'));
    expect([arrived.state, arrived.clinician]).toEqual(['checking-in', 'Dr. Helen R. Brooks, MD']);
    expect((await checkIn(ada, visitId)).state).toBe('waiting');
    const waiting = await visitOf(helen, visitId);
    expect([waiting.gate.verdict, waiting.state, waiting.missing]).toEqual(['allow', 'waiting', ['signs']]);
    expect(waiting.may).toContain('admit');

    expect(await codeOf(tell(ada, visitId, 'join', { device: newDevice() }))).toBe('visit.not-admitted');
    expect((await said<VisitView>(tell(helen, visitId, 'admit', ADMIT))).state).toBe('in-visit');
    const device = newDevice();
    const joined = await said<RoomView>(tell(ada, visitId, 'join', { device }));
    expect(joined.mayConnect).toBe(true);
    await said(tell(helen, visitId, 'join', { device: newDevice() }));
    expect((await said<RoomView>(tell(ada, visitId, 'leave'))).state).toBe('dropped');
    expect((await said<RoomView>(tell(ada, visitId, 'join', { device }))).state).toBe('in-visit');
    const ended = await said<VisitView>(tell(helen, visitId, 'end'));
    expect([ended.state, ended.endedAt !== null]).toEqual(['ended', true]);
    expect(await codeOf(tell(ada, visitId, 'join', { device }))).toBe('visit.not-admitted');

    const facts = await stack.context.database.db.execute<{ kind: string }>(
      `SELECT kind FROM outbox WHERE about = '${visitId}' ORDER BY made_at`,
    );
    expect(facts.rows.map(({ kind }) => kind)).toEqual(['visit.admitted', 'visit.ended']);
    const numbers = await stack.context.database.db.execute<{ sequence: number }>(
      `SELECT sequence FROM journal_entries WHERE visit_id = '${visitId}' ORDER BY sequence`,
    );
    expect(numbers.rows.map(({ sequence }) => sequence)).toEqual(numbers.rows.map((_, at) => at + 1));
  });

  it('keeps every answer when the page dies', async () => {
    await said(tellOwn(ada, visitId, 'arrive'));
    await said(
      tellOwn(ada, visitId, 'answers', { answer: { question: 'call-back', number: '978-555-0101' } }),
    );
    const again = await atPatientDoor(stack);
    const view = await ownView(again, visitId);
    expect([view.checkIn.callBack?.number, view.missing]).toEqual([
      '978-555-0101',
      ['who', 'where', 'signs', 'contact', 'consent', 'devices'],
    ]);
    expect(await codeOf(tellOwn(again, visitId, 'ready'))).toBe('visit.questions-left');
  });

  it('a second device takes over, and the first is told', async () => {
    await checkIn(ada, visitId);
    await said(tell(helen, visitId, 'admit', ADMIT));
    const [phone, laptop] = [newDevice(), newDevice()];
    const first = await said<RoomView>(tell(ada, visitId, 'join', { device: phone }));
    const second = await said<RoomView>(tell(ada, visitId, 'join', { device: laptop }));
    const epochOf = (room: RoomView) => room.roster.find(({ isYou }) => isYou)?.epoch ?? 0;
    expect(epochOf(second)).toBe(epochOf(first) + 1);
    expect((await said<RoomView>(tell(ada, visitId, 'present', { device: phone }))).isElsewhere).toBe(true);
    expect((await said<RoomView>(tell(ada, visitId, 'present', { device: laptop }))).isElsewhere).toBe(false);
  });

  it('moves to the phone and back, with the times on the timeline', async () => {
    await checkIn(ada, visitId);
    await said(tell(helen, visitId, 'admit', ADMIT));
    const phone = await said<VisitView>(tell(helen, visitId, 'move', { to: 'phone', reason: 'no-video' }));
    expect([phone.state, phone.modality]).toEqual(['moved-to-phone', 'phone']);
    const back = await said<VisitView>(tell(helen, visitId, 'move', { to: 'video', reason: 'other' }));
    expect(back.modalities.map(({ modality }) => modality)).toEqual(['video', 'phone', 'video']);
    await said(tell(ada, visitId, 'join', { device: newDevice() }));
  });

  it('chat is kept, sent twice it is one message', async () => {
    const line = { messageId: 'message-of-a-test-1', text: 'Can you hear me?' };
    const first = await said<{ sequence: number }>(tell(helen, visitId, 'chat', line));
    const second = await said<{ sequence: number }>(tell(helen, visitId, 'chat', line));
    expect(second.sequence).toBe(first.sequence);
    await said(tellOwn(ada, visitId, 'arrive'));
    const room = await said<RoomView>(ada.api.get(`visits/${visitId}/room`));
    expect(room.chat.map(({ text }) => text)).toEqual(['Can you hear me?']);
  });

  it('is made of the launch’s encounter or appointment once, whoever asks', async () => {
    const { candidates } = await visitsOf(helen);
    const [one] = candidates;
    if (!one) throw new Error('the sandbox has no visit of today for ada-martin');
    const source = { kind: one.kind, id: one.id };
    const made = await said<VisitView>(helen.api.post('visits', { source }));
    const again = await said<VisitView>(helen.api.post('visits', { source }));
    expect(again.visitId).toBe(made.visitId);
    expect((await visitsOf(helen)).candidates.map(({ id }) => id)).not.toContain(one.id);
  });
});

describe('the gate', () => {
  it('state line: the same clinician is let in one state and not in the next', async () => {
    await checkIn(ada, visitId, { state: 'NH' });
    expect((await visitOf(helen, visitId)).gate.verdict).toBe('allow');
    const here = (state: string) => ({
      answer: { question: 'where', answer: { place: 'vehicle', address: null, state, country: 'US' } },
    });
    await said(tellOwn(ada, visitId, 'answers', here('VT')));
    const refused = await visitOf(helen, visitId);
    expect([refused.gate.verdict, partOf(refused, 'licensure')?.verdict]).toEqual(['block', 'block']);
    expect(await codeOf(tell(helen, visitId, 'admit', ADMIT))).toBe('visit.gate');
    expect(await codeOf(tell(helen, visitId, 'move', { to: 'phone', reason: 'other' }))).toBe('visit.gate');
    expect((await ownView(ada, visitId)).mayJoin).toBe(false);
    await said(tellOwn(ada, visitId, 'answers', here('MA')));
    expect(await codeOf(tell(helen, visitId, 'admit', ADMIT))).toBe('ok');
  });

  it('a refusal of the patient closes it, and no override opens it', async () => {
    const no = {
      question: 'consent',
      agreed: false,
      version: versionInForce(),
      language: 'es',
      by: 'self',
    } as const;
    const view = await checkIn(ada, visitId, { change: [no] });
    expect(view.hold).toBe('consent-refused');
    expect(await codeOf(tell(helen, visitId, 'admit', ADMIT))).toBe('visit.gate');
    const override = { part: 'consent', reason: 'r', rule: 'r', checked: 'c' };
    expect(await codeOf(tell(helen, visitId, 'override', override))).toBe('visit.override-never');
  });

  it('an old text of the consent is not taken', async () => {
    await said(tellOwn(ada, visitId, 'arrive'));
    const old = { question: 'consent', agreed: true, version: '0', language: 'en', by: 'self' };
    expect(await codeOf(tellOwn(ada, visitId, 'answers', { answer: old }))).toBe('consent.version');
  });

  it('somebody else at the link closes it', async () => {
    await checkIn(ada, visitId, { change: [{ question: 'who', isRight: false }] });
    expect(partOf(await visitOf(helen, visitId), 'identity')?.verdict).toBe('block');
    expect(await codeOf(tell(helen, visitId, 'admit', ADMIT))).toBe('visit.gate');
  });

  it('two identifiers are asked of the clinician, not one, and not the same twice', async () => {
    await checkIn(ada, visitId);
    for (const identifiers of [[], ['name'], ['name', 'name']])
      expect(await codeOf(tell(helen, visitId, 'admit', { identifiers }))).toBe('input.invalid');
  });

  it('expired and revoked licences do not open it; nobody overrides a revoked one', async () => {
    const victor = await inChart(stack, 'victor-stone');
    const own = await ownVisit(victor);
    await checkIn(ada, own.visitId, { state: 'NH' });
    expect((await visitOf(victor, own.visitId)).gate.verdict).toBe('block');
    const irene = await inChart(stack, 'irene-vasquez');
    const override = { part: 'licensure', reason: 'r', rule: 'r', checked: 'c' };
    expect(await codeOf(tell(irene, own.visitId, 'override', override))).toBe('visit.override-never');
    expect(await codeOf(tell(victor, own.visitId, 'admit', ADMIT))).toBe('visit.gate');
  });
});
