// The charge of a visit over HTTP with the whole app, on both databases: what is prefilled, what a person says,
// confirmed once whatever happens at once, held and released, taken back; and who may do what.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ChargeEntry, ChargeField, ChargesView, ChargeView } from '#domain/billing';
import { findConfirmedCharge } from '#server/billing';
import {
  answer,
  chargeableVisit,
  chargeOf,
  confirm,
  DIAGNOSIS,
  enter,
  MEDICARE,
  type Meanwhile,
  newPress,
  order,
} from '../fixtures/charge-people.ts';
import { putIntoNote } from '../fixtures/note-people.ts';
import { startPostgresql, type TestPostgresql } from '../fixtures/postgresql.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';
import {
  ADMIT,
  atPatientDoor,
  atStaffDoor,
  type Caller,
  checkIn,
  codeOf,
  inChart,
  ownVisit,
  said,
  tell,
  tellOwn,
} from '../fixtures/visit-people.ts';

describe.each(['embedded', 'postgresql'] as const)('a charge (%s)', (kind) => {
  let postgresql: TestPostgresql | undefined;
  let stack: Stack;
  let helen: Caller;
  let ada: Caller;
  let peter: Caller;
  beforeAll(async () => {
    if (kind === 'postgresql') postgresql = await startPostgresql();
    const databaseUrl = await postgresql?.createDatabase();
    stack = await startStack({ ...(databaseUrl && { databaseUrl }) });
    helen = await inChart(stack);
    ada = await atPatientDoor(stack);
    peter = await atStaffDoor(stack, 'peter-lund');
  });
  afterAll(async () => {
    await stack.close();
    await postgresql?.stop();
  });

  /** So that each story has the patient's day for itself. */
  afterEach(async () => {
    const { charges } = await said<ChargesView>(peter.api.get('charges'));
    for (const { visitId, charge } of charges.filter((one) => one.charge.state !== 'withdrawn'))
      await said(order(peter, visitId, `${charge.chargeId}/withdraw`, { reason: 'end of the story' }));
  });

  const rowsOf = async <Row extends Record<string, unknown>>(text: string): Promise<Row[]> =>
    (await stack.context.database.db.execute<Row>(text)).rows;
  const factsOf = async (chargeId: string) =>
    (
      await rowsOf<{ kind: string }>(
        `SELECT kind FROM outbox WHERE about = '${chargeId}' ORDER BY made_at, kind`,
      )
    ).map(({ kind: fact }) => fact);
  const find = (chargeId: string) =>
    findConfirmedCharge({ database: stack.context.database }, 'sandbox', chargeId);

  const heldVisit = (meanwhile?: Meanwhile) => chargeableVisit(helen, ada, meanwhile);

  it('prefills what is on record with its source, and nothing that is the clinician’s to say', async () => {
    const visitId = await heldVisit();
    const view = await chargeOf(helen, visitId);
    const from = (field: ChargeField) => view.fields.find((one) => one.field === field)?.from;
    expect([from('serviceDate'), from('modality'), from('patientPlace'), from('payer')]).toEqual([
      'visit',
      'visit',
      'visit',
      'chart',
    ]);
    expect([from('totalMinutes'), from('decisionMaking'), from('patientIsNew')]).toEqual([
      'none',
      'none',
      'none',
    ]);
    expect(view.proposal.outcome).toBe('needs-review');
    expect(view.evidence.coverage).toHaveLength(1);
    expect(view.may).toEqual(['answer', 'enter']);
  });

  it('proposes of the decision-making what stands in the note; it counts when a person said so, with its origin', async () => {
    const visitId = await heldVisit();
    await putIntoNote(helen, visitId, [
      ['problems', /Essential hypertension/, 'assessment'],
      ['problems', /Type 2 diabetes/, 'assessment'],
      ['medications', /lisinopril 20/i, 'plan'],
      ['labs', /Hemoglobin A1c/i, 'findings'],
    ]);
    const { decisionMaking, answers, fields, revision } = await chargeOf(helen, visitId);
    const { proposed } = decisionMaking;
    expect([proposed?.problem?.value, proposed?.seen?.value.testsRead, proposed?.risk?.value]).toEqual([
      'two-stable-chronic',
      1,
      'prescription-drug',
    ]);
    expect(proposed?.problem?.evidence).toMatchObject([
      { kind: 'problem', section: 'assessment', reference: expect.stringMatching(/^Condition\//) },
      { text: expect.stringMatching(/^Type 2 diabetes mellitus.*\(from the chart: Condition\/.* read /) },
    ]);
    expect([decisionMaking.level, answers.decisionMaking]).toEqual([null, undefined]);
    expect(fields.find(({ field }) => field === 'decisionMaking')?.from).toBe('none');
    // Whoever keeps the books reads no note: nothing is proposed to them, by any word.
    const atDoor = await chargeOf(peter, visitId);
    expect([atDoor.decisionMaking.proposed, JSON.stringify(atDoor).match(/diabetes|Condition\//)]).toEqual([
      null,
      null,
    ]);

    const dealt = { problem: 'two-stable-chronic', seen: null, risk: 'minimal' } as const;
    const one = await said<ChargeView>(
      order(helen, visitId, 'answers', { revision, answers: { decisionMaking: dealt } }),
    );
    expect(one.decisionMaking.origins).toMatchObject({
      problem: { is: 'as-proposed', evidence: [{}, {}], by: expect.stringMatching(/Brooks/) },
      risk: { is: 'otherwise', evidence: [{ kind: 'order' }] },
    });
    expect([one.decisionMaking.level, one.decisionMaking.origins.seen]).toEqual([null, undefined]);

    await answer(helen, visitId, {
      ...{ ...MEDICARE, totalMinutes: 12 },
      decisionMaking: { ...dealt, risk: 'prescription-drug' },
    });
    const entered = await enter(helen, visitId);
    expect(entered.proposal.lines[0]?.code).toBe('99214');
    const { charges } = await said<ChargeView>(confirm(helen, visitId, entered.revision));
    expect(charges[0]?.decisionMaking).toMatchObject({
      level: 'moderate',
      origins: { problem: { is: 'as-proposed' }, risk: { is: 'as-proposed' } },
    });
    const booked = (await chargeOf(peter, visitId)).charges[0]?.decisionMaking;
    expect(booked?.origins.problem).toMatchObject({
      evidence: [{ kind: 'problem', reference: null, text: null }, {}],
    });
    expect(await find(charges[0]?.chargeId ?? '')).not.toHaveProperty('decisionMaking');
  });

  it('proposes nothing of what was dealt with beside a sign that cannot wait', async () => {
    const visitId = await heldVisit((id) =>
      said(
        tellOwn(ada, id, 'signs', {
          ...{ answers: [{ flag: 'chest-pain', said: 'unsure' }], words: null, language: 'en' },
        }),
      ),
    );
    await putIntoNote(helen, visitId, [['problems', /Essential hypertension/, 'assessment']]);
    const { proposed } = (await chargeOf(helen, visitId)).decisionMaking;
    expect([proposed?.problem, proposed?.also.map(({ kind }) => kind)]).toEqual([null, ['sign']]);
  });

  it('is proposed, entered and confirmed by the clinician, and told to the right once', async () => {
    const visitId = await heldVisit();
    const proposed = await answer(helen, visitId, MEDICARE);
    expect(proposed.proposal).toMatchObject({
      outcome: 'propose',
      lines: [{ code: '99214', modifiers: [], pos: '10', units: 1 }],
    });
    const entered = await enter(helen, visitId);
    expect([entered.reasons, entered.holds, entered.may]).toEqual([[], [], ['answer', 'enter', 'confirm']]);
    const { charges, may } = await said<ChargeView>(confirm(helen, visitId, entered.revision));
    expect(charges).toMatchObject([
      { state: 'confirmed', holds: [], confirmed: { by: { role: 'clinician' } } },
    ]);
    expect(may).toEqual([]);
    const [{ chargeId = '', reference = '' } = {}] = charges;
    expect(await factsOf(chargeId)).toEqual(['charge.confirmed']);
    expect(await find(chargeId)).toMatchObject({
      visitId,
      patient: 'Patient/ada-martin',
      encounter: null,
      placeOfService: '10',
      lines: [
        {
          code: '99214',
          system: 'http://www.ama-assn.org/go/cpt',
          units: 1,
          diagnoses: [{ code: 'I10', display: 'High blood pressure' }],
        },
      ],
      performer: { reference: 'Practitioner/helen-brooks' },
      confirmedBy: { role: 'clinician', reference: 'Practitioner/helen-brooks' },
      holds: [],
      withdrawnAt: null,
      reference,
    });
    expect((await find(chargeId))?.confirmedBy.sub).toBeTruthy();
    expect(reference).toMatch(/^WS-[0-9A-HJKMNP-TV-Z]{12}$/);
  });

  it('ten presses at once confirm one charge', async () => {
    const visitId = await heldVisit();
    await answer(helen, visitId, MEDICARE);
    const { revision } = await enter(helen, visitId);
    const codes = await Promise.all(
      Array.from({ length: 10 }, () => codeOf(confirm(helen, visitId, revision))),
    );
    expect(codes.toSorted()).toEqual([...Array(9).fill('charge.stands'), 'ok'].toSorted());
    const [{ chargeId = '' } = {}] = (await chargeOf(helen, visitId)).charges;
    expect(await factsOf(chargeId)).toEqual(['charge.confirmed']);
  });

  it('one press sent ten times is one charge', async () => {
    const visitId = await heldVisit();
    await answer(helen, visitId, MEDICARE);
    const { revision } = await enter(helen, visitId);
    const press = newPress();
    const codes = await Promise.all(
      Array.from({ length: 10 }, () => codeOf(confirm(helen, visitId, revision, press))),
    );
    expect(codes).toEqual(Array(10).fill('ok'));
    const { charges } = await chargeOf(helen, visitId);
    expect(charges).toHaveLength(1);
    expect(await factsOf(charges[0]?.chargeId ?? '')).toEqual(['charge.confirmed']);
  });

  it('a second visit of that patient and day: the same code is refused, another one is for a person’s eye', async () => {
    const [first, second] = [await heldVisit(), await heldVisit()];
    await answer(helen, first, MEDICARE);
    await said(confirm(helen, first, (await enter(helen, first)).revision));
    const again = await answer(helen, second, MEDICARE);
    expect([again.proposal.outcome, again.proposal.reasons[0]]).toMatchObject([
      'refuse',
      { code: 'billed-already', rule: '99214', carc: '18' },
    ]);
    const { proposal } = await answer(helen, second, { totalMinutes: 21 });
    expect([proposal.outcome, proposal.lines[0]?.code]).toEqual(['propose-with-review', '99213']);
    expect(proposal.reasons.map(({ code }) => code)).toContain('another-visit-that-day');
  });

  it('an override in the visit holds the charge: it tells nothing until somebody else has looked', async () => {
    const visitId = await heldVisit(async (id) => {
      await rowsOf(`UPDATE visits SET billing_review = '{override}' WHERE id = '${id}'`);
    });
    await answer(helen, visitId, MEDICARE);
    const { revision, holds } = await enter(helen, visitId);
    expect(holds).toContain('override');
    const held = await said<ChargeView>(confirm(helen, visitId, revision));
    const [{ chargeId = '' } = {}] = held.charges;
    expect([held.charges[0]?.state, held.charges[0]?.may]).toEqual(['held', ['withdraw']]);
    expect(await factsOf(chargeId)).toEqual([]);
    expect((await find(chargeId))?.holds).toContain('override');

    const body = { checked: 'The override and its ground, in the visit’s record' };
    expect(await codeOf(order(helen, visitId, `${chargeId}/release`, body))).toBe('role.not-allowed');
    const released = await Promise.all(
      Array.from({ length: 4 }, () => codeOf(order(peter, visitId, `${chargeId}/release`, body))),
    );
    expect(released).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(await factsOf(chargeId)).toEqual(['charge.confirmed']);
    expect(await find(chargeId)).toMatchObject({ holds: [] });
  });

  it('nobody releases what they confirmed themselves', async () => {
    const visitId = await heldVisit();
    await answer(peter, visitId, { ...MEDICARE, payer: 'not-known' });
    const entry = {
      placeOfService: '10',
      lines: [{ code: '99213', modifiers: [], units: 1, diagnoses: [DIAGNOSIS] }],
    };
    const { revision, holds } = await enter(peter, visitId, entry);
    expect(holds).toEqual(['review-task', 'not-as-proposed']);
    const held = await said<ChargeView>(confirm(peter, visitId, revision));
    const [{ chargeId = '', may = [] } = {}] = held.charges;
    expect(may).toEqual(['withdraw']);
    const body = { checked: 'my own word' };
    expect(await codeOf(order(peter, visitId, `${chargeId}/release`, body))).toBe('charge.own');
    const irene = await atStaffDoor(stack, 'irene-vasquez');
    expect(await codeOf(order(irene, visitId, `${chargeId}/release`, body))).toBe('ok');
    expect(await factsOf(chargeId)).toEqual(['charge.confirmed']);
  });

  it('taken back is a record beside it; then another may be confirmed, and the first stays as it was', async () => {
    const visitId = await heldVisit();
    await answer(helen, visitId, MEDICARE);
    const { revision } = await enter(helen, visitId);
    const { charges } = await said<ChargeView>(confirm(helen, visitId, revision));
    const [{ chargeId = '' } = {}] = charges;
    const reason = { reason: 'Wrong diagnosis' };
    const back = await Promise.all(
      Array.from({ length: 4 }, () => codeOf(order(helen, visitId, `${chargeId}/withdraw`, reason))),
    );
    expect(back).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(await factsOf(chargeId)).toEqual(['charge.confirmed', 'charge.withdrawn']);
    expect((await find(chargeId))?.withdrawnAt).not.toBeNull();
    const open = await chargeOf(helen, visitId);
    expect([open.charges[0]?.state, open.may]).toEqual(['withdrawn', ['answer', 'enter', 'confirm']]);
    expect(await codeOf(confirm(helen, visitId, revision))).toBe('charge.revision');
    const anew = await said<ChargeView>(confirm(helen, visitId, open.revision));
    expect(anew.charges.map(({ state }) => state)).toEqual(['withdrawn', 'confirmed']);
    await expect(rowsOf(`UPDATE charges SET position = 9 WHERE id = '${chargeId}'`)).rejects.toThrow();
    await expect(rowsOf(`DELETE FROM charges WHERE id = '${chargeId}'`)).rejects.toThrow();
    await expect(rowsOf(`DELETE FROM charge_steps WHERE charge_id = '${chargeId}'`)).rejects.toThrow();
  });

  it('says why it cannot be confirmed: place against the record, no diagnosis, a code nobody knows', async () => {
    const visitId = await heldVisit();
    await answer(helen, visitId, MEDICARE);
    const entry: ChargeEntry = {
      placeOfService: '02',
      lines: [{ code: '99999', modifiers: ['ZZ'], units: 0, diagnoses: [] }],
    };
    const { reasons, revision, may } = await enter(helen, visitId, entry);
    expect(reasons.map(({ code }) => code).toSorted()).toEqual(
      [
        'unknown-code',
        'modifier-unknown',
        'units-out-of-range',
        'no-diagnosis',
        'place-contradicts-record',
      ].toSorted(),
    );
    expect(may).toEqual(['answer', 'enter']);
    expect(await codeOf(confirm(helen, visitId, revision))).toBe('charge.refused');
  });

  it('two places in one visit: proposed for the first, the other beside it, and held', async () => {
    const visitId = await heldVisit(async (id) => {
      const where = { place: 'vehicle', address: null, state: 'MA', country: 'US' };
      await said(tellOwn(ada, id, 'answers', { answer: { question: 'where', answer: where } }));
    });
    const { proposal } = await answer(helen, visitId, { ...MEDICARE, totalMinutes: 45 });
    expect([proposal.outcome, proposal.lines[0]?.pos]).toEqual(['propose-with-review', '10']);
    expect(proposal.alternatives.map(({ lines }) => lines[0]?.pos)).toContain('02');
    expect((await enter(helen, visitId)).holds).toEqual(['review-task', 'two-places']);
  });

  it('while the visit goes on nothing is confirmed; what somebody else changed meanwhile is told', async () => {
    const { visitId } = await ownVisit(helen);
    await checkIn(ada, visitId);
    await said(tell(helen, visitId, 'admit', ADMIT));
    const before = await answer(helen, visitId, MEDICARE);
    const view = await enter(helen, visitId);
    expect(view.reasons.map(({ code }) => code)).toEqual(['visit-not-over']);
    const stale = { revision: before.revision, answers: { totalMinutes: 12 } };
    expect(await codeOf(order(helen, visitId, 'answers', stale))).toBe('charge.revision');
    await said(tell(helen, visitId, 'end'));
  });

  it('is the visit’s own clinician’s and a biller’s; for everybody else there is none', async () => {
    const visitId = await heldVisit();
    const grace = await inChart(stack, 'helen-brooks', 'benjamin-okafor');
    expect(await codeOf(grace.api.get(`visits/${visitId}/charge`))).toBe('visit.unknown');
    expect(await codeOf(ada.api.get(`visits/${visitId}/charge`))).toBe('role.not-allowed');
    const atDoor = await atStaffDoor(stack);
    expect(await codeOf(atDoor.api.get(`visits/${visitId}/charge`))).toBe('visit.unknown');
    const rosa = await inChart(stack, 'rosa-delgado');
    expect(await codeOf(rosa.api.get(`visits/${visitId}/charge`))).toBe('role.not-allowed');
    expect(await codeOf(rosa.api.get('charges'))).toBe('role.not-allowed');
    const other = await inChart(stack, 'marcus-reed');
    const view = await chargeOf(other, visitId);
    expect(view.may).toEqual([]);
    const body = { revision: view.revision, answers: { totalMinutes: 12 } };
    expect(await codeOf(order(other, visitId, 'answers', body))).toBe('charge.not-yours');
  });

  it('the biller sees at the staff door what is to be charged, by name, and no word of the chart', async () => {
    const visitId = await heldVisit();
    const { open } = await said<ChargesView>(peter.api.get('charges'));
    expect(open.find((one) => one.visitId === visitId)).toMatchObject({
      patient: { birthDate: expect.any(String) },
      clinician: expect.any(String),
    });
    const view = await chargeOf(peter, visitId);
    expect([view.evidence.coverage, view.evidence.coverageMissing]).toEqual([null, 'not-at-this-door']);
    await answer(peter, visitId, MEDICARE);
    const { revision } = await enter(peter, visitId);
    const done = await said<ChargeView>(confirm(peter, visitId, revision));
    expect(done.charges[0]?.confirmed.by.role).toBe('biller');
    const after = await said<ChargesView>(peter.api.get('charges'));
    expect(after.open.some((one) => one.visitId === visitId)).toBe(false);
    expect(after.charges.some((one) => one.visitId === visitId)).toBe(true);
  });

  it('nothing of it stands in clear: no code, no diagnosis, no name', async () => {
    for (const table of ['charges', 'charge_drafts', 'charge_steps']) {
      const rows = await rowsOf(`SELECT * FROM ${table}`);
      expect(rows.length).toBeGreaterThan(0);
      // In quotes: sealed text holds any three signs now and then.
      expect(JSON.stringify(rows)).not.toMatch(/99214|"I10|blood pressure|Martin|Wrong diagnosis/);
    }
    expect(stack.lines.join('\n')).not.toMatch(/blood pressure|Wrong diagnosis/);
  });
});
