// Recording and listening by software over HTTP with the whole app: who is asked, who may answer for whom, what turns it
// off at once, and that refusing it moves nothing else.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decideConsent, type ListeningPurpose } from '#domain/consent';
import type { EvidenceView, ListeningPart, ListeningView } from '#domain/visit';
import { readConsent } from '#profiles/telehealth-consent';
import { loadPacks } from '#server/rules';
import { sandboxTenants } from '#server/smart/tenants';
import { type Stack, startStack } from '../fixtures/stack.ts';
import {
  ADMIT,
  answersOf,
  atPatientDoor,
  type Caller,
  checkIn,
  codeOf,
  comeAsGuest,
  inChart,
  newDevice,
  noteAloud,
  ownVisit,
  said,
  tell,
  tellOwn,
  visitOf,
} from '../fixtures/visit-people.ts';

let stack: Stack;
let helen: Caller;
let ada: Caller;
let visitId: string;
beforeAll(async () => {
  stack = await startStack({
    tenants: (sandboxOrigin) =>
      sandboxTenants({ sandboxOrigin }).map((one) =>
        one.id === 'sandbox-epic' ? { ...one, site: { ...one.site, listening: [] } } : one,
      ),
  });
  helen = await inChart(stack);
  ada = await atPatientDoor(stack);
});
afterAll(() => stack.close());
beforeEach(async () => {
  visitId = (await ownVisit(helen)).visitId;
  // What was agreed to in the test before holds a year; here everybody is asked anew.
  await stack.context.database.db.execute(
    `UPDATE consents SET withdrawn_at = now() WHERE kind <> 'telehealth' AND withdrawn_at IS NULL AND agreed`,
  );
});

const viewOf = (caller: Caller, language = 'en') =>
  said<ListeningView>(caller.api.get(`visits/${visitId}/listening?language=${language}`));
async function partOf(caller: Caller, purpose: ListeningPurpose = 'recording'): Promise<ListeningPart> {
  const part = (await viewOf(caller)).parts.find((one) => one.purpose === purpose);
  if (!part) throw new Error('nothing is offered');
  return part;
}
const act = (caller: Caller, what: string, body: object) =>
  tell(caller, visitId, `listening/${what}`, { purpose: 'recording', ...body });
const ask = (isAsked = true) => said(act(helen, 'ask', { isAsked }));
const standAt = (caller: Caller, state: string) => said(tell(caller, visitId, 'listening/place', { state }));
async function answer(caller: Caller, agreed = true, more: object = {}): Promise<string> {
  const { you } = await partOf(caller);
  const { version, language } = you?.text ?? { version: '1', language: 'en' };
  return codeOf(act(caller, 'answer', { agreed, version, language, as: 'self', ...more }));
}
const mayRecord = (of = visitId) =>
  stack.context.visits.mayListen({ tenantId: 'sandbox', visitId: of }, 'recording');
const outcomeNow = async () => (await mayRecord()).outcome;

async function inVisit(state = 'NH'): Promise<void> {
  await checkIn(ada, visitId, { state });
  await said(tell(helen, visitId, 'admit', ADMIT));
  await said(tell(ada, visitId, 'join', { device: newDevice() }));
  await said(tell(helen, visitId, 'join', { device: newDevice() }));
}

/** Everybody who is there has agreed. */
async function agreed(): Promise<void> {
  await ask();
  await standAt(helen, 'NY');
  expect([await answer(helen), await answer(ada)]).toEqual(['ok', 'ok']);
}

async function invitedGuest(): Promise<Caller & { participantId: string }> {
  const guest = { name: 'Agency', role: 'interpreter', language: 'es' };
  const invited = await said<{ address: string; participantId: string }>(
    tell(helen, visitId, 'guests', guest),
  );
  return { ...invited, ...(await comeAsGuest(stack, invited.address)) };
}

const letIn = (guest: { participantId: string }) =>
  said(tell(helen, visitId, `guests/${guest.participantId}/admit`));

describe('everybody agrees', () => {
  it('is off until each has, on, and off in the moment one takes it back; nobody is put out', async () => {
    await inVisit();
    expect((await partOf(ada)).you).toBe(null);
    await ask();
    const asked = await partOf(ada);
    expect([asked.outcome, asked.you?.stand, asked.you?.text.version]).toEqual([
      'must-be-off',
      'not-answered',
      '1-NH',
    ]);
    expect(asked.you?.text.sections.at(-1)?.paragraphs.at(-1)).toContain('New Hampshire');
    expect(await answer(ada)).toBe('ok');
    expect(await outcomeNow()).toBe('must-be-off');
    await standAt(helen, 'NY');
    expect(await answer(helen)).toBe('ok');
    expect(await outcomeNow()).toBe('may-be-on');
    const on = await partOf(helen);
    expect([on.outcome, on.people.map(({ stand }) => stand)]).toEqual(['may-be-on', ['agreed', 'agreed']]);
    expect(on.since).not.toBe(null);

    await said(act(ada, 'take-back', {}));
    expect(await outcomeNow()).toBe('must-be-off');
    const off = await partOf(helen);
    expect([off.outcome, off.people.find(({ role }) => role === 'patient')?.stand]).toEqual([
      'must-be-off',
      'taken-back',
    ]);
    const { state, isOpenToMore, gate } = await visitOf(helen, visitId);
    expect([state, isOpenToMore, gate.verdict]).toEqual(['in-visit', true, 'allow']);
    expect(await codeOf(tell(ada, visitId, 'join', { device: newDevice() }))).toBe('ok');

    const record = await stack.context.visits.findVisitRecord('sandbox', visitId);
    expect(record?.listening).toEqual([
      { purpose: 'recording', spans: [{ from: on.since, until: off.since }] },
    ]);
    const evidence = await said<EvidenceView>(helen.api.get(`visits/${visitId}/evidence`));
    expect(
      evidence.consents.map((one) => {
        const read = readConsent(one);
        return `${read?.kind} ${read?.givenFor} ${read?.patientId} ${read?.withdrawnAt ? 'taken back' : 'holds'}`;
      }),
    ).toEqual([
      'telehealth patient ada-martin holds',
      'recording patient ada-martin taken back',
      'recording staff ada-martin holds',
    ]);
    expect(evidence.listening.map(({ outcome }) => outcome)).toEqual(['may-be-on', 'must-be-off']);
    // The question is kept as the rule takes it: asked again, it answers the same.
    const { packs } = loadPacks();
    const again = evidence.listening.map(({ question }) => {
      const wants = { recording: true, aiListening: false };
      return decideConsent({ ...question, wants } as never, packs).recording.outcome;
    });
    expect(again).toEqual(['allow', 'off']);
    const events = await stack.context.database.db.execute<{ event: string }>(
      `SELECT DISTINCT event FROM audit_events WHERE event LIKE 'listening.%' ORDER BY event`,
    );
    expect(events.rows.map(({ event }) => event)).toEqual([
      ...['listening.answer', 'listening.ask', 'listening.place', 'listening.take-back'],
    ]);
  });

  it('the clinician stops asking: off, though all agree', async () => {
    await inVisit();
    await agreed();
    // One purpose says nothing of the other.
    expect((await viewOf(helen)).parts.map(({ outcome }) => outcome)).toEqual(['may-be-on', 'must-be-off']);
    await ask(false);
    expect(await outcomeNow()).toBe('must-be-off');
    expect((await partOf(ada)).you).toBe(null);
  });

  it('the visit ends: off, and the time it might be on ends with it', async () => {
    await inVisit();
    await agreed();
    await said(tell(helen, visitId, 'end'));
    expect(await outcomeNow()).toBe('must-be-off');
    const record = await stack.context.visits.findVisitRecord('sandbox', visitId);
    expect(record?.listening[0]?.spans).toHaveLength(1);
    expect(record?.listening[0]?.spans[0]?.until).not.toBe(null);
  });

  it('a yes is carried into the next visit, where everybody is told, and all of it can be taken back', async () => {
    await inVisit();
    await agreed();
    await said(tell(helen, visitId, 'end'));
    visitId = (await ownVisit(helen)).visitId;
    await inVisit();
    expect(await outcomeNow()).toBe('must-be-off');
    await ask();
    const mine = (await partOf(ada)).you;
    expect([mine?.stand, mine?.isCarriedOver]).toEqual(['agreed', true]);
    // Where the clinician is today, nobody has said.
    expect((await mayRecord()).reasons.map(({ code, rule }) => `${code} ${rule}`)).toContain(
      'missing-fact participants.state',
    );
    await standAt(helen, 'NY');
    expect(await outcomeNow()).toBe('may-be-on');
    await said(act(ada, 'take-back', {}));
    expect([await outcomeNow(), (await partOf(ada)).you?.stand]).toEqual(['must-be-off', 'no']);
  });
});

describe('refusing', () => {
  it('before admission: the patient waits, is let in, and care goes on', async () => {
    await said(tellOwn(ada, visitId, 'arrive'));
    for (const one of answersOf('NH')) await said(tellOwn(ada, visitId, 'answers', { answer: one }));
    await said(tellOwn(ada, visitId, 'ready'));
    await ask();
    const before = await visitOf(helen, visitId);
    expect(await answer(ada, false)).toBe('ok');
    const after = await visitOf(helen, visitId);
    expect([after.gate.verdict, after.gate.parts, after.may, after.notices]).toEqual([
      before.gate.verdict,
      before.gate.parts,
      before.may,
      before.notices,
    ]);
    expect((await said<{ state: string }>(tell(helen, visitId, 'admit', ADMIT))).state).toBe('in-visit');
    expect(await codeOf(tell(ada, visitId, 'join', { device: newDevice() }))).toBe('ok');
    expect((await partOf(ada)).you?.stand).toBe('no');
    expect(await outcomeNow()).toBe('must-be-off');
  });

  it('who said no is told to staff and to nobody else', async () => {
    await inVisit();
    await ask();
    await standAt(helen, 'NY');
    await answer(helen, false);
    const seen = await viewOf(ada);
    expect(seen.parts.map(({ people, reasons }) => [people, reasons])).toEqual([
      [[], []],
      [[], []],
    ]);
    expect((await partOf(helen)).people.map(({ stand }) => stand)).toContain('no');
  });
});

describe('what turns it off at once', () => {
  it('a guest who is let in, until they agree; in Vermont for as long as they are there', async () => {
    await inVisit();
    await agreed();
    const guest = await invitedGuest();
    expect(await codeOf(guest.api.get(`visits/${visitId}/listening?language=es`))).toBe('visit.unknown');
    expect(await outcomeNow()).toBe('may-be-on');
    await letIn(guest);
    expect(await outcomeNow()).toBe('must-be-off');
    expect((await viewOf(guest, 'es')).parts[0]?.you).toMatchObject({
      stand: 'not-answered',
      needsPlace: true,
      text: { title: '¿Se puede grabar esta consulta?' },
    });
    expect(await answer(guest)).toBe('listening.place');
    await standAt(guest, 'VT');
    expect(await answer(guest)).toBe('ok');
    const barred = await partOf(helen);
    expect([barred.outcome, barred.isBarred]).toEqual(['must-be-off', true]);
    await standAt(guest, 'NY');
    expect(await outcomeNow()).toBe('may-be-on');
    await said(tell(guest, visitId, 'leave'));
    expect(await outcomeNow()).toBe('may-be-on');
  });

  it('the patient who crosses a state line into a place with another text, and back', async () => {
    await inVisit();
    await agreed();
    const move = (state: string) =>
      said(
        tell(helen, visitId, 'location', {
          where: { place: 'vehicle', address: null, state, country: 'US' },
        }),
      );
    expect(await outcomeNow()).toBe('may-be-on');
    await move('MA');
    expect(await outcomeNow()).toBe('must-be-off');
    expect((await partOf(ada)).you).toMatchObject({ stand: 'again', text: { version: '1-MA' } });
    expect(await answer(ada, true, { version: '1-NH' })).toBe('consent.version');
    expect(await answer(ada)).toBe('ok');
    expect(await outcomeNow()).toBe('may-be-on');
    await move('VT');
    const barred = await partOf(helen);
    expect([barred.isBarred, barred.reasons.some(({ code }) => code === 'gate-closed')]).toEqual([
      true,
      true,
    ]);
    // Back where they had agreed to the text of the place.
    await move('NH');
    expect(await outcomeNow()).toBe('may-be-on');
  });

  it('the consent to telehealth taken back', async () => {
    await inVisit();
    await agreed();
    await said(tellOwn(ada, visitId, 'withdraw', { kind: 'telehealth' }));
    const { outcome, reasons } = await mayRecord();
    expect([outcome, reasons[0]?.code]).toEqual(['must-be-off', 'gate-closed']);
    const record = await stack.context.visits.findVisitRecord('sandbox', visitId);
    expect(record?.listening[0]?.spans[0]?.until).not.toBe(null);
  });

  it('the move to the telephone, until it was asked for that', async () => {
    await inVisit();
    await agreed();
    await said(tell(helen, visitId, 'move', { to: 'phone', reason: 'no-video' }));
    expect(await outcomeNow()).toBe('must-be-off');
    const patient = (await partOf(helen)).people.find(({ role }) => role === 'patient');
    expect(patient?.stand).toBe('again');
    expect(await answer(helen)).toBe('ok');
    const { participantId } = patient ?? {};
    const heard = { participantId, agreed: true, language: 'en', as: 'self', name: null };
    await said(act(helen, 'spoken', { ...heard, interpreter: 'Maria Ruiz', witness: 'Rosa Delgado' }));
    expect(await outcomeNow()).toBe('must-be-off');
    await said(noteAloud(helen, visitId));
    expect(await outcomeNow()).toBe('may-be-on');
    expect((await partOf(ada)).you).toMatchObject({
      stand: 'agreed',
      heardBy: expect.stringMatching(/Brooks/),
    });
    const record = await stack.context.visits.findVisitRecord('sandbox', visitId);
    expect(record?.consents.findLast(({ kind }) => kind === 'recording')).toMatchObject({
      ...{ kind: 'recording', givenFor: 'patient', way: 'spoken', agreed: true },
      heard: { by: expect.stringMatching(/Brooks/), interpreter: 'Maria Ruiz', witness: 'Rosa Delgado' },
    });
    // What was written down of them, they take back like what they pressed.
    await said(act(ada, 'take-back', {}));
    expect(await outcomeNow()).toBe('must-be-off');
  });
});

describe('who may answer', () => {
  it('asks: the visit’s clinician; speaks for another: nobody; what was spoken: who leads the visit', async () => {
    await inVisit();
    const [rosa, amara] = [await inChart(stack, 'rosa-delgado'), await inChart(stack, 'amara-diallo')];
    const irene = await inChart(stack, 'irene-vasquez');
    const asks = (caller: Caller) => codeOf(act(caller, 'ask', { isAsked: true }));
    expect([await asks(ada), await asks(rosa), await asks(irene)]).toEqual(Array(3).fill('role.not-allowed'));
    expect(await asks(amara)).toBe('visit.not-yours');
    await ask();
    const patient = (await partOf(irene)).people.find(({ role }) => role === 'patient')?.participantId;
    const own = (await partOf(helen)).you?.participantId;
    const heard = { participantId: patient, agreed: true, language: 'en', as: 'self', name: null };
    const writes = (caller: Caller, more: object = {}) =>
      codeOf(act(caller, 'spoken', { ...heard, interpreter: null, witness: null, ...more }));
    expect([await writes(ada), await writes(rosa)]).toEqual(['role.not-allowed', 'role.not-allowed']);
    expect(await writes(amara)).toBe('visit.not-yours');
    expect(await writes(helen, { participantId: own })).toBe('listening.own');
    expect(await writes(helen, { as: 'parent' })).toBe('consent.by');
    expect(await writes(helen, { participantId: 'nobody-of-this-visit' })).toBe('visit.nobody');
    // Who is not in the visit is not asked, and the patient answers as themself.
    expect(
      await codeOf(act(rosa, 'answer', { agreed: true, version: '1', language: 'en', as: 'self' })),
    ).toBe('visit.unknown');
    expect(await answer(ada, true, { as: 'guardian' })).toBe('consent.by');
    expect(await codeOf(tell(ada, visitId, 'listening/place', { state: 'NY' }))).toBe('listening.place');
    const elsewhere = await inChart(stack, 'helen-brooks', 'benjamin-okafor');
    expect(await codeOf(elsewhere.api.get(`visits/${visitId}/listening?language=en`))).toBe('visit.unknown');
    expect((await mayRecord('no-such-visit-anywhere')).outcome).toBe('must-be-off');
    for (const one of [rosa, amara, irene, elsewhere]) await said(one.api.post('logout'));
  });

  it('a yes needs a question', async () => {
    await inVisit();
    expect(await answer(ada)).toBe('listening.not-asked');
    expect(await answer(ada, false)).toBe('ok');
  });

  it('a parent answers for a child and for themself, each by name', async () => {
    const doctor = await inChart(stack, 'helen-brooks', 'noah-brennan');
    const sofia = await atPatientDoor(stack, 'sofia-brennan-proxy', 'noah-brennan');
    visitId = (await ownVisit(doctor)).visitId;
    await said(tellOwn(sofia, visitId, 'arrive'));
    for (const one of answersOf('NY', 'parent'))
      await said(tellOwn(sofia, visitId, 'answers', { answer: one }));
    await said(act(doctor, 'ask', { isAsked: true }));
    await said(tellOwn(sofia, visitId, 'ready'));
    await said(tell(doctor, visitId, 'emergency', { modality: 'video', reason: 'Croup, stridor' }));
    await said(tell(sofia, visitId, 'join', { device: newDevice() }));
    expect((await partOf(sofia)).you?.speaksForPatient).toBe(true);
    await standAt(sofia, 'NY');
    expect(await answer(sofia)).toBe('consent.by');
    expect(await answer(sofia, true, { as: 'parent' })).toBe('ok');
    const { people } = await partOf(doctor);
    expect(people.map(({ role, stand }) => `${role} ${stand}`).sort()).toEqual([
      ...['host not-answered', 'patient agreed', 'proxy agreed'],
    ]);
    await said(act(sofia, 'take-back', {}));
    expect((await partOf(doctor)).people.map(({ role, stand }) => `${role} ${stand}`).sort()).toEqual([
      ...['host not-answered', 'patient taken-back', 'proxy taken-back'],
    ]);
    for (const one of [doctor, sofia]) await said(one.api.post('logout'));
  });
});

describe('a site that uses nothing', () => {
  it('asks nobody and shows nothing', async () => {
    const doctor = await inChart(stack, 'helen-brooks', 'ada-martin', 'epic');
    visitId = (await ownVisit(doctor)).visitId;
    expect((await viewOf(doctor)).parts).toEqual([]);
    expect(await codeOf(act(doctor, 'ask', { isAsked: true }))).toBe('listening.not-offered');
    const of = { tenantId: 'sandbox-epic', visitId };
    const { outcome, reasons } = await stack.context.visits.mayListen(of, 'recording');
    expect([outcome, reasons[0]?.code]).toEqual(['must-be-off', 'listening-not-offered']);
  });
});
