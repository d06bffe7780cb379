// A signed exception to the licence rule, over HTTP: by the visit's own clinician alone, by a rule of the state where the
// patient is, kept and taken back by appending, and left behind at the state line.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ChargeHold } from '#domain/billing';
import type { NoteView } from '#domain/documentation';
import { decideLicensure } from '#domain/licensure';
import type { EvidenceView, ExceptionsView, VisitView } from '#domain/visit';
import { loadPacks } from '#server/rules';
import { type Stack, startStack } from '../fixtures/stack.ts';
import {
  ADMIT,
  atPatientDoor,
  type Caller,
  checkIn,
  codeOf,
  inChart,
  ownVisit,
  said,
  tell,
  tellOwn,
  visitOf,
} from '../fixtures/visit-people.ts';

/** Vermont's own rows: one from memory, one that ran out; New Hampshire's is good. */
const SITE = {
  ...{
    pack: 'our-exceptions',
    version: '7',
    asOf: '2026-11-01',
    topics: ['licensure'],
    about: 'Of this site.',
  },
  horizon: { months: 12 },
  sections: [
    {
      ...{ source: 'a law of the state', certainty: 'read-primary' },
      verified: { by: 'C. Counsel', on: '2026-11-01', what: 'the text' },
      rows: [
        { kind: 'exception', key: 'border/VT', certainty: 'recalled', conditions: ['A bordering state.'] },
        { kind: 'exception', key: 'emergency/VT', from: '2020-01-01', to: '2020-12-31' },
        { kind: 'exception', key: 'border/NH', conditions: ['A bordering state.'] },
      ],
    },
  ],
};

let folder: string;
let stack: Stack;
let helen: Caller;
let ada: Caller;
let visitId: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'webside-rules-'));
  writeFileSync(join(folder, 'exceptions.json'), JSON.stringify(SITE));
  stack = await startStack({ env: { WEBSIDE_RULES: folder } });
  helen = await inChart(stack);
  ada = await atPatientDoor(stack);
});
afterAll(async () => {
  await stack.close();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  visitId = (await ownVisit(helen)).visitId;
});

const FOLLOW_UP = {
  ...{ kind: 'follow-up', rule: 'exception/follow-up', state: 'VT', isSigned: true },
  statement: 'Seen here in May; this goes on with it (26 V.S.A. § 1313).',
};
const attest = (caller: Caller, change: object = {}) =>
  tell(caller, visitId, 'exceptions', { ...FOLLOW_UP, ...change });
const exceptionsOf = (caller: Caller) => said<ExceptionsView>(caller.api.get(`visits/${visitId}/exceptions`));
const moveTo = (state: string | null, country = 'US') =>
  tellOwn(ada, visitId, 'answers', {
    answer: { question: 'where', answer: { place: 'vehicle', address: null, state, country } },
  });
const licenceOf = ({ gate }: VisitView) => gate.parts.find(({ part }) => part === 'licensure');
const recordsOf = async () => (await said<EvidenceView>(helen.api.get(`visits/${visitId}/evidence`))).records;

describe('an exception in the gate', () => {
  it('opens the door by name, as a verdict of its own, and is kept whole', async () => {
    await checkIn(ada, visitId, { state: 'VT' });
    expect((await visitOf(helen, visitId)).gate.verdict).toBe('block');
    const list = await exceptionsOf(helen);
    expect([list.state, list.refused]).toEqual(['VT', null]);
    expect(list.rules.find(({ kind }) => kind === 'follow-up')).toMatchObject({
      ...{ rule: 'exception/follow-up', isOfState: false, certainty: 'read-secondary', doubt: null },
      ...{ effectiveFrom: '2026-01-01', effectiveTo: '2027-11-21', pack: 'licensure-places' },
    });
    const opened = await said<VisitView>(attest(helen));
    expect([opened.gate.verdict, licenceOf(opened)?.verdict, opened.gate.holdsUntil]).toEqual([
      ...['allow-by-exception', 'allow-by-exception', '2027-11-21T23:59:59-05:00'],
    ]);
    const { name } = opened.host;
    expect(licenceOf(opened)?.exception).toMatchObject({
      ...{ kind: 'follow-up', state: 'VT', statement: FOLLOW_UP.statement, by: name },
    });
    expect([name, opened.isOpenToMore, opened.billingReview]).toEqual([
      ...[expect.stringContaining('Brooks'), true, ['exception']],
    ]);
    expect(await codeOf(tell(helen, visitId, 'admit', ADMIT))).toBe('ok');

    const records = await recordsOf();
    expect(records.map(({ record, isIntact }) => [record.event, record.verdict, isIntact])).toEqual([
      ['exception', 'allow-by-exception', true],
      ['opened', 'allow-by-exception', true],
    ]);
    const asked = records[0]?.record.questions.licensure;
    expect(asked?.exception).toMatchObject({ kind: 'follow-up', rule: FOLLOW_UP.rule, attestedBy: name });
    expect(decideLicensure(asked as never, loadPacks(folder).packs).outcome).toBe('allow-by-exception');
    expect(records[0]?.record.packs).toContainEqual(expect.objectContaining({ pack: 'our-exceptions' }));

    const { gate } = await said<NoteView>(helen.api.get(`visits/${visitId}/note`));
    expect(gate.at(-1)?.parts[0]).toMatchObject({
      ...{ part: 'licensure', verdict: 'allow-by-exception', exceptionBy: name, overriddenBy: null },
      rules: ['exception/follow-up'],
    });
    const { db } = stack.context.database;
    const heard = await db.execute(`SELECT outcome FROM audit_events WHERE event = 'visit.exception'`);
    expect(heard.rows).toContainEqual({ outcome: 'success' });
    const kept = await db.execute<{ kind: string; content: string }>(
      `SELECT kind, content::text FROM visit_statements WHERE visit_id = '${visitId}' AND kind = 'exception'`,
    );
    expect(kept.rows.map(({ content }) => content.includes('V.S.A.'))).toEqual([false]);
    const hold: ChargeHold = 'exception';
    expect((await visitOf(helen, visitId)).billingReview).toEqual([hold]);
  });

  it('is taken back by who signed it, and the gate of a running visit closes and opens with it', async () => {
    await checkIn(ada, visitId, { state: 'VT' });
    const signed = licenceOf(await said<VisitView>(attest(helen)))?.exception;
    await said(tell(helen, visitId, 'admit', ADMIT));
    const amara = await inChart(stack, 'amara-diallo');
    const takeBack = { exceptionId: signed?.exceptionId };
    expect(await codeOf(tell(amara, visitId, 'exceptions/take-back', takeBack))).toBe(
      'visit.exception-unknown',
    );
    const closed = await said<VisitView>(tell(helen, visitId, 'exceptions/take-back', takeBack));
    expect([closed.gate.verdict, licenceOf(closed)?.exception, closed.isOpenToMore]).toEqual([
      'block',
      null,
      false,
    ]);
    expect(await codeOf(tell(helen, visitId, 'exceptions/take-back', takeBack))).toBe('ok');
    const again = await said<VisitView>(attest(helen));
    expect([again.gate.verdict, again.isOpenToMore]).toEqual(['allow-by-exception', true]);
    expect((await recordsOf()).map(({ record }) => record.event)).toEqual([
      ...['exception', 'opened', 'exception-taken-back', 'refused', 'exception', 'open-again'],
    ]);
  });

  it('stays behind at the state line, and is asked anew on the way back', async () => {
    await checkIn(ada, visitId, { state: 'VT' });
    await said(attest(helen));
    const verdictIn = async (state: string | null, country?: string) => {
      await said(moveTo(state, country));
      const { gate } = await visitOf(helen, visitId);
      return [gate.verdict, gate.parts[0]?.exception ?? null];
    };
    expect((await verdictIn('VT'))[0]).toBe('allow-by-exception');
    expect(await verdictIn('NY')).toEqual(['block', null]);
    // The list of a moment ago, pressed now.
    expect(await codeOf(attest(helen))).toBe('visit.exception-place-changed');
    expect(await verdictIn('VT')).toEqual(['block', null]);
    expect(await verdictIn(null, 'CA')).toEqual(['needs-review', null]);
    expect(await exceptionsOf(helen)).toEqual({ state: null, refused: 'outside-united-states', rules: [] });
    expect(await codeOf(attest(helen))).toBe('visit.exception-outside-united-states');
    expect(await verdictIn('MA')).toEqual(['allow', null]);
    expect(await codeOf(attest(helen, { state: 'MA' }))).toBe('visit.exception-not-needed');
  });

  it('is the visit’s own clinician’s alone', async () => {
    expect((await exceptionsOf(helen)).refused).toBe('place-unknown');
    expect(await codeOf(attest(helen))).toBe('visit.exception-place-unknown');
    await checkIn(ada, visitId, { state: 'VT' });
    const amara = await inChart(stack, 'amara-diallo');
    expect([(await exceptionsOf(amara)).refused, await codeOf(attest(amara))]).toEqual([
      ...['not-yours', 'visit.exception-not-yours'],
    ]);
    for (const person of ['rosa-delgado', 'irene-vasquez'])
      expect(await codeOf(attest(await inChart(stack, person)))).toBe('role.not-allowed');
    expect(await codeOf(attest(ada))).toBe('role.not-allowed');
    expect((await visitOf(helen, visitId)).gate.verdict).toBe('block');

    // Signed by the one, it does nothing for the other who takes the visit over.
    await said(attest(helen));
    await said(tell(helen, visitId, 'hand-over'));
    const taken = await said<VisitView>(tell(amara, visitId, 'take-over'));
    expect([taken.host.isYou, licenceOf(taken)?.verdict, licenceOf(taken)?.exception]).toEqual([
      true,
      'block',
      null,
    ]);
    expect(await codeOf(attest(helen))).toBe('visit.exception-not-yours');
  });

  it('is refused in words for what it lacks, and changes nothing', async () => {
    await checkIn(ada, visitId, { state: 'VT' });
    const refusals: [object, string][] = [
      [{ rule: ' ' }, 'visit.exception-blank-rule'],
      [{ statement: '\n ' }, 'visit.exception-blank-statement'],
      [{ isSigned: false }, 'input.invalid'],
      [{ rule: 'exception/consultation' }, 'visit.exception-rule-of-another-kind'],
      [{ kind: 'border', rule: 'exception/border/NH' }, 'visit.exception-rule-of-another-state'],
      // Vermont has a rule of its own: the class of many states is not offered beside it.
      [{ kind: 'border', rule: 'exception/border' }, 'visit.exception-unknown-rule'],
    ];
    for (const [change, code] of refusals) expect(await codeOf(attest(helen, change))).toBe(code);
    expect([(await visitOf(helen, visitId)).gate.verdict, await recordsOf()]).toEqual(['block', []]);
  });

  it.each([
    ['from memory', 'border', 'recalled-row'],
    ['that ran out', 'emergency', 'row-ran-out'],
  ])(
    'a rule %s is named as such before, grants nothing, and waits for a supervisor',
    async (_name, kind, code) => {
      await checkIn(ada, visitId, { state: 'VT' });
      const rule = `exception/${kind}/VT`;
      expect((await exceptionsOf(helen)).rules.find((one) => one.rule === rule)).toMatchObject({
        ...{ isOfState: true, doubt: code },
      });
      const signed = await said<VisitView>(attest(helen, { kind, rule }));
      const part = licenceOf(signed);
      expect([signed.gate.verdict, part?.reasons.map((one) => one.code), part?.exception?.rule]).toEqual([
        ...['needs-review', [code], rule],
      ]);
      expect(await codeOf(tell(helen, visitId, 'admit', ADMIT))).toBe('visit.gate');
      const irene = await inChart(stack, 'irene-vasquez');
      const override = { part: 'licensure', reason: 'r', rule: 'r', checked: 'c' };
      expect(await codeOf(tell(helen, visitId, 'override', override))).toBe('visit.override-role');
      expect(await codeOf(tell(irene, visitId, 'override', override))).toBe('ok');
      expect(await codeOf(tell(helen, visitId, 'admit', ADMIT))).toBe('ok');
    },
  );

  it('goes past no license that a state has taken, whichever exception', async () => {
    await checkIn(ada, visitId, { state: 'VT' });
    await said(attest(helen));
    const { db } = stack.context.database;
    await db.execute(`UPDATE credentials SET state = 'VT', status = 'suspended' WHERE state = 'NH'`);
    try {
      const barred = await visitOf(helen, visitId);
      const codes = licenceOf(barred)?.reasons.map((one) => one.code);
      expect([barred.gate.verdict, codes?.[0], licenceOf(barred)?.mayOverride]).toEqual([
        'block',
        'barred-licence',
        [],
      ]);
      expect((await exceptionsOf(helen)).refused).toBe('barred-licence');
      const va = { kind: 'federal-va', rule: 'exception/federal-va' };
      expect(await codeOf(attest(helen, va))).toBe('visit.exception-barred-licence');
    } finally {
      await db.execute(`UPDATE credentials SET state = 'NH', status = 'active' WHERE status = 'suspended'`);
    }
  });
});
