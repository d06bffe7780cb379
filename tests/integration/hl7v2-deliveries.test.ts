// The whole app beside an EHR that takes notes and charges as HL7 v2 messages only: a signature becomes a message, its
// ACK a receipt, and a correction names what it corrects. The receiver is a real listener.
import { Hl7Message } from '@medplum/core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Receipt } from '#domain/write-back';
import { sandboxTenants } from '#server/smart/tenants';
import {
  clinicianAt,
  confirmedCharge,
  inWords,
  patientAt,
  receiptsOf,
  rowsOf,
  settled,
  until,
} from '../fixtures/deliveries.ts';
import { ack, framed, type MllpListener, startMllpListener } from '../fixtures/mllp-listener.ts';
import { heldVisit, newName, noteOf as readNote, signedNote, tellNote } from '../fixtures/note-people.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';
import { type Caller, said } from '../fixtures/visit-people.ts';

let stack: Stack;
let listener: MllpListener;
let helen: Caller;
let ada: Caller;
beforeAll(async () => {
  listener = await startMllpListener();
  stack = await startStack({
    tenants: (sandboxOrigin) =>
      sandboxTenants({ sandboxOrigin }).map((tenant) => ({
        ...tenant,
        searchLagSeconds: 1,
        ...(tenant.vendor === 'epic' && {
          hl7v2: {
            ...{ host: '127.0.0.1', port: listener.port, tls: false },
            ...{ sendingApplication: 'WEBSIDE', sendingFacility: 'CLINIC' },
            ...{ receivingApplication: 'EHR', receivingFacility: 'HOSPITAL' },
          },
        }),
      })),
  });
  helen = await clinicianAt(stack, 'epic');
  ada = await patientAt(stack, 'epic');
});
const takes = listenerTakes();
beforeEach(() => {
  listener.react = takes;
});
afterEach(() => {
  listener.heard.length = 0;
});
afterAll(async () => {
  await stack?.close();
  await listener?.close();
});

function listenerTakes(): MllpListener['react'] {
  return (_, id) => [framed(ack('AA', id))];
}

const noteOf = (all: readonly Receipt[]): Receipt | undefined => all.find(({ kind }) => kind === 'note');
async function signed(): Promise<{ visitId: string; note: Receipt }> {
  const visitId = await heldVisit(helen, ada);
  await signedNote(helen, visitId);
  const all = await until(
    stack,
    () => receiptsOf(helen, visitId),
    (found) => noteOf(found) !== undefined && settled(found),
  );
  const note = noteOf(all);
  if (!note) throw new Error('no note');
  return { visitId, note };
}
const parsed = (): Hl7Message[] => listener.heard.map((text) => Hl7Message.parse(text.replace(/\r$/, '')));

it('a note that has no encounter goes as MDM and is confirmed by its ACK', async () => {
  const { note } = await signed();
  expect(note).toMatchObject({ state: 'confirmed', route: 'hl7v2', attempts: 1, answer: { id: null } });
  const [message, ...more] = parsed();
  expect(more).toEqual([]);
  expect(`${message?.getSegment('MSH')?.getField(9)}`).toBe('MDM^T02^MDM_T02');
  expect(message?.getSegment('PID')?.getComponent(3, 1)).not.toBe('');
  expect(message?.getSegment('PID')?.getComponent(5, 1)).toBe('Martin');
  expect(message?.getSegment('TXA')?.getComponent(12, 1)).toBe(note.reference);
  const text = message?.getAllSegments('OBX').map((obx) => `${obx.getField(5)}`);
  expect(text).toContain(`Ref ${note.reference}`);
  expect(text?.join('\n')).toContain('Viral bronchitis, mild.');
});

it('AE is shown in the receiver’s words; sent again it is the same message', async () => {
  listener.react = (_, id) => [framed(ack('AE', id, { words: 'Document type PN is not known' }))];
  const { visitId, note } = await signed();
  expect(note).toMatchObject({
    state: 'refused',
    next: 'change-and-retry',
    refusal: { status: 0, code: 'AE', words: 'Document type PN is not known' },
  });
  listener.react = takes;
  await helen.api.post(`deliveries/${note.deliveryId}/retry`, {});
  await until(
    stack,
    () => receiptsOf(helen, visitId),
    (all) => noteOf(all)?.state === 'confirmed',
  );
  const numbers = parsed().map((message) => `${message.getSegment('MSH')?.getField(10)}`);
  expect(numbers).toHaveLength(2);
  expect(new Set(numbers).size).toBe(1);
});

it('cut off before the ACK, it is looked for, not found, and never sent a second time', async () => {
  listener.react = () => 'cut';
  const { note } = await signed();
  expect(note).toMatchObject({ state: 'handed-over', why: 'not-found', attempts: 1 });
  expect(listener.heard).toHaveLength(1);
});

it('what was entered in error is replaced by a document that names it, on the same road', async () => {
  const { visitId, note } = await signed();
  const [first] = (await readNote(helen, visitId)).signed;
  const withdrawal = { signedNoteId: first?.signedNoteId, reason: 'wrong visit', requestKey: newName() };
  await said(tellNote(helen, visitId, 'withdraw', withdrawal));
  const all = await until(
    stack,
    () => receiptsOf(helen, visitId),
    (found) => found.some(({ kind }) => kind === 'withdrawal') && settled(found),
  );
  expect(inWords(all).at(-1)).toBe('withdrawal confirmed hl7v2');
  const [, second] = parsed();
  expect(`${second?.getSegment('MSH')?.getField(9)}`).toBe('MDM^T10^MDM_T02');
  expect(second?.getSegment('TXA')?.getComponent(13, 1)).toBe(note.reference);
  expect(second?.getSegment('TXA')?.getComponent(12, 1)).not.toBe(note.reference);
});

it('a charge that was taken back is credited by a message of its own, under the same number', async () => {
  const { visitId } = await signed();
  const { charges } = await confirmedCharge(helen, visitId);
  const money = (all: readonly Receipt[]) => all.filter(({ kind }) => kind.startsWith('charge'));
  const settledMoney = (count: number) =>
    until(
      stack,
      () => receiptsOf(helen, visitId),
      (all) => money(all).length === count && settled(all),
    ).then(money);
  await settledMoney(1);
  const path = `visits/${visitId}/charge/${charges.at(-1)?.chargeId}/withdraw`;
  await said(helen.api.post(path, { reason: 'Wrong code' }));
  const [charge, credit] = await settledMoney(2);
  expect(inWords([charge, credit] as Receipt[])).toEqual([
    'charge confirmed hl7v2',
    'charge-credit confirmed hl7v2',
  ]);
  const sent = parsed().filter((message) => `${message.getSegment('MSH')?.getField(9)}`.startsWith('DFT'));
  const lineOf = (message: Hl7Message | undefined) => message?.getSegment('FT1');
  expect(sent.map((message) => `${lineOf(message)?.getField(6)}`)).toEqual(['CG', 'CR']);
  const [before, after] = sent;
  for (const same of [2, 7, 10, 19])
    expect(`${lineOf(after)?.getField(same)}`, `FT1-${same}`).toBe(`${lineOf(before)?.getField(same)}`);
  expect(`${lineOf(after)?.getField(2)}`).toBe(charge?.reference);
  const numbers = sent.map((message) => `${message.getSegment('MSH')?.getField(10)}`);
  expect(new Set(numbers).size).toBe(2);
});

it('when its author’s permission is gone, the hospital’s own service reads whom a message is about', async () => {
  const clinician = await clinicianAt(stack, 'epic', { person: 'julian-katz', patient: 'ada-martin' });
  const visitId = await heldVisit(clinician, ada);
  await rowsOf(
    stack,
    `UPDATE grants SET state = 'gone', access_token = NULL, refresh_token = NULL
     WHERE launch_id = '${clinician.launchId}'`,
  );
  stack.context.smart.tokens.forget(clinician.launchId);
  await signedNote(clinician, visitId);
  const all = await until(
    stack,
    () => receiptsOf(helen, visitId),
    (found) => noteOf(found)?.state === 'confirmed',
  );
  expect(noteOf(all)).toMatchObject({ route: 'hl7v2', attempts: 1 });
  expect(parsed().map((message) => message.getSegment('PID')?.getComponent(5, 1))).toEqual(['Martin']);
});

it('a charge goes as DFT, and one whose ACK was lost only a person may send again', async () => {
  listener.react = (message, id) => (message.includes('DFT^P03') ? 'cut' : takes(message, id));
  const { visitId } = await signed();
  await confirmedCharge(helen, visitId);
  const all = await until(
    stack,
    () => receiptsOf(helen, visitId),
    (found) => found.some(({ kind }) => kind === 'charge') && settled(found),
  );
  const charge = all.find(({ kind }) => kind === 'charge');
  expect(charge).toMatchObject({ state: 'handed-over', why: 'not-found', attempts: 1 });
  const sent = parsed().filter((message) => `${message.getSegment('MSH')?.getField(9)}`.startsWith('DFT'));
  expect(sent).toHaveLength(1);
  const [line, ...others] = sent[0]?.getAllSegments('FT1') ?? [];
  expect(others).toEqual([]);
  expect(`${line?.getField(6)}`).toBe('CG');
  expect(line?.getComponent(7, 1)).toMatch(/^[0-9A-Z]{5}$/);
  expect(line?.getComponent(19, 1)).toBe('I10');
  expect(`${line?.getField(2)}`).toMatch(/^WS-.*-1$/);
});
