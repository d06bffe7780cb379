// A signed note, an encounter and a charge on their way into a plain FHIR server, over HTTP with the whole app and the
// sandbox, on both databases: the right receipts, each thing once, whatever happens on the way.
import { afterEach, beforeAll, expect, it } from 'vitest';
import type { NoteView } from '#domain/documentation';
import type { CompareView, DeliveriesView, DeliveryLine, ExportView, Receipt } from '#domain/write-back';
import { markRestored } from '#server/write-back';
import { onBothStacks } from '../fixtures/both-stacks.ts';
import {
  BY_OWN_PERMISSION,
  clinicianAt,
  confirmedCharge,
  inWords,
  layFault,
  only,
  POST_NOTE,
  patientAt,
  receiptsOf,
  rowsOf,
  settled,
  staffAt,
  takeFaults,
  until,
  type Write,
  writesOf,
} from '../fixtures/deliveries.ts';
import {
  contentOf,
  heldVisit,
  newName,
  noteOf,
  openNote,
  pageOf,
  pressOf,
  signedNote,
  tellNote,
  WRITTEN,
} from '../fixtures/note-people.ts';
import type { Stack } from '../fixtures/stack.ts';
import { type Caller, codeOf, said } from '../fixtures/visit-people.ts';

onBothStacks((started) => {
  let stack: Stack;
  let helen: Caller;
  let ada: Caller;
  beforeAll(async () => {
    stack = started();
    helen = await clinicianAt(stack, 'generic');
    ada = await patientAt(stack, 'generic');
  });
  afterEach(async () => {
    await takeFaults(stack);
  });

  const stepsOf = async ({ deliveryId }: Receipt) =>
    (
      await rowsOf<{ event: string }>(
        stack,
        `SELECT event FROM delivery_moves WHERE delivery_id = '${deliveryId}' ORDER BY at, ctid`,
      )
    ).map(({ event }) => event);
  const look =
    (visitId: string, who = helen) =>
    () =>
      receiptsOf(who, visitId);
  const whenNote = (visitId: string, state: Receipt['state'], who = helen) =>
    until(stack, look(visitId, who), (all) =>
      all.some((one) => one.kind === 'note' && one.state === state),
    ).then((all) => only(all, 'note'));
  const bearing = (writes: readonly Write[], reference: string | null) =>
    writes.filter(({ resource }) => JSON.stringify(resource).includes(String(reference)));
  /** A visit of today that is over, with its note signed. */
  async function signed(): Promise<string> {
    const visitId = await heldVisit(helen, ada);
    await signedNote(helen, visitId);
    return visitId;
  }

  it('encounter, its end and the note arrive in this order, each with its receipt', async () => {
    const clinician = await clinicianAt(stack, 'generic', { patient: 'john-ellis' });
    const john = await patientAt(stack, 'generic', 'john-ellis');
    const visitId = await heldVisit(clinician, john);
    await signedNote(clinician, visitId);
    await confirmedCharge(clinician, visitId);
    const receipts = await until(stack, look(visitId, clinician), (all) => all.length === 4 && settled(all));
    expect(inWords(receipts)).toEqual([
      'encounter confirmed create',
      'encounter-end confirmed patch',
      'note confirmed create',
      'charge confirmed create',
    ]);
    const [encounter, end, note, charge] = receipts;
    expect(receipts.map(({ attempts, next, may }) => [attempts, next, may])).toEqual(
      receipts.map(() => [1, 'none', []]),
    );
    expect(end?.answer?.id).toBe(encounter?.answer?.id);
    const writes = (await writesOf(stack, 'generic')).filter(({ resource }) =>
      JSON.stringify(resource).includes('Patient/john-ellis'),
    );
    expect(writes.map(({ type, id }) => `${type}/${id}`)).toEqual([
      `Encounter/${encounter?.answer?.id}`,
      `Encounter/${encounter?.answer?.id}`,
      `DocumentReference/${note?.answer?.id}`,
      `ChargeItem/${charge?.answer?.id}`,
    ]);
    expect(writes[1]?.resource).toMatchObject({ status: 'finished', period: { end: expect.any(String) } });
    expect(writes[2]?.resource).toMatchObject({
      context: { encounter: [{ reference: `Encounter/${encounter?.answer?.id}` }] },
    });
    // Another visit of the same day: the encounter before is another visit's, and no reason to make none.
    const second = await heldVisit(clinician, john, { end: false });
    const [own] = await until(stack, look(second, clinician), settled);
    expect(own).toMatchObject({ kind: 'encounter', state: 'confirmed', route: 'create' });
    expect(own?.answer?.id).not.toBe(encounter?.answer?.id);
  });

  it('an encounter that the EHR has is kept by it', async () => {
    const receipts = await until(stack, look(await signed()), (all) => all.length === 2 && settled(all));
    expect(inWords(receipts)).toEqual(['encounter confirmed kept-by-ehr', 'note confirmed create']);
    expect(
      (await writesOf(stack, 'generic')).some(
        ({ resource, type }) => type === 'Encounter' && JSON.stringify(resource).includes('ada-martin'),
      ),
    ).toBe(false);
  });

  it('an answer that was lost after the work: looked up, not sent again', async () => {
    await layFault(stack, { ...POST_NOTE, drop: 'after', times: 1 });
    const visitId = await signed();
    await whenNote(visitId, 'unknown');
    const note = await whenNote(visitId, 'confirmed');
    expect(await stepsOf(note)).toEqual(['send', 'lose', 'look', 'find']);
    expect(note).toMatchObject({ attempts: 1, answer: { id: expect.any(String) } });
    expect(bearing(await writesOf(stack, 'generic'), note.reference).map(({ id }) => id)).toEqual([
      note.answer?.id,
    ]);
  });

  it('an answer that was lost before the work: looked for, then sent once more', async () => {
    await layFault(stack, { ...POST_NOTE, drop: 'before', times: 1 });
    const visitId = await signed();
    const note = await whenNote(visitId, 'confirmed');
    expect(await stepsOf(note)).toEqual(['send', 'lose', 'look', 'miss', 'send', 'confirm']);
    expect(note.attempts).toBe(2);
    expect(bearing(await writesOf(stack, 'generic'), note.reference)).toHaveLength(1);
  });

  it('not shown by a search that lags behind what it says: sent again under a condition, and there once', async () => {
    await layFault(stack, { ...POST_NOTE, drop: 'after', times: 1 });
    await layFault(stack, { ...POST_NOTE, method: 'GET', searchLagSeconds: 3600 });
    const visitId = await signed();
    const note = await whenNote(visitId, 'confirmed');
    expect(await stepsOf(note)).toEqual(['send', 'lose', 'look', 'miss', 'send', 'confirm']);
    expect(bearing(await writesOf(stack, 'generic'), note.reference).map(({ id }) => id)).toEqual([
      note.answer?.id,
    ]);
  });

  it('lost twice and never there: a person has it, who files it by hand and says so', async () => {
    await layFault(stack, { ...POST_NOTE, drop: 'before' });
    const visitId = await signed();
    const note = await whenNote(visitId, 'handed-over');
    expect(await stepsOf(note)).toEqual(['send', 'lose', 'look', 'miss', 'send', 'lose', 'look', 'miss']);
    expect(note).toMatchObject({ why: 'not-found', next: 'compare', may: ['compare', 'export', 'done'] });
    const path = `deliveries/${note.deliveryId}`;
    const compared = await said<CompareView>(helen.api.get(`${path}/compare`));
    expect(compared.sent.text).toContain(`Ref ${note.reference}`);
    expect(compared.shown).toMatchObject({ state: 'read', isComplete: true });
    const exported = await said<ExportView>(helen.api.get(`${path}/export`));
    expect(exported.text).toContain('Viral bronchitis, mild.');
    expect(JSON.parse(exported.machine.body)).toMatchObject({ resourceType: 'DocumentReference' });
    const done = await said<DeliveryLine>(helen.api.post(`${path}/done`));
    expect([done.state, done.may, done.next]).toEqual(['done-by-person', [], 'none']);
    expect(only(await receiptsOf(helen, visitId), 'note').done?.by).toContain('Brooks');
    expect(await codeOf(helen.api.post(`${path}/done`))).toBe('delivery.state');
  });

  it('a charge whose answer was lost is never sent again', async () => {
    await layFault(stack, {
      personality: 'generic',
      method: 'POST',
      route: '/fhir/ChargeItem',
      drop: 'before',
    });
    const visitId = await signed();
    await confirmedCharge(helen, visitId);
    const receipts = await until(stack, look(visitId), (all) => all.length === 3 && settled(all));
    const charge = only(receipts, 'charge');
    expect(charge).toMatchObject({ state: 'handed-over', why: 'not-found', attempts: 1 });
    expect(await stepsOf(charge)).toEqual(['send', 'lose', 'look', 'miss']);
    expect(only(receipts, 'note').state).toBe('confirmed');

    const peter = await staffAt(stack, 'generic', 'peter-lund');
    const { scope, lines } = await said<DeliveriesView>(peter.api.get('deliveries'));
    expect([scope, new Set(lines.map(({ kind }) => kind))]).toEqual(['charges', new Set(['charge'])]);
    const exported = await said<ExportView>(peter.api.get(`deliveries/${charge.deliveryId}/export`));
    expect(JSON.parse(exported.machine.body)).toMatchObject({ resourceType: 'Claim' });
    expect((await said<DeliveryLine>(peter.api.post(`deliveries/${charge.deliveryId}/done`))).state).toBe(
      'done-by-person',
    );
  });

  it('a token that has just ended is renewed, and nobody hears of it', async () => {
    const visitId = await heldVisit(helen, ada);
    await fetch(`${stack.adminUrl}/expire`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ personality: 'generic', what: 'access' }),
    });
    await signedNote(helen, visitId);
    expect(await stepsOf(await whenNote(visitId, 'confirmed'))).toEqual(['send', 'confirm']);
  });

  it('an EHR that asks for patience is given it', async () => {
    await layFault(stack, { ...POST_NOTE, status: 429, retryAfterSeconds: 2, times: 1 });
    const visitId = await signed();
    const waiting = await until(stack, look(visitId), (all) => only(all, 'note').wait === 'ehr-away');
    const asked = only(waiting, 'note');
    expect(asked).toMatchObject({ state: 'planned', next: 'wait', attempts: 0 });
    expect(Date.parse(asked.nextTryAt ?? '') - Date.parse(asked.since)).toBeGreaterThanOrEqual(2_000);
    expect(await stepsOf(await whenNote(visitId, 'confirmed'))).toEqual([
      'send',
      'no-effect',
      'send',
      'confirm',
    ]);
  });

  it('a refusal is shown in the EHR’s own words, and goes again after a change', async () => {
    const issue = [
      { severity: 'error', code: 'business-rule', diagnostics: 'Note type is not enabled here.' },
    ];
    const body = JSON.stringify({ resourceType: 'OperationOutcome', issue });
    await layFault(stack, { ...POST_NOTE, status: 422, body, times: 1 });
    const visitId = await signed();
    const refused = await whenNote(visitId, 'refused');
    expect(refused.refusal).toMatchObject({ status: 422, words: 'Note type is not enabled here.' });
    expect([refused.next, refused.may]).toEqual([
      'change-and-retry',
      ['retry', 'hand-over', 'compare', 'export'],
    ]);
    const line = await said<DeliveryLine>(helen.api.post(`deliveries/${refused.deliveryId}/retry`));
    expect(line.state).toBe('planned');
    expect(await stepsOf(await whenNote(visitId, 'confirmed'))).toEqual([
      'send',
      'refuse',
      'retry',
      'send',
      'confirm',
    ]);
  });

  it('a note and its addendum go in their order, and the one names the other', async () => {
    await layFault(stack, { ...POST_NOTE, status: 429, times: 1 });
    const visitId = await signed();
    const [first] = (await noteOf(helen, visitId)).signed;
    const begun = await said<NoteView>(
      tellNote(helen, visitId, 'addendum', { signedNoteId: first?.signedNoteId }),
    );
    await pageOf(helen, begun).save(contentOf({ addendum: 'Chest X-ray was clear.' } as never));
    await said(tellNote(helen, visitId, 'sign', pressOf(await noteOf(helen, visitId))));
    const receipts = await until(stack, look(visitId), (all) => all.length === 3 && settled(all));
    expect(inWords(receipts).slice(1)).toEqual(['note confirmed create', 'addendum confirmed create']);
    const [note, addendum] = [only(receipts, 'note'), only(receipts, 'addendum')];
    const writes = await writesOf(stack, 'generic');
    const places = [note, addendum].map(({ answer }) => writes.findIndex(({ id }) => id === answer?.id));
    expect(places[0]).toBeLessThan(places[1] ?? -1);
    expect(writes[places[1] ?? -1]?.resource).toMatchObject({
      relatesTo: [{ code: 'appends', target: { reference: `DocumentReference/${note.answer?.id}` } }],
    });
    await said(
      tellNote(helen, visitId, 'withdraw', {
        signedNoteId: first?.signedNoteId,
        reason: 'wrong patient',
        requestKey: newName(),
      }),
    );
    const after = await until(stack, look(visitId), (all) => all.length === 4 && settled(all));
    expect(only(after, 'withdrawal')).toMatchObject({ state: 'confirmed', route: 'update' });
    expect((await writesOf(stack, 'generic')).at(-1)?.resource).toMatchObject({
      id: note.answer?.id,
      status: 'entered-in-error',
    });
  });

  it('a worker that dies in the middle leaves it unknown, and another finds it', async () => {
    await layFault(stack, { ...POST_NOTE, delayAfterMs: 4_000, times: 1 });
    const visitId = await signed();
    await untilRow(visitId, 'sending');
    // As a killed process leaves it: the lease runs out, and nobody comes back. Who does comes too late.
    await rowsOf(
      stack,
      `UPDATE deliveries SET leased_until = now() - interval '1 second' WHERE state = 'sending'`,
    );
    const note = await whenNote(visitId, 'confirmed');
    expect(await stepsOf(note)).toEqual(['send', 'lose', 'look', 'find']);
    expect(bearing(await writesOf(stack, 'generic'), note.reference)).toHaveLength(1);
  });

  it('what cannot be put on record does not leave, and goes when it can be', async () => {
    const visitId = await heldVisit(helen, ada);
    await pageOf(helen, await openNote(helen, visitId)).save(WRITTEN);
    const press = pressOf(await noteOf(helen, visitId));
    const refuse = `CREATE FUNCTION refuse_record() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'not this one'; END $$`;
    await rowsOf(stack, refuse);
    await rowsOf(
      stack,
      `CREATE TRIGGER refused BEFORE INSERT ON audit_events
         FOR EACH ROW WHEN (NEW.event = 'delivery.send') EXECUTE FUNCTION refuse_record()`,
    );
    // Whatever is put on record in the same moment is refused with it: the press may be answered by a fault.
    await tellNote(helen, visitId, 'sign', press);
    await untilRow(visitId, 'planned', 'failures > 0');
    await rowsOf(stack, `DROP TRIGGER refused ON audit_events`);
    const note = await whenNote(visitId, 'confirmed');
    expect((await stepsOf(note)).slice(-4)).toEqual(['send', 'no-effect', 'send', 'confirm']);
    expect(note.attempts).toBe(1);
    expect(bearing(await writesOf(stack, 'generic'), note.reference)).toHaveLength(1);
  });

  async function untilRow(visitId: string, state: string, also = 'true'): Promise<void> {
    for (let tries = 0; tries < 200; tries += 1) {
      const query = `SELECT id FROM deliveries WHERE visit_id = '${visitId}' AND kind = 'note' AND state = '${state}' AND ${also}`;
      if ((await rowsOf(stack, query)).length > 0) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`never ${state}`);
  }

  it('after a restore everything not surely delivered is looked for first, and nothing is doubled', async () => {
    await layFault(stack, { ...POST_NOTE, drop: 'before', times: 2 });
    const byHand = await signed();
    await whenNote(byHand, 'handed-over');
    const there = await signed();
    const before = await whenNote(there, 'confirmed');
    // The older database knows of no answer, and would send it.
    await rowsOf(stack, `ALTER TABLE deliveries DISABLE TRIGGER deliveries_kept`);
    await rowsOf(
      stack,
      `UPDATE deliveries SET state = 'planned', answer = NULL WHERE id = '${before.deliveryId}'`,
    );
    await rowsOf(stack, `ALTER TABLE deliveries ENABLE TRIGGER deliveries_kept`);
    const { writeBack } = stack.context;
    await markRestored({ database: stack.context.database, now: () => new Date() });
    await writeBack.runDue();
    const after = await whenNote(there, 'confirmed');
    expect((await stepsOf(after)).slice(2)).toEqual(['restore', 'find']);
    expect(bearing(await writesOf(stack, 'generic'), after.reference)).toHaveLength(1);
    expect(await whenNote(byHand, 'handed-over')).toMatchObject({ why: 'not-found' });
  });
}, BY_OWN_PERMISSION);
