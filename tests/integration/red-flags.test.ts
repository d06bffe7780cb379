// Signs that cannot wait, told at check-in: who hears of them, who may not, and that they only ever add up.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AskedSignsView, OwnSignsView, SignTelling, SignWritten } from '#domain/red-flags';
import type { EvidenceView, PatientVisitView, TodayView, VisitsView, VisitView } from '#domain/visit';
import { listAuditEvents } from '#server/audit';
import { type Stack, startStack } from '../fixtures/stack.ts';
import {
  ADMIT,
  answersOf,
  atPatientDoor,
  atStaffDoor,
  type Caller,
  checkIn,
  codeOf,
  inChart,
  invitedGuest,
  ownView,
  ownVisit,
  said,
  tell,
  tellOwn,
  visitOf,
} from '../fixtures/visit-people.ts';

const OWN_WORDS = 'My left knee is swollen since the hiking trip to Katahdin';

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
  await said(tellOwn(ada, visitId, 'arrive'));
});

const asked = (caller: Caller) => said<AskedSignsView>(caller.api.get(`my-visits/${visitId}/signs`));
const noToAll = async (caller: Caller) =>
  (await asked(caller)).signs.map(({ flag }) => ({ flag, said: 'no' as const }));
const tellSigns = (caller: Caller, told: Partial<SignTelling>) =>
  tellOwn(caller, visitId, 'signs', { answers: [], words: null, language: 'en', ...told });
const chestPain = (caller: Caller) => tellSigns(caller, { answers: [{ flag: 'chest-pain', said: 'yes' }] });
const acknowledge = (caller: Caller, upTo: number) => tell(caller, visitId, 'signs/acknowledge', { upTo });
const answer = (one: ReturnType<typeof answersOf>[number]) =>
  said<PatientVisitView>(tellOwn(ada, visitId, 'answers', { answer: one }));
const where = (state: string) => answersOf(state)[1] as ReturnType<typeof answersOf>[number];

describe('a sign told at check-in', () => {
  it('reaches the clinician at once: in the visit, on Today on top, and in another chart without a name', async () => {
    const elsewhere = await inChart(stack, 'helen-brooks', 'walter-nakamura');
    const othersSign = async () => (await said<VisitsView>(elsewhere.api.get('visits'))).othersSignAt;
    await said(chestPain(ada));
    const { signs } = await visitOf(helen, visitId);
    expect(signs).toMatchObject({ urgency: 'emergency', isTold: true, upTo: 1, acknowledged: null });
    expect(signs.found).toMatchObject([
      { flag: 'chest-pain', said: 'yes', saidBy: 'patient', reason: { rule: 'red-flag/chest-pain' } },
    ]);
    expect(signs.open).toContain('seizure');
    const door = await atStaffDoor(stack);
    const lineOf = async () =>
      (await said<TodayView>(door.api.get('today'))).visits.find((one) => one.visitId === visitId)?.signs;
    expect(await lineOf()).toMatchObject({ urgency: 'emergency', isNew: true });
    expect(await othersSign()).toBe(signs.lastToldAt);
    await said(acknowledge(helen, signs.upTo));
    expect(await lineOf()).toMatchObject({ urgency: 'emergency', isNew: false });
    expect(await othersSign()).toBeNull();
  });

  it('is asked after the place, and comes back as who answers there', async () => {
    await answer(answersOf()[0] as never);
    expect((await answer(where('MA'))).missing[0]).toBe('signs');
    const view = await said<PatientVisitView>(chestPain(ada));
    expect(view.signs.stage).toBe('to-hear');
    expect(view.signs.crisisLines.map(({ call }) => call)).toEqual(['911', '988']);
    expect(view.missing[0]).toBe('signs');
    const gone = await said<PatientVisitView>(tellOwn(ada, visitId, 'signs/go-on', { word: 'called' }));
    expect([gone.signs.stage, gone.signs.hasSign, gone.missing[0]]).toEqual(['told', true, 'call-back']);
    // Abroad none of these numbers reaches anybody.
    await answer({
      question: 'where',
      answer: { place: 'home', address: null, state: null, country: 'FR' },
    });
    expect((await ownView(ada, visitId)).signs).toMatchObject({ hasSign: true, crisisLines: [] });
  });

  it('goes up only: no later answer, no going on and no acknowledgement lowers it', async () => {
    await said(chestPain(ada));
    await said(tellSigns(ada, { answers: await noToAll(ada) }));
    await said(tellOwn(ada, visitId, 'signs/go-on', { word: 'safe' }));
    const { signs } = await said<VisitView>(acknowledge(helen, 3));
    expect(signs).toMatchObject({ urgency: 'emergency', open: [], wentOn: [{ word: 'safe' }] });
    expect(signs.acknowledged?.by).toMatch(/Brooks/);
    // What is told after it was looked at wants to be seen again.
    await said(tellSigns(ada, { answers: [{ flag: 'seizure', said: 'unsure' }] }));
    const again = (await visitOf(helen, visitId)).signs;
    expect([again.found.length, again.acknowledged]).toEqual([2, null]);
    await said(acknowledge(helen, 1));
    expect((await visitOf(helen, visitId)).signs.acknowledged).toBeNull();
    const { database } = stack.context;
    await expect(
      database.db.execute(`UPDATE red_flag_words SET position = 9 WHERE visit_id = '${visitId}'`),
    ).rejects.toThrow();
    await expect(
      database.db.execute(`DELETE FROM red_flag_words WHERE visit_id = '${visitId}'`),
    ).rejects.toThrow();
  });

  it('never stands in the way of the visit, and leaves "needs review" where nobody answered', async () => {
    await checkIn(ada, visitId);
    const unasked = await visitOf(helen, visitId);
    expect(unasked).toMatchObject({ state: 'waiting', signs: { urgency: 'needs-review', isTold: false } });
    await said(chestPain(ada));
    expect((await said<VisitView>(tell(helen, visitId, 'admit', ADMIT))).state).toBe('in-visit');
  });

  it('names none where every question was answered with no, and still keeps the own words', async () => {
    await said(tellSigns(ada, { answers: await noToAll(ada), words: OWN_WORDS }));
    const { signs } = await visitOf(helen, visitId);
    expect(signs).toMatchObject({ urgency: 'none-found', open: [], found: [], upTo: 0 });
    expect(signs.words).toMatchObject([{ text: OWN_WORDS, way: 'asked' }]);
  });

  it('is heard in own words, in Spanish too, and in what is written to the clinician', async () => {
    await said(tellSigns(ada, { answers: await noToAll(ada), words: 'Me duele el pecho', language: 'es' }));
    expect((await visitOf(helen, visitId)).signs.found).toMatchObject([
      { flag: 'chest-pain', by: 'words', said: null },
    ]);
    const write = (caller: Caller, messageId: string, text: string) =>
      said(caller.api.post(`visits/${visitId}/chat`, { messageId, text }));
    await write(ada, 'message-of-a-test-0001', 'good morning');
    await write(helen, 'message-of-a-test-0002', 'Did you ever have a seizure?');
    await write(ada, 'message-of-a-test-0003', 'there is blood, it wont stop bleeding');
    const { signs } = await visitOf(helen, visitId);
    expect(signs.found.map(({ flag }) => flag)).toEqual(['chest-pain', 'bleeding']);
    expect(signs.words.map(({ way }) => way)).toEqual(['asked', 'chat']);
  });
});

describe('a sign told aloud', () => {
  const write = (caller: Caller, written: Partial<SignWritten>) =>
    tell(caller, visitId, 'signs', {
      ...{ answers: [{ flag: 'chest-pain', said: 'yes' }], words: null, toldBy: 'patient', ...written },
    });

  it('is written down by staff and raises what the patient’s own answer does, with who wrote it', async () => {
    await answer(where('MA'));
    const rosa = await inChart(stack, 'rosa-delgado');
    const { signs } = await said<VisitView>(
      write(rosa, { words: 'Grey, sweating; no seizure', toldBy: 'somebody-else' }),
    );
    expect(signs).toMatchObject({ urgency: 'emergency', isTold: false, open: [], acknowledged: null });
    // Their own words are kept and not read: what they mean they picked.
    expect(signs.found).toMatchObject([
      { flag: 'chest-pain', by: 'answer', said: 'yes', saidBy: 'staff', toldBy: 'somebody-else' },
    ]);
    expect(signs.found[0]?.name).toMatch(/Delgado/);
    expect(signs.words).toMatchObject([{ text: 'Grey, sweating; no seizure', way: 'aloud' }]);
    // The patient's own questions stay theirs, and nothing of it comes to their screen.
    expect((await ownView(ada, visitId)).signs).toMatchObject({ stage: 'to-ask', hasSign: false });
    const { signs: kept } = await said<EvidenceView>(helen.api.get(`visits/${visitId}/evidence`));
    expect(kept[0]).toMatchObject({
      ...{ kind: 'told', saidBy: 'staff', name: expect.stringMatching(/Delgado/) },
      told: { way: 'aloud', toldBy: 'somebody-else', place: { state: 'MA' }, outcome: 'emergency' },
    });
  });

  it('goes up only: an answer of the patient’s adds, and a sign nobody is asked in writing can be written', async () => {
    const { signs: all } = await said<AskedSignsView>(helen.api.get(`visits/${visitId}/signs`));
    expect(all.map(({ flag }) => flag)).toEqual(
      expect.arrayContaining(['not-safe-from-somebody', 'child-changed', 'chest-pain']),
    );
    await said(
      write(helen, { answers: [{ flag: 'not-safe-from-somebody', said: 'unsure' }], toldBy: 'seen' }),
    );
    await said(tellSigns(ada, { answers: await noToAll(ada) }));
    const { signs } = await visitOf(helen, visitId);
    expect([signs.urgency, signs.isTold, signs.found.map(({ flag }) => flag)]).toEqual([
      ...['crisis', true, ['not-safe-from-somebody']],
    ]);
  });

  it('has no "no", and is the care team’s of this patient alone', async () => {
    expect(await codeOf(write(helen, { answers: [{ flag: 'chest-pain', said: 'no' as never }] }))).toMatch(
      /input|request/,
    );
    expect(await codeOf(write(helen, { answers: [] }))).toMatch(/input|request/);
    const strange = await inChart(stack, 'helen-brooks', 'walter-nakamura');
    expect(await codeOf(write(strange, {}))).toBe('visit.unknown');
    for (const caller of [ada, await inChart(stack, 'irene-vasquez')])
      expect(await codeOf(write(caller, {}))).toBe('role.not-allowed');
    await said(tell(helen, visitId, 'cancel', { reason: 'other' }));
    expect(await codeOf(write(helen, {}))).toBe('visit.state');
    expect((await visitOf(helen, visitId)).signs.found).toEqual([]);
  });
});

describe('a guest', () => {
  const report = (guest: Caller, told: Partial<SignTelling> = {}) =>
    guest.api.post('guest-visit/signs', {
      ...{ answers: [{ flag: 'seizure', said: 'yes' }], words: null, language: 'es', ...told },
    });
  const write = (caller: Caller, messageId: string, text: string) =>
    said(caller.api.post(`visits/${visitId}/chat`, { messageId, text }));
  const letIn = (participantId: string) =>
    said<VisitView>(tell(helen, visitId, `guests/${participantId}/admit`));

  it('who came for the patient reports a sign, once they are let in, and reads whom to call', async () => {
    await checkIn(ada, visitId);
    await said(tell(helen, visitId, 'admit', ADMIT));
    const maria = await invitedGuest(stack, helen, visitId, 'caregiver');
    // At the door they learn nothing of what is asked of this patient.
    expect(await codeOf(maria.api.get('guest-visit/signs'))).toBe('visit.not-yours');
    expect(await codeOf(report(maria))).toBe('visit.not-yours');
    await letIn(maria.participantId);
    const { signs: list } = await said<AskedSignsView>(maria.api.get('guest-visit/signs'));
    expect(list.map(({ flag }) => flag)).not.toContain('not-safe-from-somebody');
    const own = await said<OwnSignsView>(report(maria));
    expect([own.hasSign, own.crisisLines.map(({ call }) => call)]).toEqual([true, ['911', '988']]);
    const { signs } = await visitOf(helen, visitId);
    expect(signs).toMatchObject({ urgency: 'emergency', isTold: false, open: [] });
    expect(signs.found).toMatchObject([{ flag: 'seizure', saidBy: 'guest', name: 'Maria Ruiz' }]);
    expect((await ownView(ada, visitId)).signs.hasSign).toBe(false);
    await write(maria, 'message-of-a-guest-001', 'Ahora le duele el pecho');
    expect((await visitOf(helen, visitId)).signs.found.map(({ flag }) => flag)).toEqual([
      ...['seizure', 'chest-pain'],
    ]);
    await said(tell(helen, visitId, `guests/${maria.participantId}/remove`));
    expect(await codeOf(report(maria))).toBe('visit.unknown');
  });

  it('who interprets is not asked, and what they write is not read for signs', async () => {
    await checkIn(ada, visitId);
    await said(tell(helen, visitId, 'admit', ADMIT));
    const maria = await invitedGuest(stack, helen, visitId);
    await letIn(maria.participantId);
    expect(await codeOf(maria.api.get('guest-visit/signs'))).toBe('visit.not-yours');
    expect(await codeOf(report(maria))).toBe('visit.not-yours');
    await write(maria, 'message-of-a-guest-002', '¿Ha tenido convulsiones o dolor de pecho?');
    expect((await visitOf(helen, visitId)).signs.found).toEqual([]);
  });
});

describe('what was told', () => {
  it('is sealed at rest: neither the sign nor the words stand anywhere in the table', async () => {
    await said(
      tellSigns(ada, { answers: [{ flag: 'poisoning-or-overdose', said: 'yes' }], words: OWN_WORDS }),
    );
    const { rows } = await stack.context.database.db.execute<Record<string, unknown>>(
      `SELECT * FROM red_flag_words WHERE visit_id = '${visitId}'`,
    );
    expect(rows).toHaveLength(1);
    const stored = JSON.stringify(rows);
    for (const word of ['poisoning', 'Katahdin', 'emergency', '"told"']) expect(stored).not.toContain(word);
  });

  it('goes out with the evidence: when, by whom, where, by which row and pack', async () => {
    await answer(where('MA'));
    await said(chestPain(ada));
    await said(tellOwn(ada, visitId, 'signs/go-on', { word: 'goes-on' }));
    await said(acknowledge(helen, 2));
    const { signs } = await said<EvidenceView>(helen.api.get(`visits/${visitId}/evidence`));
    expect(signs.map(({ kind, saidBy, wentOn }) => [kind, saidBy, wentOn])).toEqual([
      ['told', 'patient', undefined],
      ['went-on', 'patient', 'goes-on'],
      ['acknowledged', 'staff', undefined],
    ]);
    expect(signs[0]?.told).toMatchObject({
      answers: [{ flag: 'chest-pain', said: 'yes' }],
      place: { state: 'MA', country: 'US' },
      outcome: 'emergency',
      packs: [{ pack: 'red-flags' }],
    });
    expect(signs[0]?.told?.reasons[0]).toMatchObject({ rule: 'red-flag/chest-pain', code: 'flag-by-answer' });
  });

  it('is nobody else’s: another patient, another tenant, the wrong role', async () => {
    await said(chestPain(ada));
    const walter = await atPatientDoor(stack, 'walter-nakamura');
    const strange = await inChart(stack, 'helen-brooks', 'walter-nakamura');
    const otherTenant = await inChart(stack, 'helen-brooks', 'ada-martin', 'epic');
    expect(await codeOf(walter.api.get(`my-visits/${visitId}/signs`))).toBe('visit.unknown');
    expect(await codeOf(chestPain(walter))).toBe('visit.unknown');
    expect(await codeOf(tellOwn(walter, visitId, 'signs/go-on', { word: 'safe' }))).toBe('visit.unknown');
    for (const caller of [strange, otherTenant])
      expect(await codeOf(acknowledge(caller, 1))).toBe('visit.unknown');
    expect(await codeOf(acknowledge(ada, 1))).toBe('role.not-allowed');
    expect(await codeOf(acknowledge(await inChart(stack, 'irene-vasquez'), 1))).toBe('role.not-allowed');
    expect(await codeOf(chestPain(helen))).toBe('role.not-allowed');
    expect((await visitOf(helen, visitId)).signs).toMatchObject({ acknowledged: null, upTo: 1 });
  });

  it('is asked of who comes for a child, with what is asked of children alone', async () => {
    const mother = await atPatientDoor(stack, 'sofia-brennan-proxy', 'noah-brennan');
    const amara = await inChart(stack, 'amara-diallo', 'noah-brennan');
    visitId = (await ownVisit(amara)).visitId;
    await said(tellOwn(mother, visitId, 'arrive'));
    expect((await asked(mother)).signs.map(({ flag }) => flag)).toContain('child-changed');
    await said(tellSigns(mother, { answers: [{ flag: 'child-changed', said: 'yes' }] }));
    expect((await visitOf(amara, visitId)).signs.found).toMatchObject([{ saidBy: 'proxy' }]);
  });

  it('is on record with who and when, and without what', async () => {
    await said(tellSigns(ada, { answers: [{ flag: 'chest-pain', said: 'yes' }], words: OWN_WORDS }));
    await said(acknowledge(helen, 1));
    const all = await listAuditEvents(
      { database: stack.context.database },
      { tenantId: 'sandbox', limit: 20 },
    );
    const ofVisit = all.filter((one) => JSON.stringify(one).includes(visitId));
    const recorded = JSON.stringify(ofVisit);
    expect(recorded).toContain('red-flags.tell');
    expect(recorded).toContain('red-flags.acknowledge');
    for (const word of ['chest-pain', 'Katahdin']) expect(recorded).not.toContain(word);
  });
});
