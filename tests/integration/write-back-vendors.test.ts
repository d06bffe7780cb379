// The write-back at an Epic-like and an Oracle-Health-like EHR, and while an EHR is away; over HTTP, on both databases.
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DeliveriesView, DeliveryLine, Receipt } from '#domain/write-back';
import { startSandbox } from '#server/sandbox';
import { sandboxTenants } from '#server/smart/tenants';
import {
  clinicianAt,
  confirmedCharge,
  inWords,
  layFault,
  type Personality,
  POST_NOTE,
  patientAt,
  receiptsOf,
  settled,
  staffAt,
  takeFaults,
  until,
  writesOf,
} from '../fixtures/deliveries.ts';
import { heldVisit, newName, noteOf, signedNote, tellNote } from '../fixtures/note-people.ts';
import { startPostgresql, type TestPostgresql } from '../fixtures/postgresql.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';
import { ADMIT, type Caller, checkIn, said, tell, visitsOf } from '../fixtures/visit-people.ts';

const POST_EPIC_NOTE = { personality: 'epic', method: 'POST', route: '/epic/fhir/DocumentReference' };

describe.each(['embedded', 'postgresql'] as const)('on %s', (database) => {
  let stack: Stack;
  let server: TestPostgresql | null = null;
  beforeAll(async () => {
    if (database === 'postgresql') server = await startPostgresql();
    stack = await startStack({
      ...(server && { databaseUrl: await server.createDatabase() }),
      tenants: (sandboxOrigin) =>
        sandboxTenants({ sandboxOrigin }).map((tenant) => ({ ...tenant, searchLagSeconds: 1 })),
    });
  }, 120_000);
  afterEach(async () => {
    await takeFaults(stack);
  });
  afterAll(async () => {
    await stack?.close();
    await server?.stop();
  });

  const look = (who: Caller, visitId: string) => () => receiptsOf(who, visitId);
  const writesAbout = async (personality: Personality, patient: string) =>
    (await writesOf(stack, personality)).filter(({ resource }) => JSON.stringify(resource).includes(patient));

  /** Held out of the encounter that the EHR has for today. */
  async function heldInEncounter(
    who: Caller,
    patient: Caller,
  ): Promise<{ visitId: string; encounterId: string }> {
    const { candidates } = await visitsOf(who);
    const one = candidates.find(({ kind }) => kind === 'encounter');
    if (!one) throw new Error('no encounter of today');
    const source = { kind: one.kind, id: one.id };
    const { visitId } = await said<{ visitId: string }>(who.api.post('visits', { source }));
    await checkIn(patient, visitId);
    await said(tell(who, visitId, 'admit', ADMIT));
    await said(tell(who, visitId, 'end'));
    return { visitId, encounterId: one.id };
  }

  it('Epic: the note into the encounter it keeps, the charge by a biller’s hand', async () => {
    const helen = await clinicianAt(stack, 'epic');
    const ada = await patientAt(stack, 'epic');
    const { visitId, encounterId } = await heldInEncounter(helen, ada);
    await signedNote(helen, visitId);
    await confirmedCharge(helen, visitId);
    const receipts = await until(stack, look(helen, visitId), (all) => all.length === 3 && settled(all));
    expect(inWords(receipts)).toEqual([
      'encounter confirmed kept-by-ehr',
      'note confirmed create',
      'charge handed-over person ehr-takes-none',
    ]);
    expect(receipts[0]?.answer?.id).toBe(encounterId);
    const [note, ...others] = await writesAbout('epic', 'ada-martin');
    expect(others).toEqual([]);
    expect(note).toMatchObject({ type: 'DocumentReference', id: receipts[1]?.answer?.id });
    expect(note?.resource).toMatchObject({
      context: { encounter: [{ reference: `Encounter/${encounterId}` }] },
    });

    const peter = await staffAt(stack, 'epic', 'peter-lund');
    const { lines } = await said<DeliveriesView>(peter.api.get('deliveries'));
    const charge = lines.find((one) => one.visitId === visitId);
    expect(charge).toMatchObject({
      kind: 'charge',
      next: 'file-by-hand',
      may: ['compare', 'export', 'done'],
    });
    await said<DeliveryLine>(peter.api.post(`deliveries/${charge?.deliveryId}/done`));
    expect((await receiptsOf(helen, visitId)).at(-1)).toMatchObject({
      state: 'done-by-person',
      done: { by: expect.stringContaining('Lund') },
    });

    // A withdrawal is a note of its own there, and a lost one is found by its last line.
    const [signed] = (await noteOf(helen, visitId)).signed;
    await layFault(stack, { ...POST_EPIC_NOTE, drop: 'after', times: 1 });
    await said(
      tellNote(helen, visitId, 'withdraw', {
        signedNoteId: signed?.signedNoteId,
        reason: 'wrong patient',
        requestKey: newName(),
      }),
    );
    const after = await until(stack, look(helen, visitId), (all) => all.length === 4 && settled(all));
    expect(after.at(-1)).toMatchObject({
      kind: 'withdrawal',
      state: 'confirmed',
      route: 'create',
      attempts: 1,
    });
    const written = await writesAbout('epic', 'ada-martin');
    expect(written.map(({ id }) => id)).toEqual([note?.id, after.at(-1)?.answer?.id]);
  });

  it('Epic: without an encounter nothing is filed anywhere, a person has the note', async () => {
    const helen = await clinicianAt(stack, 'epic', { patient: 'john-ellis' });
    const visitId = await heldVisit(helen, await patientAt(stack, 'epic', 'john-ellis'));
    await signedNote(helen, visitId);
    const receipts = await until(stack, look(helen, visitId), (all) => all.length === 2 && settled(all));
    expect(inWords(receipts)).toEqual([
      'encounter confirmed kept-by-ehr',
      'note handed-over person no-encounter',
    ]);
    expect(await writesAbout('epic', 'john-ellis')).toEqual([]);
  });

  it('Oracle Health: encounter at admission, its end, note and charge, each by its own road', async () => {
    const helen = await clinicianAt(stack, 'oracle', { patient: 'john-ellis' });
    const john = await patientAt(stack, 'oracle', 'john-ellis');
    const visitId = await heldVisit(helen, john);
    await signedNote(helen, visitId);
    await confirmedCharge(helen, visitId);
    const receipts = await until(stack, look(helen, visitId), (all) => all.length === 4 && settled(all));
    expect(inWords(receipts)).toEqual([
      'encounter confirmed create',
      'encounter-end confirmed patch',
      'note confirmed create',
      'charge confirmed operation',
    ]);
    const [signed] = (await noteOf(helen, visitId)).signed;
    await said(
      tellNote(helen, visitId, 'withdraw', {
        signedNoteId: signed?.signedNoteId,
        reason: 'wrong patient',
        requestKey: newName(),
      }),
    );
    const after = await until(stack, look(helen, visitId), (all) => all.length === 5 && settled(all));
    expect(inWords(after).at(-1)).toBe('withdrawal confirmed update');
    expect((await writesAbout('oracle', 'john-ellis')).map(({ type }) => type)).toEqual([
      'Encounter',
      'Encounter',
      'DocumentReference',
      'ChargeItem',
      'DocumentReference',
    ]);
  });

  it('Oracle Health: a charge whose answer was lost is found again, not sent again', async () => {
    const helen = await clinicianAt(stack, 'oracle', { patient: 'quinn-avery' });
    const visitId = await heldVisit(helen, await patientAt(stack, 'oracle', 'quinn-avery'));
    await signedNote(helen, visitId);
    await layFault(stack, {
      personality: 'oracle',
      method: 'POST',
      route: '/oracle/fhir/ChargeItem/**',
      drop: 'after',
      times: 1,
    });
    await confirmedCharge(helen, visitId);
    const receipts = await until(stack, look(helen, visitId), (all) => all.length === 4 && settled(all));
    expect(receipts.at(-1)).toMatchObject({ kind: 'charge', state: 'confirmed', attempts: 1 });
    const charges = (await writesAbout('oracle', 'quinn-avery')).filter(({ type }) => type === 'ChargeItem');
    expect(charges).toHaveLength(1);
  });

  it('Oracle Health: a note that left without an encounter is found again, though its date is not kept there', async () => {
    const lose = (route: string) =>
      layFault(stack, { personality: 'oracle', method: 'POST', route, drop: 'after', times: 1 });
    const helen = await clinicianAt(stack, 'oracle', { patient: 'sofia-brennan' });
    // The encounter bears no mark of ours there: a person has to say which it is, and the note goes without.
    await lose('/oracle/fhir/Encounter');
    const visitId = await heldVisit(helen, await patientAt(stack, 'oracle', 'sofia-brennan'));
    await until(stack, look(helen, visitId), (all) => all[0]?.state === 'handed-over');
    await lose('/oracle/fhir/DocumentReference');
    await signedNote(helen, visitId);
    const receipts = await until(stack, look(helen, visitId), (all) => all.length === 3 && settled(all));
    expect(receipts.at(-1)).toMatchObject({ kind: 'note', state: 'confirmed', attempts: 1 });
    const notes = (await writesAbout('oracle', 'sofia-brennan')).filter(
      ({ type }) => type === 'DocumentReference',
    );
    expect(notes).toHaveLength(1);
  });

  it('an EHR that is down when the note is signed has it when it is back, an hour later', async () => {
    const helen = await clinicianAt(stack, 'generic');
    const visitId = await heldVisit(helen, await patientAt(stack, 'generic'));
    await until(stack, look(helen, visitId), settled);
    await stack.sandbox.close();
    await signedNote(helen, visitId);
    const away = await until(stack, look(helen, visitId), (all) =>
      all.some(({ wait }) => wait === 'ehr-away'),
    );
    expect(away.at(-1)).toMatchObject({ kind: 'note', state: 'planned', next: 'wait', attempts: 0 });
    stack.skipTime(3600_000);
    await stack.context.writeBack.runDue();
    stack.sandbox = await startSandbox({
      port: Number(new URL(stack.sandboxUrl).port),
      adminPort: Number(new URL(stack.adminUrl).port),
      dataFolder: join(stack.folder, 'sandbox'),
      appUrl: stack.appUrl,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    });
    stack.skipTime(3600_000);
    // The old window is locked by now: the clinician opens the chart again.
    const again = await clinicianAt(stack, 'generic');
    const back: Receipt[] = await until(stack, look(again, visitId), settled, 60);
    expect(inWords(back).at(-1)).toBe('note confirmed create');
    const filed = (await writesOf(stack, 'generic')).filter(({ resource }) =>
      JSON.stringify(resource).includes(String(back.at(-1)?.reference)),
    );
    expect(filed).toHaveLength(1);
  });

  it('a note that left three days after it was signed is looked for by the day that it bears', async () => {
    const naomi = { patient: 'naomi-fields' };
    // With the hours above: at whatever hour this runs, her encounter of 15:00 is now within twelve hours.
    stack.skipTime(3600_000);
    const helen = await clinicianAt(stack, 'generic', naomi);
    const visitId = await heldVisit(helen, await patientAt(stack, 'generic', 'naomi-fields'));
    await layFault(stack, { ...POST_NOTE, status: 429 });
    await signedNote(helen, visitId);
    await until(stack, look(helen, visitId), (all) => all.some(({ kind, wait }) => kind === 'note' && wait));
    await takeFaults(stack);
    stack.skipTime(3 * 24 * 3600_000);
    await layFault(stack, { ...POST_NOTE, drop: 'after', times: 1 });
    const again = await clinicianAt(stack, 'generic', naomi);
    const receipts = await until(stack, look(again, visitId), settled);
    expect(receipts.at(-1)).toMatchObject({ kind: 'note', state: 'confirmed', attempts: 1 });
    const notes = (await writesAbout('generic', 'naomi-fields')).filter(
      ({ type }) => type === 'DocumentReference',
    );
    // Under no encounter: the EHR has one of its own that day, and nobody said that it is this visit's.
    expect(notes.map(({ resource }) => JSON.stringify(resource).includes('Encounter/'))).toEqual([false]);
  });
});

it('two instances over one database deliver each note once', async () => {
  const server = await startPostgresql();
  const tenants = (sandboxOrigin: string) =>
    sandboxTenants({ sandboxOrigin }).map((tenant) => ({ ...tenant, searchLagSeconds: 1 }));
  const databaseUrl = await server.createDatabase();
  const one = await startStack({ databaseUrl, tenants });
  const two = await startStack({ databaseUrl, tenants, besides: one });
  try {
    const helen = await clinicianAt(one, 'generic');
    const ada = await patientAt(one, 'generic');
    const visits: string[] = [];
    for (let n = 0; n < 3; n += 1) visits.push(await heldVisit(helen, ada));
    await Promise.all(visits.map((visitId) => signedNote(helen, visitId)));
    await Promise.all([one.context.writeBack.runDue(), two.context.writeBack.runDue()]);
    for (const visitId of visits) {
      const receipts = await until(
        one,
        () => receiptsOf(helen, visitId),
        (all) => all.length === 2 && settled(all),
      );
      expect(inWords(receipts)).toEqual(['encounter confirmed kept-by-ehr', 'note confirmed create']);
    }
    expect(await writesOf(one, 'generic')).toHaveLength(visits.length);
  } finally {
    await two.close();
    await one.close();
    await server.stop();
  }
}, 180_000);
