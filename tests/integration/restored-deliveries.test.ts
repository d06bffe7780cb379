// After a database was brought back from a backup: what the EHR may have is looked for, and what cannot be looked for is
// a person's; nothing is sent on a guess. Over HTTP with the whole app and the sandbox, on one database: what is told
// here rests on no row that two hold at once.
import { Hl7Message } from '@medplum/core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Receipt } from '#domain/write-back';
import { sandboxTenants } from '#server/smart/tenants';
import { markRestored } from '#server/write-back';
import {
  clinicianAt,
  confirmedCharge,
  layFault,
  only,
  type Personality,
  POST_NOTE,
  patientAt,
  receiptsOf,
  rowsOf,
  takeFaults,
  until,
  writesOf,
} from '../fixtures/deliveries.ts';
import { ack, framed, type MllpListener, startMllpListener } from '../fixtures/mllp-listener.ts';
import { heldVisit, signedNote } from '../fixtures/note-people.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';
import type { Caller } from '../fixtures/visit-people.ts';

const LAG = 600;
let stack: Stack;
let listener: MllpListener;
beforeAll(async () => {
  listener = await startMllpListener();
  listener.react = (_, id) => [framed(ack('AA', id))];
  const hl7v2 = {
    ...{ host: '127.0.0.1', port: listener.port, tls: false },
    ...{ sendingApplication: 'WEBSIDE', sendingFacility: 'CLINIC' },
    ...{ receivingApplication: 'EHR', receivingFacility: 'HOSPITAL' },
  };
  stack = await startStack({
    tenants: (sandboxOrigin) =>
      sandboxTenants({ sandboxOrigin }).map(({ backend: _, ...tenant }) => ({
        ...tenant,
        searchLagSeconds: LAG,
        ...(tenant.vendor === 'epic' && { hl7v2 }),
      })),
  });
});
afterEach(async () => {
  await takeFaults(stack);
  listener.heard.length = 0;
});
afterAll(async () => {
  await stack?.close();
  await listener?.close();
});

let ahead = 0;
function skip(milliseconds: number): void {
  ahead += milliseconds;
  stack.skipTime(milliseconds);
}
const now = () => new Date(Date.now() + ahead);
const runDue = () => stack.context.writeBack.runDue();
const look = (who: Caller, visitId: string) => () => receiptsOf(who, visitId);
/** By the moved clock: what was told before this is looked for first. */
const restored = () => markRestored({ database: stack.context.database, now });
/** What the older database does not know: the answer, and that anything was ever sent. */
async function forget(deliveryId: string): Promise<void> {
  await rowsOf(stack, 'ALTER TABLE deliveries DISABLE TRIGGER deliveries_kept');
  await rowsOf(
    stack,
    `UPDATE deliveries SET state = 'planned', route = NULL, answer = NULL, sent = NULL, sent_at = NULL, attempts = 0
     WHERE id = '${deliveryId}'`,
  );
  await rowsOf(stack, 'ALTER TABLE deliveries ENABLE TRIGGER deliveries_kept');
}
const bearing = async (personality: Personality, { reference }: Receipt) =>
  (await writesOf(stack, personality)).filter(({ resource }) =>
    JSON.stringify(resource).includes(String(reference)),
  );

it('a search right after it, within the lag, is no proof of absence', async () => {
  const helen = await clinicianAt(stack, 'generic');
  const visitId = await heldVisit(helen, await patientAt(stack, 'generic'));
  await layFault(stack, { ...POST_NOTE, status: 429, retryAfterSeconds: 60 });
  await signedNote(helen, visitId);
  await until(stack, look(helen, visitId), (all) => only(all, 'note').wait === 'ehr-away');
  await takeFaults(stack);
  skip(65_000);
  await restored();
  await until(stack, look(helen, visitId), (all) => only(all, 'note').wait === 'search-lag');
  const waiting = only(await receiptsOf(helen, visitId), 'note');
  expect(waiting).toMatchObject({ state: 'reconciling', wait: 'search-lag', attempts: 0 });
  expect(await bearing('generic', waiting)).toEqual([]);
  // A minute before its end it is still none; after it, it is one, and the note goes.
  skip((LAG - 60) * 1000);
  await runDue();
  expect(only(await receiptsOf(helen, visitId), 'note').state).toBe('reconciling');
  skip(61_000);
  const all = await until(stack, look(helen, visitId), (found) => only(found, 'note').state === 'confirmed');
  expect(only(all, 'note').attempts).toBe(1);
  expect(await bearing('generic', waiting)).toHaveLength(1);
});

it('what went as a message goes to a person, and never again by itself', async () => {
  const helen = await clinicianAt(stack, 'epic');
  const visitId = await heldVisit(helen, await patientAt(stack, 'epic'));
  await signedNote(helen, visitId);
  await confirmedCharge(helen, visitId);
  const before = await until(stack, look(helen, visitId), (all) =>
    ['note', 'charge'].every((kind) =>
      all.some((one) => one.kind === kind && one.route === 'hl7v2' && one.state === 'confirmed'),
    ),
  );
  const [note, charge] = [only(before, 'note'), only(before, 'charge')];
  const messages = listener.heard.length;
  expect(messages).toBe(2);
  await forget(note.deliveryId);
  await forget(charge.deliveryId);
  await restored();
  skip((LAG + 60) * 1000);
  const after = await until(stack, look(helen, visitId), (all) =>
    [only(all, 'note'), only(all, 'charge')].every(({ state }) => state === 'handed-over'),
  );
  expect(only(after, 'note')).toMatchObject({ why: 'not-found', next: 'compare', attempts: 0 });
  expect(only(after, 'charge')).toMatchObject({ why: 'not-searchable', next: 'compare', attempts: 0 });
  expect(listener.heard.map((text) => `${Hl7Message.parse(text).getSegment('MSH')?.getField(9)}`)).toEqual([
    'MDM^T02^MDM_T02',
    'DFT^P03^DFT_P03',
  ]);
});

it('Oracle Health: a charge without an encounter cannot be looked for, so a person has it', async () => {
  const helen = await clinicianAt(stack, 'oracle', { patient: 'john-ellis' });
  await layFault(stack, {
    personality: 'oracle',
    method: 'POST',
    route: '/oracle/fhir/Encounter',
    status: 422,
  });
  const visitId = await heldVisit(helen, await patientAt(stack, 'oracle', 'john-ellis'));
  await confirmedCharge(helen, visitId);
  const [before] = [
    await until(stack, look(helen, visitId), (all) =>
      all.some(({ kind, state }) => kind === 'charge' && state === 'handed-over'),
    ),
  ];
  expect(only(before, 'charge')).toMatchObject({ why: 'no-encounter', next: 'file-by-hand' });
  await forget(only(before, 'charge').deliveryId);
  await restored();
  skip((LAG + 60) * 1000);
  const after = await until(
    stack,
    look(helen, visitId),
    (all) => only(all, 'charge').state === 'handed-over',
  );
  expect(only(after, 'charge')).toMatchObject({ why: 'not-searchable', next: 'compare', attempts: 0 });
});

it('an encounter of another day is not taken for ours', async () => {
  const helen = await clinicianAt(stack, 'generic', { patient: 'quinn-avery' });
  const token = await stack.context.smart.tokens.accessToken(helen.launchId);
  const day = 24 * 3600_000;
  const start = new Date(now().getTime() - day);
  const other = await fetch(`${stack.sandboxUrl}/fhir/Encounter`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' },
    body: JSON.stringify({
      ...{ resourceType: 'Encounter', status: 'finished', class: { code: 'AMB' } },
      type: [{ coding: [{ system: 'http://snomed.info/sct', code: '448337001' }] }],
      subject: { reference: 'Patient/quinn-avery' },
      participant: [{ individual: { reference: 'Practitioner/helen-brooks' } }],
      period: { start: start.toISOString(), end: new Date(start.getTime() + 1800_000).toISOString() },
    }),
  });
  expect(other.status).toBe(201);
  const { id } = (await other.json()) as { id: string };
  const visitId = await heldVisit(helen, await patientAt(stack, 'generic', 'quinn-avery'), { end: false });
  const all = await until(
    stack,
    look(helen, visitId),
    (found) => only(found, 'encounter').state === 'confirmed',
  );
  const own = only(all, 'encounter');
  expect(own).toMatchObject({ route: 'create', attempts: 1 });
  expect(own.answer?.id).not.toBe(id);
  // Nor after a restore, when ours is there and theirs as well.
  await forget(own.deliveryId);
  await restored();
  const again = await until(
    stack,
    look(helen, visitId),
    (found) => only(found, 'encounter').state === 'confirmed',
  );
  expect(only(again, 'encounter').answer?.id).toBe(own.answer?.id);
});
