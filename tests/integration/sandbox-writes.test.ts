// Every row of the table of write rules, seen in raw HTTP: one test per row, and none without a row. What is
// accepted is what our builders make.
import type { DocumentReference, Encounter } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildEncounterEnd, buildTelehealthEncounter } from '#profiles/telehealth-encounter';
import { buildVisitNote, type NoteVariant, readVisitNote } from '#profiles/visit-note';
import type { PersonalityName } from '#server/sandbox/contract';
import { WRITE_TRAITS, type WriteTraitId } from '#server/sandbox/fhir';
import {
  call,
  idsOf,
  type RawAnswer,
  type RawCall,
  type Stand,
  smallSeed,
  startStand,
} from './sandbox-fhir-stand.ts';

let stand: Stand;
let tokens: Record<PersonalityName, string>;
beforeAll(async () => {
  const place = { resourceType: 'Location' as const, id: 'video', status: 'active' as const, name: 'Video' };
  const other = { ...smallSeed().resources.find(({ id }) => id === 'enc-1'), id: 'enc-ben' } as Encounter;
  stand = await startStand(smallSeed([place, { ...other, subject: { reference: 'Patient/ben' } }]));
  const token = (personality: PersonalityName) => stand.token(personality, ['user/*.cruds']);
  tokens = { generic: token('generic'), epic: token('epic'), oracle: token('oracle') };
});
afterAll(() => stand.stop());

const ask = (personality: PersonalityName, path: string, rest: RawCall = {}) =>
  call(`${stand.base(personality)}/${path}`, { token: tokens[personality], ...rest });
const post = (personality: PersonalityName, path: string, body: unknown, rest: RawCall = {}) =>
  ask(personality, path, { method: 'POST', body, ...rest });

let marks = 0;
function note(variant: NoteVariant, parts: object = {}): DocumentReference {
  marks += 1;
  const built = buildVisitNote(
    variant,
    {
      kind: 'note',
      reference: `WS-MARK${marks}`,
      title: 'Video visit',
      typeCode: '11506-3',
      text: `Assessment: well. Ñ 🩺\n\nRef WS-MARK${marks}`,
      signedAt: '2026-11-22T09:40:00.000Z',
      author: { reference: 'Practitioner/grey', name: 'Dr Grey' },
      patient: 'Patient/ada',
      encounter: 'Encounter/enc-1',
      visit: { start: '2026-11-22T09:00:00.000Z', end: '2026-11-22T09:30:00.000Z' },
      earlier: null,
    },
    {},
  );
  if (!built.ok) throw new Error(JSON.stringify(built.reasons));
  return { ...built.resource, ...parts };
}
function visit(variant: 'generic' | 'oracle', parts: object = {}): Encounter {
  const built = buildTelehealthEncounter(
    variant,
    {
      reference: 'WS-VISIT1',
      patient: 'Patient/ada',
      performer: { reference: 'Practitioner/grey', name: 'Dr Grey' },
      start: '2026-11-22T09:00:00.000Z',
      end: null,
      reason: 'Cough',
      appointment: null,
    },
    { location: 'Location/video' },
  );
  if (!built.ok) throw new Error(JSON.stringify(built.reasons));
  return { ...built.resource, ...parts };
}
const SYSTEM = 'https://fhir.cerner.example/CodeSystem/BillCodes-CPT';
const uuid = (last: number) => `urn:uuid:00000000-0000-4000-8000-${String(last).padStart(12, '0')}`;
function charge(transactionId: string, parts: object = {}): object {
  const extension = [{ url: 'https://fhir.cerner.example/bill-code-schedule', valueCoding: { code: '1' } }];
  const resource = {
    resourceType: 'ChargeItem',
    status: 'unknown',
    code: { coding: [{ extension, system: SYSTEM, code: '99213' }] },
    subject: { reference: 'Patient/ada' },
    context: { reference: 'Encounter/enc-1' },
    occurrenceDateTime: '2026-11-22T09:00:00Z',
    quantity: { value: 1 },
    ...parts,
  };
  return {
    resourceType: 'Parameters',
    parameter: [
      { name: 'transactionId', valueUuid: transactionId },
      { name: 'chargeItem', resource },
    ],
  };
}

interface Outcome {
  issue: { code: string; details: { text: string; coding?: { code: string }[] } }[];
}
const said = (answer: RawAnswer) => {
  const [issue] = (answer.json as Outcome).issue;
  return [answer.status, issue?.details.coding?.[0]?.code ?? issue?.code];
};
const wordsOf = (answer: RawAnswer) => (answer.json as Outcome).issue[0]?.details.text;
/** The id a Location names. */
const madeId = (answer: RawAnswer) => {
  expect(answer.status, answer.text).toBe(201);
  return /(?:DocumentReference|Encounter)\/([\w.-]+)/.exec(String(answer.headers.location))?.[1] ?? '';
};
const patch = (id: string, body: unknown, ifMatch?: string) =>
  ask('oracle', `Encounter/${id}`, {
    method: 'PATCH',
    body,
    headers: { 'Content-Type': 'application/json-patch+json', ...(ifMatch && { 'If-Match': ifMatch }) },
  });
const put = (id: string, body: DocumentReference, ifMatch: string) =>
  ask('oracle', `DocumentReference/${id}`, {
    method: 'PUT',
    body: { ...body, id },
    headers: { 'If-Match': ifMatch },
  });

async function statement(personality: PersonalityName) {
  const answer = await ask(personality, 'metadata', { headers: { Accept: 'application/fhir+json' } });
  const rows = (
    answer.json as {
      rest: {
        resource: { type: string; interaction: { code: string }[]; operation?: { name: string }[] }[];
      }[];
    }
  ).rest[0]?.resource;
  return (type: string) => {
    const row = rows?.find((one) => one.type === type);
    return [
      ...(row?.interaction ?? []).map(({ code }) => code),
      ...(row?.operation ?? []).map(({ name }) => `$${name}`),
    ];
  };
}

const TESTS: Record<WriteTraitId, () => Promise<void>> = {
  'generic.everything': async () => {
    const made = await post('generic', 'DocumentReference', note('generic'));
    expect(readVisitNote(made.json)).toMatchObject({
      id: madeId(made),
      text: expect.stringContaining('Ñ 🩺'),
    });
    expect(made.headers.etag).toBe('W/"1"');
    const encounter = await post('generic', 'Encounter', visit('generic'));
    const end = await ask('generic', `Encounter/${madeId(encounter)}`, {
      method: 'PATCH',
      body: buildEncounterEnd('generic', '2026-11-22T09:30:00.000Z'),
      headers: { 'Content-Type': 'application/json-patch+json', 'If-Match': 'W/"1"' },
    });
    expect(end.json).toMatchObject({ status: 'finished', period: { end: '2026-11-22T09:30:00.000Z' } });
    const headers = { 'If-None-Exist': 'identifier=urn:webside:reference|WS-ONCE' };
    const once = note('generic', { identifier: [{ system: 'urn:webside:reference', value: 'WS-ONCE' }] });
    expect((await post('generic', 'DocumentReference', once, { headers })).status).toBe(201);
    expect((await post('generic', 'DocumentReference', once, { headers })).status).toBe(200);
  },
  'epic.note-create': async () => {
    const made = await post('epic', 'DocumentReference', note('epic'));
    expect([made.status, made.text, made.headers.etag]).toEqual([201, '', undefined]);
    expect(made.headers.location).toMatch(/^DocumentReference\/[\w-]+$/);
    const headers = { Prefer: 'return=representation' };
    expect((await post('epic', 'DocumentReference', note('epic'), { headers })).json).toMatchObject({
      resourceType: 'DocumentReference',
    });
    const can = await statement('epic');
    expect(can('DocumentReference')).toEqual(['read', 'search-type', 'create']);
    expect(can('Observation')).toEqual(['read', 'search-type']);
    const id = madeId(made);
    expect(
      (await ask('epic', `DocumentReference/${id}`, { method: 'PUT', body: { ...note('epic'), id } })).status,
    ).toBe(405);
  },
  'epic.note-elements': async () => {
    for (const name of ['docStatus', 'type', 'category', 'subject', 'content'])
      expect(said(await post('epic', 'DocumentReference', note('epic', { [name]: undefined })))).toEqual([
        400,
        '59108',
      ]);
    expect(said(await post('epic', 'DocumentReference', note('epic', { status: 'superseded' })))[1]).toBe(
      '59108',
    );
    expect((await post('epic', 'DocumentReference', note('epic', { docStatus: 'preliminary' }))).status).toBe(
      201,
    );
  },
  'epic.note-subject': async () => {
    const stranger = note('epic', { subject: { reference: 'Patient/of-another-instance' } });
    const answer = await post('epic', 'DocumentReference', stranger);
    expect([...said(answer), wordsOf(answer)]).toEqual([400, '59100', 'Invalid subject received']);
  },
  'epic.note-encounter': async () => {
    for (const context of [undefined, {}, { encounter: [{ reference: 'Encounter/enc-ben' }] }]) {
      const answer = await post('epic', 'DocumentReference', note('epic', { context }));
      expect([...said(answer), wordsOf(answer)]).toEqual([400, '59100', 'Valid encounter required']);
    }
  },
  'epic.note-plain-text': async () => {
    const [first] = note('epic').content;
    const html = [{ attachment: { ...first?.attachment, contentType: 'text/html' } }];
    expect((await post('epic', 'DocumentReference', note('epic', { content: html }))).status).toBe(400);
    const id = madeId(await post('epic', 'DocumentReference', note('epic', { content: [first, ...html] })));
    const stored = (await ask('epic', `DocumentReference/${id}`)).json as DocumentReference;
    expect(stored.content).toEqual([first]);
  },
  'epic.note-types': async () => {
    const typed = (code: string, system = 'http://loinc.org') =>
      note('epic', { type: { coding: [{ system, code }] } });
    for (const code of ['18842-5', '34105-7', '69730-0', '11502-2'])
      expect((await post('epic', 'DocumentReference', typed(code))).status, code).toBe(400);
    expect((await post('epic', 'DocumentReference', typed('4711', 'urn:oid:1.2.3'))).status).toBe(201);
  },
  'epic.note-twice': async () => {
    const same = note('epic');
    const ids = [
      madeId(await post('epic', 'DocumentReference', same)),
      madeId(await post('epic', 'DocumentReference', same)),
    ];
    expect(new Set(ids).size).toBe(2);
    const found = idsOf(await ask('epic', 'DocumentReference?patient=ada&encounter=enc-1&type=11506-3'));
    expect(found).toEqual(expect.arrayContaining(ids));
  },
  'epic.59141': async () => {
    const identifier = [{ system: 'urn:x', value: 'same' }];
    expect((await post('epic', 'DocumentReference', note('epic', { identifier }))).status).toBe(201);
    expect(said(await post('epic', 'DocumentReference', note('epic', { identifier })))).toEqual([
      400,
      '59141',
    ]);
    const other = [{ system: 'urn:y', value: 'same' }];
    expect((await post('epic', 'DocumentReference', note('epic', { identifier: other }))).status).toBe(201);
  },
  'oracle.empty-201': async () => {
    const made = await post('oracle', 'DocumentReference', note('oracle'));
    expect([made.status, made.text, made.headers.etag]).toEqual([201, '', 'W/"1"']);
    expect(made.headers.location).toBe(
      `${stand.base('oracle')}/DocumentReference/${madeId(made)}/_history/1`,
    );
  },
  'oracle.encounter-create': async () => {
    expect((await post('oracle', 'Encounter', visit('oracle'))).status).toBe(201);
    const both = { serviceProvider: { reference: 'Organization/x' } };
    for (const parts of [
      { status: undefined },
      { status: 'cancelled' },
      { type: undefined },
      { subject: undefined },
      { location: undefined },
      both,
      { period: { start: '2026-11-22' } },
    ])
      expect(said(await post('oracle', 'Encounter', visit('oracle', parts))), JSON.stringify(parts)).toEqual([
        422,
        'business-rule',
      ]);
    expect((await statement('oracle'))('Encounter')).toEqual(['read', 'search-type', 'create', 'patch']);
  },
  'oracle.encounter-refused': async () => {
    const coding = { system: 'urn:x', code: 'VR' };
    for (const parts of [
      { class: coding },
      { serviceType: { coding: [coding] } },
      { appointment: [{ reference: 'Appointment/visit-1' }] },
      { length: { value: 1 } },
    ])
      expect((await post('oracle', 'Encounter', visit('oracle', parts))).status).toBe(422);
    const id = madeId(await post('oracle', 'Encounter', visit('oracle')));
    expect((await ask('oracle', `Encounter/${id}`)).json).toMatchObject({ class: { code: 'VR' } });
  },
  'oracle.encounter-patch': async () => {
    const id = madeId(await post('oracle', 'Encounter', visit('oracle')));
    const end = buildEncounterEnd('oracle', '2026-11-22T09:30:00.000Z');
    expect((await patch(id, buildEncounterEnd('generic', '2026-11-22T09:30:00.000Z'), 'W/"1"')).status).toBe(
      422,
    );
    expect((await patch(id, [], 'W/"1"')).status).toBe(422);
    const done = await patch(id, end, 'W/"1"');
    expect([done.status, done.text, done.headers.etag]).toEqual([200, '', 'W/"2"']);
    expect((await ask('oracle', `Encounter/${id}`)).json).toMatchObject({
      status: 'in-progress',
      period: { end: '2026-11-22T09:30:00.000Z' },
    });
  },
  'oracle.if-match': async () => {
    const id = madeId(await post('oracle', 'Encounter', visit('oracle')));
    const end = buildEncounterEnd('oracle', '2026-11-22T09:30:00.000Z');
    expect((await patch(id, end)).status).toBe(412);
    expect((await patch(id, end, 'W/"7"')).status).toBe(409);
    expect((await patch('nobody', end, 'W/"1"')).status).toBe(404);
    expect((await patch(id, end, 'W/"1"')).status).toBe(200);
  },
  'oracle.note-create': async () => {
    const [first] = note('oracle').content;
    const without = (name: string) => ({
      content: [{ attachment: { ...first?.attachment, [name]: undefined } }],
    });
    const context = { encounter: [{ reference: 'Encounter/enc-1' }], period: { end: '2026-11-22' } };
    for (const parts of [
      { docStatus: 'amended' },
      { docStatus: 'preliminary' },
      { type: undefined },
      { subject: undefined },
      { content: [first, first] },
      { context: undefined },
      { context },
      without('data'),
      without('title'),
      without('creation'),
    ])
      expect(
        (await post('oracle', 'DocumentReference', note('oracle', parts))).status,
        JSON.stringify(parts),
      ).toBe(422);
    expect(
      (await post('oracle', 'DocumentReference', note('oracle', { context: { period: context.period } })))
        .status,
    ).toBe(422);
  },
  'oracle.note-author': async () => {
    for (const author of [undefined, [{ reference: 'Practitioner/otto' }]])
      expect((await post('oracle', 'DocumentReference', note('oracle', { author }))).status).toBe(422);
    const token = stand.token('oracle', ['system/*.cruds'], { fhirUser: undefined as never });
    const machine = await post(
      'oracle',
      'DocumentReference',
      note('oracle', { author: undefined, docStatus: 'amended' }),
      { token },
    );
    expect(machine.status).toBe(201);
  },
  'oracle.note-charset': async () => {
    const [first] = note('oracle').content;
    const as = (contentType: string) =>
      note('oracle', { content: [{ attachment: { ...first?.attachment, contentType } }] });
    for (const type of ['text/plain', 'text/plain;charset=latin-1', 'image/png'])
      expect((await post('oracle', 'DocumentReference', as(type))).status, type).toBe(422);
    for (const type of [
      'text/plain; charset=utf-8',
      'application/pdf',
      'application/xhtml+xml;charset=utf-8',
    ])
      expect((await post('oracle', 'DocumentReference', as(type))).status, type).toBe(201);
  },
  'oracle.note-unkept': async () => {
    const unkept = {
      identifier: [{ value: 'x' }],
      date: '2026-11-22T09:40:00Z',
      relatesTo: [{ code: 'appends', target: { reference: 'DocumentReference/doc-1' } }],
    };
    const id = madeId(await post('oracle', 'DocumentReference', note('oracle', unkept)));
    const stored = (await ask('oracle', `DocumentReference/${id}`)).json;
    for (const name of Object.keys(unkept)) expect(stored).not.toHaveProperty(name);
    expect(readVisitNote(stored)?.reference).toMatch(/^WS-MARK/);
  },
  'oracle.note-update': async () => {
    const before = note('oracle');
    const id = madeId(await post('oracle', 'DocumentReference', before));
    expect((await put(id, { ...before, docStatus: 'preliminary' }, 'W/"1"')).status).toBe(422);
    expect((await put(id, { ...before, subject: { reference: 'Patient/ben' } }, 'W/"1"')).status).toBe(422);
    const amended = await put(id, { ...before, docStatus: 'amended' }, 'W/"1"');
    expect([amended.status, amended.text, amended.headers.etag]).toEqual([200, '', 'W/"2"']);
    expect((await put(id, { ...before, docStatus: 'entered-in-error' }, 'W/"1"')).status).toBe(409);
    expect((await put(id, { ...before, docStatus: 'entered-in-error' }, 'W/"2"')).status).toBe(200);
  },
  'oracle.charge-create': async () => {
    const search = 'ChargeItem?context=Encounter/enc-1&-status=billable';
    const before = idsOf(await ask('oracle', search));
    const made = await post('oracle', 'ChargeItem/$create', charge(uuid(1)));
    expect([made.status, made.text, made.headers.location]).toEqual([200, '', undefined]);
    const [id = ''] = idsOf(await ask('oracle', search)).filter((one) => !before.includes(one));
    expect((await ask('oracle', `ChargeItem/${id}`)).json).toMatchObject({
      status: 'billable',
      subject: { reference: 'Patient/ada' },
    });
    expect((await statement('oracle'))('ChargeItem')).toEqual(['read', 'search-type', '$create']);
    expect((await post('oracle', 'ChargeItem', {})).status).toBe(405);
    for (const other of ['epic', 'generic'] as const)
      expect((await post(other, 'ChargeItem/$create', charge(uuid(2)))).status, other).toBe(405);
    const token = stand.token('oracle', ['user/ChargeItem.rs']);
    expect((await post('oracle', 'ChargeItem/$create', charge(uuid(3)), { token })).status).toBe(403);
  },
  'oracle.charge-elements': async () => {
    const coding = { system: SYSTEM, code: '99213' };
    for (const parts of [
      { status: 'billable' },
      { subject: undefined },
      { context: undefined },
      { occurrenceDateTime: undefined },
      { quantity: undefined },
      { code: { coding: [coding] } },
      { code: { coding: [{ ...coding, system: SYSTEM.replace('CPT', 'HCPCS') }] } },
    ])
      expect(
        said(await post('oracle', 'ChargeItem/$create', charge(uuid(4), parts))),
        JSON.stringify(parts),
      ).toEqual([422, 'business-rule']);
    expect((await post('oracle', 'ChargeItem/$create', { resourceType: 'Parameters' })).status).toBe(422);
  },
  'oracle.charge-once': async () => {
    expect((await post('oracle', 'ChargeItem/$create', charge('urn:uuid:none'))).status).toBe(422);
    const answers = await Promise.all(
      [1, 2, 3].map(() => post('oracle', 'ChargeItem/$create', charge(uuid(5)))),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
  },
};

describe('what each EHR takes from an app', () => {
  for (const trait of WRITE_TRAITS)
    it(`${trait.id}: ${trait.says} (${trait.source})`, () => TESTS[trait.id]());

  it('names a test for every row', () => {
    expect(Object.keys(TESTS).toSorted()).toEqual(WRITE_TRAITS.map(({ id }) => id).toSorted());
  });
});
