// What our builders make and our hand sends, taken by each of the three EHRs: real launches, real tokens, and the
// EHR's own ground truth for what was kept. Lost answers are found again by a look.
import type { DocumentReference, Resource } from '@medplum/fhirtypes';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  buildEncounterEnd,
  buildTelehealthEncounter,
  readTelehealthEncounter,
} from '#profiles/telehealth-encounter';
import { buildNoteUpdate, buildVisitNote, type NoteFacts, readVisitNote } from '#profiles/visit-note';
import { createEhrChannel, createEhrWriter, type EhrWriter, type WriteAnswer } from '#server/ehr';
import { createEgress, createLog } from '#server/http';
import { type AcceptedWrite, FHIR_PATH, type PersonalityName, TENANT_ID } from '#server/sandbox/contract';
import { type Stack, startStack } from '../fixtures/stack.ts';
import { launchIdOf, mintLaunch, Visitor } from '../fixtures/visitor.ts';

const PATIENT = 'Patient/ada-martin';
const EHRS: PersonalityName[] = ['generic', 'epic', 'oracle'];
let stack: Stack;
let writer: EhrWriter;
const encounters = {} as Record<PersonalityName, string>;
const launches = {} as Record<PersonalityName, string>;
let marks = 0;

beforeAll(async () => {
  stack = await startStack();
  const { smart, recordAccess, tenants } = stack.context;
  const log = createLog('error', { write: () => undefined });
  const now = () => new Date();
  const channel = createEhrChannel({ tenants, egress: createEgress(), log, now });
  writer = createEhrWriter({ channel, tokens: smart.deliveryTokens, recordAccess, log, now });
  for (const ehr of EHRS) {
    launches[ehr] = launchIdOf(
      await new Visitor().follow(await mintLaunch(stack, { personality: ehr, patient: 'ada-martin' })),
    );
    const found = await writer.search({ ...whose(ehr), type: 'Encounter', params: {} });
    if (found.kind !== 'found') throw new Error(JSON.stringify(found));
    encounters[ehr] = `Encounter/${found.resources[0]?.id}`;
  }
});
afterAll(() => stack.close());
beforeEach(() => admin('DELETE', 'faults'));

async function admin(method: string, path: string, body?: object) {
  const init = { method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  const answer = await fetch(`${stack.adminUrl}/${path}`, body ? init : { method });
  return answer.json();
}
const lay = (ehr: PersonalityName, fault: object) =>
  admin('POST', 'faults', { personality: ehr, times: 1, ...fault });
const truth = (ehr: PersonalityName): Promise<AcceptedWrite[]> => admin('GET', `writes?personality=${ehr}`);
const whose = (ehr: PersonalityName) => ({
  tenantId: TENANT_ID[ehr],
  owner: { iss: stack.sandboxUrl + FHIR_PATH[ehr], sub: 'helen-brooks', patient: PATIENT },
  patient: PATIENT,
});
function facts(ehr: PersonalityName, parts: Partial<NoteFacts> = {}): NoteFacts {
  marks += 1;
  const reference = `WS-SENT${marks}`;
  return {
    kind: 'note',
    reference,
    title: 'Video visit',
    typeCode: '11506-3',
    text: `Assessment: at goal. Ñ 🩺\n\nRef ${reference}`,
    signedAt: new Date().toISOString(),
    author: { reference: 'Practitioner/helen-brooks', name: 'Dr. Helen Brooks' },
    patient: PATIENT,
    encounter: encounters[ehr],
    visit: { start: null, end: null },
    earlier: null,
    ...parts,
  };
}
function send(ehr: PersonalityName, note: NoteFacts): Promise<WriteAnswer> {
  const built = buildVisitNote(ehr, note, {});
  if (!built.ok) throw new Error(JSON.stringify(built.reasons));
  return writer.send({ ...whose(ehr), method: 'create', path: 'DocumentReference', body: built.resource });
}
async function find(ehr: PersonalityName, note: NoteFacts) {
  const params = { encounter: encounters[ehr], type: note.typeCode };
  const found = await writer.search({ ...whose(ehr), type: 'DocumentReference', params });
  if (found.kind !== 'found') throw new Error(JSON.stringify(found));
  const notes = found.resources.map(readVisitNote).filter((one) => one?.reference === note.reference);
  return { notes, isComplete: found.isComplete };
}
const saved = async (ehr: PersonalityName, { reference }: NoteFacts) =>
  (await truth(ehr)).filter(({ resource }) => readVisitNote(resource)?.reference === reference);
const idOf = (answer: WriteAnswer) => {
  if (answer.kind !== 'confirmed' || answer.id === null) throw new Error(JSON.stringify(answer));
  return answer.id;
};

describe.each(EHRS)('a note at %s', (ehr) => {
  it('is taken, stands there unchanged, and is found again by our mark', async () => {
    const note = facts(ehr);
    const answer = await send(ehr, note);
    expect(answer).toMatchObject({ kind: 'confirmed', status: 201, version: ehr === 'epic' ? null : '1' });
    const { notes, isComplete } = await find(ehr, note);
    expect(isComplete).toBe(true);
    expect(notes).toMatchObject([{ id: idOf(answer), text: note.text, patient: PATIENT }]);
    expect(await saved(ehr, note)).toMatchObject([{ id: idOf(answer), client: 'webside' }]);
  });

  it('200 kB of text are taken whole', async () => {
    const note = facts(ehr);
    note.text = `${'Ñandú 🩺 患者 '.repeat(8_000)}${note.text}`;
    const id = idOf(await send(ehr, note));
    const read = await writer.read({ ...whose(ehr), type: 'DocumentReference', id });
    expect(read.kind === 'found' && readVisitNote(read.resource)?.text).toBe(note.text);
  });

  it('an answer lost after the commit is open, and a look finds the note once', async () => {
    const note = facts(ehr);
    await lay(ehr, { method: 'POST', route: '/**/DocumentReference', drop: 'after' });
    expect(await send(ehr, note)).toEqual({ kind: 'unknown', why: 'lost-answer' });
    expect((await find(ehr, note)).notes).toHaveLength(1);
    expect(await saved(ehr, note)).toHaveLength(1);
  });

  it('one lost before it, too, and a complete look finds nothing', async () => {
    const note = facts(ehr);
    await lay(ehr, { method: 'POST', route: '/**/DocumentReference', drop: 'before' });
    expect(await send(ehr, note)).toEqual({ kind: 'unknown', why: 'lost-answer' });
    expect(await find(ehr, note)).toEqual({ notes: [], isComplete: true });
    expect(await saved(ehr, note)).toEqual([]);
  });

  it('a search that lags says nothing yet: the note is there all the same', async () => {
    const note = facts(ehr);
    await lay(ehr, { method: 'GET', searchLagSeconds: 3600, times: 50 });
    const id = idOf(await send(ehr, note));
    expect((await find(ehr, note)).notes).toEqual([]);
    expect(await writer.read({ ...whose(ehr), type: 'DocumentReference', id })).toMatchObject({
      kind: 'found',
    });
  });

  it('a token that has ended is renewed on the way', async () => {
    const note = facts(ehr);
    await admin('POST', 'expire', { personality: ehr, what: 'access' });
    expect(await send(ehr, note)).toMatchObject({ kind: 'confirmed' });
    expect(await saved(ehr, note)).toHaveLength(1);
  });
});

describe('what each EHR has of its own', () => {
  const read = async (ehr: PersonalityName, type: string, id: string): Promise<Resource> => {
    const found = await writer.read({ ...whose(ehr), type, id });
    if (found.kind !== 'found') throw new Error(JSON.stringify(found));
    return found.resource;
  };

  it('Epic: sent twice is filed twice; 59141 is a duplicate; its words come back', async () => {
    const note = facts('epic');
    await send('epic', note);
    await send('epic', note);
    expect((await find('epic', note)).notes).toHaveLength(2);
    const issue = { severity: 'error', code: 'duplicate', details: { coding: [{ code: '59141' }] } };
    const body = JSON.stringify({ resourceType: 'OperationOutcome', issue: [issue] });
    await lay('epic', { method: 'POST', status: 400, body });
    expect(await send('epic', facts('epic'))).toEqual({ kind: 'duplicate', status: 400, code: '59141' });
    expect(await send('epic', facts('epic', { encounter: 'Encounter/nobody' }))).toMatchObject({
      kind: 'refused',
      words: 'Valid encounter required',
      next: 'change-and-retry',
    });
  });

  it('Oracle Health: amended and withdrawn by updates on the version that was read', async () => {
    const first = facts('oracle');
    const id = idOf(await send('oracle', first));
    const update = async (kind: 'replacement' | 'entered-in-error', ifMatch: string) => {
      const current = (await read('oracle', 'DocumentReference', id)) as DocumentReference;
      const change = facts('oracle', { kind, earlier: `DocumentReference/${id}` });
      const built = buildNoteUpdate('oracle', current, change, {});
      if (!built.ok) throw new Error(JSON.stringify(built.reasons));
      const path = `DocumentReference/${id}`;
      return writer.send({ ...whose('oracle'), method: 'update', path, body: built.resource, ifMatch });
    };
    expect(await update('replacement', '1')).toMatchObject({ kind: 'confirmed', id, version: '2' });
    expect(await update('entered-in-error', '1')).toMatchObject({ kind: 'duplicate', status: 409 });
    expect(await update('entered-in-error', '2')).toMatchObject({ kind: 'confirmed', version: '3' });
    expect(readVisitNote(await read('oracle', 'DocumentReference', id))).toMatchObject({
      docStatus: 'entered-in-error',
      status: 'current',
    });
  });

  it.each(['generic', 'oracle'] as const)('%s: an Encounter is made, and its end patched', async (ehr) => {
    const start = '2026-11-22T09:00:00.000Z';
    const end = '2026-11-22T09:30:00.000Z';
    const performer = { reference: 'Practitioner/helen-brooks', name: 'Dr. Helen Brooks' };
    const visit = {
      reference: 'WS-V1',
      patient: PATIENT,
      performer,
      start,
      end: null,
      reason: null,
      appointment: null,
    };
    const site = { location: 'Location/harborlight-virtual' };
    const built = buildTelehealthEncounter(ehr, visit, site);
    if (!built.ok) throw new Error(JSON.stringify(built.reasons));
    const made = await writer.send({
      ...whose(ehr),
      method: 'create',
      path: 'Encounter',
      body: built.resource,
    });
    const path = `Encounter/${idOf(made)}`;
    const patch = { ...whose(ehr), method: 'patch' as const, path, body: buildEncounterEnd(ehr, end) };
    expect(await writer.send({ ...patch, ifMatch: '1' })).toMatchObject({ kind: 'confirmed', version: '2' });
    const after = readTelehealthEncounter(await read(ehr, 'Encounter', idOf(made)));
    expect(after).toMatchObject({ end, status: ehr === 'oracle' ? 'in-progress' : 'finished', class: 'VR' });
  });

  it('an Encounter at Epic is refused by Epic, with the next step', async () => {
    const body = { resourceType: 'Encounter', subject: { reference: PATIENT } };
    expect(await writer.send({ ...whose('epic'), method: 'create', path: 'Encounter', body })).toMatchObject({
      kind: 'refused',
      status: 405,
      next: 'file-by-hand',
    });
  });
});

describe('after the log-out', () => {
  it.each(EHRS)('%s: the backend service delivers', async (ehr) => {
    await stack.context.smart.endLaunch(launches[ehr], 'log-out');
    const note = facts(ehr);
    expect(await send(ehr, note)).toMatchObject({ kind: 'confirmed' });
    expect(await saved(ehr, note)).toMatchObject([{ client: 'webside-backend' }]);
  });
});
