// What closes the door, and what never does: refusals in the middle of a visit, emergencies, attackers,
// Today, the clock. Over HTTP with the whole app; broken only where a database can break.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type {
  CredentialsView,
  EvidenceView,
  MyVisitsView,
  PatientVisitView,
  RoomView,
  TodayView,
  VisitView,
} from '#domain/visit';
import { versionInForce } from '../fixtures/consent-versions.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';
import {
  ADMIT,
  atPatientDoor,
  atStaffDoor,
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
import { apiOf } from '../fixtures/visitor.ts';

const MINUTE = 60_000;
const EMERGENCY = { modality: 'audio', reason: 'Chest pain while waiting' };

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

const ask = async <Row extends Record<string, unknown>>(text: string): Promise<Row[]> =>
  (await stack.context.database.db.execute<Row>(text)).rows;
const whereIs = (state: string) => ({
  answer: { question: 'where', answer: { place: 'vehicle', address: null, state, country: 'US' } },
});

async function inVisit(): Promise<{ patient: string; doctor: string }> {
  await checkIn(ada, visitId);
  await said(tell(helen, visitId, 'admit', ADMIT));
  const [patient, doctor] = [newDevice(), newDevice()];
  await said(tell(ada, visitId, 'join', { device: patient }));
  await said(tell(helen, visitId, 'join', { device: doctor }));
  return { patient, doctor };
}

describe('a refusal in the middle of a visit', () => {
  it('location changed: newcomers are stopped, the call is not, the clinician is told why', async () => {
    const { patient } = await inVisit();
    await said(tellOwn(ada, visitId, 'answers', whereIs('VT')));
    const refused = await visitOf(helen, visitId);
    expect([refused.state, refused.isOpenToMore, refused.gate.verdict]).toEqual(['in-visit', false, 'block']);
    expect(refused.notices[0]).toMatchObject({
      code: 'refused-during-visit',
      // Vermont has words of its own: the patient is asked for those as well.
      offers: ['ask-aloud', 'finish-safely', 'move-to-phone', 'hand-over', 'emergency'],
    });
    expect(refused.billingReview).toEqual(['refused-during-visit']);
    expect(refused.consent.asksAgain).toBe('new-place');
    expect(await codeOf(tell(helen, visitId, 'guests', { role: 'other', language: null }))).toBe(
      'visit.no-newcomers',
    );
    await said(tell(ada, visitId, 'leave'));
    expect((await said<RoomView>(tell(ada, visitId, 'join', { device: patient }))).mayConnect).toBe(true);
    await said(tell(helen, visitId, 'location', { where: whereIs('MA').answer.answer }));
    const open = await visitOf(helen, visitId);
    expect([
      open.isOpenToMore,
      open.locations.map(({ where, saidBy }) => `${where.state} ${saidBy}`),
    ]).toEqual([true, ['MA patient', 'VT patient', 'MA host']]);
  });

  it('consent withdrawn: the same, and the yes stays on record as taken back', async () => {
    await inVisit();
    await said(tellOwn(ada, visitId, 'withdraw', { kind: 'telehealth' }));
    const refused = await visitOf(helen, visitId);
    expect([refused.state, refused.isOpenToMore, refused.gate.verdict]).toEqual(['in-visit', false, 'block']);
    await said(tell(helen, visitId, 'end'));
    const rows = await ask<{ withdrawn: boolean }>(
      `SELECT withdrawn_at IS NOT NULL AS withdrawn FROM consents WHERE visit_id = '${visitId}'`,
    );
    expect(rows).toEqual([{ withdrawn: true }]);
  });

  it('consent given again: the gate opens anew, the clinician is told, and both moments stay on record', async () => {
    await inVisit();
    const words = async () => (await ownView(ada, visitId)).consent;
    expect(await words()).toBe('given');
    await said(tellOwn(ada, visitId, 'withdraw', { kind: 'telehealth' }));
    expect([await words(), (await visitOf(helen, visitId)).isOpenToMore]).toEqual(['taken-back', false]);
    const consent = { question: 'consent', version: versionInForce(), language: 'en', by: 'self' };
    const say = (agreed: boolean) => tellOwn(ada, visitId, 'answers', { answer: { ...consent, agreed } });
    await said(say(false));
    expect([await words(), (await visitOf(helen, visitId)).isOpenToMore]).toEqual(['refused', false]);
    // An older text is no yes.
    const old = { ...consent, agreed: true, version: '0' };
    expect(await codeOf(tellOwn(ada, visitId, 'answers', { answer: old }))).toBe('consent.version');
    expect(await words()).toBe('refused');
    await said(say(true));
    const again = await visitOf(helen, visitId);
    expect([await words(), again.gate.verdict, again.isOpenToMore]).toEqual(['given', 'allow', true]);
    expect(again.notices.map(({ code }) => code)).toEqual(['gate-open-again']);
    expect(again.billingReview).toEqual(['refused-during-visit']);
    await said(tell(helen, visitId, 'guests', { name: 'Somebody', role: 'other', language: null }));

    const { records } = await said<EvidenceView>(helen.api.get(`visits/${visitId}/evidence`));
    const events = records.map(({ record }) => record.event);
    expect(events).toEqual(expect.arrayContaining(['refused', 'open-again']));
    const facts = records.find(({ record }) => record.event === 'open-again')?.record.questions.consent;
    const kept = (facts as { participants: { consents: { withdrawnAt: string | null }[] }[] }).participants;
    expect(kept[0]?.consents.map(({ withdrawnAt }) => withdrawnAt !== null)).toEqual([true, false]);

    await said(tellOwn(ada, visitId, 'withdraw', { kind: 'telehealth' }));
    expect((await visitOf(helen, visitId)).isOpenToMore).toBe(false);
    await said(tell(helen, visitId, 'end'));
    expect(await codeOf(say(true))).toBe('visit.state');
    expect(await words()).toBe('taken-back');
  });

  it('consent taken back while waiting keeps the door closed until it is given again', async () => {
    await checkIn(ada, visitId);
    await said(tellOwn(ada, visitId, 'withdraw', { kind: 'telehealth' }));
    expect((await ownView(ada, visitId)).hold).toBe('consent-refused');
    expect(await codeOf(tell(helen, visitId, 'admit', ADMIT))).toBe('visit.gate');
    const answer = {
      question: 'consent',
      agreed: true,
      version: versionInForce(),
      language: 'es',
      by: 'self',
    };
    await said(tellOwn(ada, visitId, 'answers', { answer }));
    expect((await ownView(ada, visitId)).hold).not.toBe('consent-refused');
    expect(await codeOf(tell(helen, visitId, 'admit', ADMIT))).toBe('ok');
  });

  it('licence ends: today is the last good day, yesterday was too late; the clock tells', async () => {
    await inVisit();
    const irene = await inChart(stack, 'irene-vasquez');
    const register = await said<CredentialsView>(irene.api.get('credentials'));
    const line = register.credentials.find(
      (one) => one.practitioner.endsWith('helen-brooks') && one.state === 'MA',
    );
    const day = (back: number) =>
      new Date(Date.now() - back * 24 * 60 * MINUTE).toLocaleDateString('en-CA', {
        timeZone: 'America/New_York',
      });
    const verify = (to: string) =>
      said(
        irene.api.post(`credentials/${line?.credentialId}/verify`, {
          source: 'the board’s register',
          status: 'active',
          to,
        }),
      );
    await verify(day(0));
    await stack.context.visits.runClock();
    expect((await visitOf(helen, visitId)).gate.verdict).toBe('allow');
    await verify(day(1));
    await stack.context.visits.runClock();
    const over = await visitOf(helen, visitId);
    expect([over.gate.verdict, over.isOpenToMore, over.state]).toEqual(['block', false, 'in-visit']);
    await verify(line?.to ?? '');
    await stack.context.visits.runClock();
    expect((await visitOf(helen, visitId)).isOpenToMore).toBe(true);
  });

  it.each([
    ['midnight before the clocks go forward', '2027-03-13', '2027-03-14T05:00:00Z'],
    ['midnight before the clocks go back', '2027-11-06', '2027-11-07T04:00:00Z'],
  ])('%s: the last second of the day in the patient’s state counts', async (_name, to, midnight) => {
    const irene = await inChart(stack, 'irene-vasquez');
    const practitioner = `Practitioner/of-${to}`;
    const line = { practitioner, kind: 'licence', profession: 'physician', state: 'MA', compact: null };
    const entered = await said<CredentialsView>(
      irene.api.post('credentials', {
        ...line,
        number: '1',
        status: 'active',
        from: '2020-01-01',
        to,
        residenceState: true,
      }),
    );
    const own = entered.credentials.find((one) => one.practitioner === practitioner);
    const { licences, database } = stack.context;
    const at = async (instant: Date) => {
      const asked = { tenantId: 'sandbox', practitioner, state: 'MA', country: 'US' };
      return (await licences.ask(database.db, asked, instant)).answer.outcome;
    };
    expect(await at(new Date(Date.parse(midnight) - 1000))).toBe('needs-review');
    await said(
      irene.api.post(`credentials/${own?.credentialId}/verify`, { source: 's', status: 'active', to }),
    );
    expect(await at(new Date(Date.parse(midnight) - 1000))).toBe('allow');
    expect(await at(new Date(midnight))).toBe('block');
  });
});

describe('emergency', () => {
  it('opens though the gate refuses; the patient joins by their own act; billing is for review', async () => {
    await said(tellOwn(ada, visitId, 'arrive'));
    expect(await codeOf(tell(helen, visitId, 'admit', ADMIT))).toBe('visit.state');
    const opened = await said<VisitView>(tell(helen, visitId, 'emergency', EMERGENCY));
    expect([opened.state, opened.modality, opened.billingReview]).toEqual([
      'in-visit',
      'audio',
      ['emergency'],
    ]);
    expect(opened.gate.verdict).not.toBe('allow');
    expect((await ownView(ada, visitId)).mayJoin).toBe(true);
    expect((await said<RoomView>(tell(ada, visitId, 'join', { device: newDevice() }))).mayConnect).toBe(true);
    const [event] = await ask<{ n: number }>(
      `SELECT count(*)::int AS n FROM audit_events WHERE event = 'visit.emergency' AND outcome = 'success'`,
    );
    expect(event?.n).toBe(1);
  });

  it('opens though the gate’s own code throws, which keeps the door closed for everything else', async () => {
    await checkIn(ada, visitId);
    await ask('ALTER TABLE credentials RENAME TO credentials_away');
    try {
      expect(await codeOf(tell(helen, visitId, 'admit', ADMIT))).toBe('visit.gate');
      const override = { part: 'licensure', reason: 'r', rule: 'r', checked: 'c' };
      const irene = await inChart(stack, 'irene-vasquez');
      expect(await codeOf(tell(irene, visitId, 'override', override))).toBe('visit.override-never');
      expect(await codeOf(tell(helen, visitId, 'emergency', EMERGENCY))).toBe('ok');
      expect((await ownView(ada, visitId)).mayJoin).toBe(true);
      expect(await codeOf(tell(helen, visitId, 'end'))).toBe('ok');
    } finally {
      await ask('ALTER TABLE credentials_away RENAME TO credentials');
    }
  });

  it('is the visit’s clinician’s alone, with a reason', async () => {
    const amara = await inChart(stack, 'amara-diallo');
    expect(await codeOf(tell(amara, visitId, 'emergency', EMERGENCY))).toBe('visit.not-yours');
    const rosa = await inChart(stack, 'rosa-delgado');
    expect(await codeOf(tell(rosa, visitId, 'emergency', EMERGENCY))).toBe('role.not-allowed');
    expect(await codeOf(tell(helen, visitId, 'emergency', { ...EMERGENCY, reason: ' ' }))).toBe(
      'input.invalid',
    );
  });
});

describe('overrides', () => {
  it('a supervisor opens an unverified licence by name; a clinician does not; it is kept and marked', async () => {
    await checkIn(ada, visitId);
    const irene = await inChart(stack, 'irene-vasquez');
    const override = {
      part: 'licensure',
      reason: 'Renewal is under way',
      rule: 'M.G.L. c. 112 § 2',
      checked: 'The board’s register, today',
    };
    expect(await codeOf(tell(irene, visitId, 'override', override))).toBe('visit.override-not-needed');
    await ask(`UPDATE credentials SET verified_on = NULL WHERE state = 'MA' AND profession = 'physician'`);
    expect((await visitOf(helen, visitId)).gate.verdict).toBe('needs-review');
    expect(await codeOf(tell(helen, visitId, 'override', override))).toBe('visit.override-role');
    expect(await codeOf(tell(helen, visitId, 'admit', ADMIT))).toBe('visit.gate');
    const opened = await said<VisitView>(tell(irene, visitId, 'override', override));
    expect(opened.gate.parts[0]?.override).toMatchObject({ ...override, role: 'supervisor' });
    expect(opened.billingReview).toEqual(['override']);
    expect(await codeOf(tell(helen, visitId, 'admit', ADMIT))).toBe('ok');
    await expect(
      ask(`UPDATE visit_statements SET kind = 'x' WHERE visit_id = '${visitId}'`),
    ).rejects.toThrow();
    await said(helen.api.post('credentials/import'));
  });
});

describe('attackers', () => {
  it('the API without the gate: nobody but the clinician admits, and nobody joins unadmitted', async () => {
    await checkIn(ada, visitId);
    const rosa = await inChart(stack, 'rosa-delgado');
    const amara = await inChart(stack, 'amara-diallo');
    expect(await codeOf(tell(ada, visitId, 'admit', ADMIT))).toBe('role.not-allowed');
    expect(await codeOf(tell(rosa, visitId, 'admit', ADMIT))).toBe('role.not-allowed');
    expect(await codeOf(tell(amara, visitId, 'admit', ADMIT))).toBe('visit.not-yours');
    for (const one of [ada, rosa, amara])
      expect(await codeOf(tell(one, visitId, 'join', { device: newDevice() }))).toBe('visit.not-admitted');
  });

  it('another patient’s visit and another tenant’s do not exist', async () => {
    const benjamin = await inChart(stack, 'helen-brooks', 'benjamin-okafor');
    const epic = await inChart(stack, 'helen-brooks', 'ada-martin', 'epic');
    for (const stranger of [benjamin, epic]) {
      expect(await codeOf(stranger.api.get(`visits/${visitId}`))).toBe('visit.unknown');
      expect(await codeOf(tell(stranger, visitId, 'emergency', EMERGENCY))).toBe('visit.unknown');
      expect(await codeOf(tell(stranger, visitId, 'join', { device: newDevice() }))).toBe('visit.unknown');
    }
    const benjaminAtHome = await atPatientDoor(stack, 'benjamin-okafor');
    expect(await codeOf(benjaminAtHome.api.get(`my-visits/${visitId}`))).toBe('visit.unknown');
    expect((await said<MyVisitsView>(benjaminAtHome.api.get('my-visits'))).visits).toEqual([]);
  });

  it('no statement of SQL gives a visit to somebody else, or two clinicians at once', async () => {
    for (const change of [`tenant_id = 'sandbox-epic'`, `patient_index = 'x'`, `source_index = 'x'`])
      await expect(ask(`UPDATE visits SET ${change} WHERE id = '${visitId}'`), change).rejects.toThrow();
    await expect(ask(`DELETE FROM visits WHERE id = '${visitId}'`)).rejects.toThrow();
    await expect(
      ask(`UPDATE visit_people SET role = 'host' WHERE visit_id = '${visitId}' AND role = 'patient'`),
    ).rejects.toThrow();
  });
});

/** A person has few sessions at once; the oldest, which the other stories go on with, would be ended. */
const leaveSession = async (caller: Caller) => expect(await codeOf(caller.api.post('logout'))).toBe('ok');

describe('Today', () => {
  it('shows who waits at the staff door, and opens a session for that patient alone', async () => {
    await checkIn(ada, visitId);
    const staff = await atStaffDoor(stack);
    const today = await said<TodayView>(staff.api.get('today'));
    const line = today.visits.find((one) => one.visitId === visitId);
    expect(line).toMatchObject({
      state: 'waiting',
      patientName: 'Ada Louise Martin',
      isYours: true,
      isPatientPresent: true,
    });
    const { address } = await said<{ address: string }>(staff.api.post(`today/${visitId}/open`));
    const launchId = address.split('/')[2] ?? '';
    const opened: Caller = { visitor: staff.visitor, launchId, api: apiOf(stack, staff.visitor, launchId) };
    expect((await said<VisitView>(tell(opened, visitId, 'admit', ADMIT))).state).toBe('in-visit');
    expect(await codeOf(opened.api.get('banner'))).toBe('not-asked-for');
    expect((await visitOf(opened, visitId)).patient).toEqual({
      name: 'Ada Louise Martin',
      birthDate: line?.birthDate,
    });
    const another = await ownVisit(helen);
    expect(await codeOf(opened.api.get(`visits/${another.visitId}`))).toBe('visit.unknown');
    expect(await codeOf(opened.api.get('today'))).toBe('today.own-window');
    for (const one of [opened, staff]) await leaveSession(one);
  });

  it('in another patient’s chart says that somebody waits, and nothing of them', async () => {
    await checkIn(ada, visitId);
    const other = await inChart(stack, 'helen-brooks', 'benjamin-okafor');
    const view = await visitsOf(other);
    expect(view.othersWaitingSince).not.toBe(null);
    expect(JSON.stringify(view)).not.toMatch(/Martin|Ada/);
    expect(await codeOf(other.api.get('today'))).toBe('today.own-window');
    expect(await codeOf(other.api.post(`today/${visitId}/open`))).toBe('today.own-window');
    await leaveSession(other);
  });
});

describe('an invitation', () => {
  it('after it was called off and booked again, the same invitation leads in', async () => {
    await checkIn(ada, visitId);
    await said(tell(helen, visitId, 'cancel', { reason: 'clinician-away' }));
    const told = await said<PatientVisitView>(ada.api.get(`my-visits/${visitId}`));
    expect([told.state, told.may]).toEqual(['cancelled', []]);
    await said(tell(helen, visitId, 'rebook'));
    const again = await said<PatientVisitView>(tellOwn(ada, visitId, 'arrive'));
    expect([again.state, again.missing]).toEqual(['checking-in', ['signs']]);
    expect((await said<PatientVisitView>(tellOwn(ada, visitId, 'ready'))).state).toBe('waiting');
  });
});

describe('the clock', () => {
  it('a clinician’s browser that dies leaves the patient a visit to come back to, then ends it', async () => {
    await inVisit();
    stack.skipTime(4 * MINUTE);
    await stack.context.visits.runClock();
    expect((await visitOf(helen, visitId)).state).toBe('dropped');
    expect((await said<RoomView>(tell(ada, visitId, 'join', { device: newDevice() }))).mayConnect).toBe(true);
    stack.skipTime(10 * MINUTE);
    await said(tell(ada, visitId, 'present', { device: null }));
    stack.skipTime(31 * MINUTE);
    await stack.context.visits.runClock();
    const [row] = await ask<{ state: string }>(`SELECT state FROM visits WHERE id = '${visitId}'`);
    expect(row?.state).toBe('ended');
  });
});
