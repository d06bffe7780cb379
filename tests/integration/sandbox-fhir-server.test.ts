// The plain FHIR server over raw HTTP: reading, versions, writing under conditions, searching, metadata that
// is true, limits. Access, personalities and crashes have their own stories.
import { getSearchParameters } from '@medplum/core';
import type { CapabilityStatement } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PERSONALITIES } from '#server/sandbox/contract';
import type { RawAnswer, RawCall, Stand } from './sandbox-fhir-stand.ts';
import { call, idsOf, startStand } from './sandbox-fhir-stand.ts';

let stand: Stand;
let token: string;
beforeAll(async () => {
  stand = await startStand();
  token = stand.token('generic', ['user/*.cruds']);
});
afterAll(() => stand.stop());

const ask = (path: string, rest: RawCall = {}) =>
  call(`${stand.base('generic')}/${path}`, { token, ...rest });
const post = (path: string, body: unknown, headers = {}) => ask(path, { method: 'POST', body, headers });
const put = (path: string, body: unknown, headers = {}) => ask(path, { method: 'PUT', body, headers });
const person = (family: string, rest = {}) => ({ resourceType: 'Patient', name: [{ family }], ...rest });
const issueOf = (answer: RawAnswer) =>
  (answer.json as { issue: { code: string; details: { text: string }; expression?: string[] }[] }).issue[0];
async function make(family: string): Promise<{ id: string; meta: { versionId: string } }> {
  const answer = await post('Patient', person(family));
  expect(answer.status).toBe(201);
  return answer.json as { id: string; meta: { versionId: string } };
}

describe('one resource', () => {
  it('is created with an id of the server, a version and a place', async () => {
    const answer = await post('Patient', person('Made', { id: 'mine' }));
    const { id } = answer.json as { id: string };
    expect(id).not.toBe('mine');
    expect(answer.headers.location).toBe(`${stand.base('generic')}/Patient/${id}/_history/1`);
    expect(answer.headers.etag).toBe('W/"1"');
    expect(answer.headers['last-modified']).toBeDefined();
    expect((await post('Patient', person('Quiet'), { Prefer: 'return=minimal' })).text).toBe('');
  });

  it('has versions, and is gone when deleted', async () => {
    const { id } = await make('Versions');
    expect((await put(`Patient/${id}`, person('Versions', { id, active: true }))).headers.etag).toBe('W/"2"');
    const patch = [{ op: 'replace', path: '/active', value: false }];
    const headers = { 'Content-Type': 'application/json-patch+json' };
    expect((await ask(`Patient/${id}`, { method: 'PATCH', body: patch, headers })).headers.etag).toBe(
      'W/"3"',
    );
    expect((await ask(`Patient/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await ask(`Patient/${id}`)).status).toBe(410);
    expect((await ask(`Patient/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await ask(`Patient/${id}/_history/2`)).json).toMatchObject({ active: true });
    expect((await ask(`Patient/${id}/_history/4`)).status).toBe(410);
    expect((await ask(`Patient/${id}/_history/9`)).status).toBe(404);
    const history = (await ask(`Patient/${id}/_history`)).json as {
      entry: { request: { method: string } }[];
    };
    expect(history.entry.map((each) => each.request.method)).toEqual(['DELETE', 'PUT', 'PUT', 'POST']);
    expect(idsOf(await ask('Patient?family=Versions'))).toEqual([]);
    expect((await put(`Patient/${id}`, person('Versions', { id }))).headers.etag).toBe('W/"5"');
    expect((await ask(`Patient/${id}`)).status).toBe(200);
  });

  it('is changed under If-Match only in the version it names', async () => {
    const { id } = await make('Match');
    const body = person('Match', { id, active: true });
    expect((await put(`Patient/${id}`, body, { 'If-Match': 'W/"2"' })).status).toBe(412);
    expect((await put(`Patient/${id}`, body, { 'If-Match': '1' })).status).toBe(400);
    expect((await put(`Patient/${id}`, body, { 'If-Match': 'W/"1"' })).status).toBe(200);
    expect((await put(`Patient/${id}`, body, { 'If-Match': 'W/"1"' })).status).toBe(412);
    expect((await ask(`Patient/${id}`, { method: 'DELETE', headers: { 'If-Match': 'W/"1"' } })).status).toBe(
      412,
    );
    expect((await ask(`Patient/${id}`, { method: 'DELETE', headers: { 'If-Match': 'W/"2"' } })).status).toBe(
      204,
    );
    expect(
      (await put('Patient/never-was', person('N', { id: 'never-was' }), { 'If-Match': 'W/"1"' })).status,
    ).toBe(412);
  });

  it('is not sent again under If-None-Match', async () => {
    expect((await ask('Patient/ada', { headers: { 'If-None-Match': 'W/"1"' } })).status).toBe(304);
    expect((await ask('Patient/ada', { headers: { 'If-None-Match': 'W/"0"' } })).status).toBe(200);
  });

  it('is created once under If-None-Exist, by 20 callers at a time', async () => {
    const identifier = [{ system: 'urn:once', value: '1' }];
    const headers = { 'If-None-Exist': 'identifier=urn:once|1' };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => post('Patient', person('Once', { identifier }), headers)),
    );
    expect(answers.map((each) => each.status).toSorted()).toEqual([...Array(19).fill(200), 201]);
    expect(idsOf(await ask('Patient?identifier=urn:once|1'))).toHaveLength(1);
    expect((await post('Patient', person('Many'), { 'If-None-Exist': 'gender=female' })).status).toBe(412);
    expect((await post('Patient', person('Bad'), { 'If-None-Exist': 'colour=blue' })).status).toBe(400);
    expect((await post('Patient', person('Bad'), { 'If-None-Exist': '' })).status).toBe(400);
  });

  it('takes a conditional update and delete of one, and none without a condition', async () => {
    const identifier = [{ system: 'urn:cond', value: '1' }];
    expect((await put('Patient?identifier=urn:cond|1', person('Cond', { identifier }))).status).toBe(201);
    expect((await put('Patient?identifier=urn:cond|1', person('Cond', { identifier }))).headers.etag).toBe(
      'W/"2"',
    );
    expect((await ask('Patient', { method: 'DELETE' })).status).toBe(400);
    expect((await ask('Patient?_count=1', { method: 'DELETE' })).status).toBe(400);
    const entry = [{ request: { method: 'DELETE', url: 'ChargeItem?' } }];
    const batch = await post('', { resourceType: 'Bundle', type: 'batch', entry });
    expect(batch.json).toMatchObject({ entry: [{ response: { status: '400' } }] });
    expect((await ask('ChargeItem/charge-1')).status).toBe(200);
    expect((await ask('Patient?identifier=urn:cond|1', { method: 'DELETE' })).status).toBe(204);
  });

  it('serves an attachment raw or as FHIR, never to be run', async () => {
    const raw = await ask('Binary/note-1', { headers: { Accept: 'text/plain' } });
    expect([raw.text, raw.headers['content-type']]).toEqual(['A quiet day.', 'text/plain']);
    expect(raw.headers['content-disposition']).toBe('attachment');
    expect(raw.headers['x-content-type-options']).toBe('nosniff');
    const fhir = await ask('Binary/note-1', { headers: { Accept: 'application/fhir+json' } });
    expect(fhir.json).toMatchObject({ resourceType: 'Binary', contentType: 'text/plain' });
  });
});

describe('what may be stored', () => {
  it.each([
    ['a code outside its required binding', person('X', { gender: 'womanly' }), 'Patient.gender'],
    [
      'a coding outside its required binding',
      {
        resourceType: 'AllergyIntolerance',
        patient: { reference: 'Patient/ada' },
        clinicalStatus: {
          coding: [
            { system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'sleepy' },
          ],
        },
      },
      'AllergyIntolerance.clinicalStatus',
    ],
    [
      'a period that ends before it starts',
      person('X', { name: [{ family: 'X', period: { start: '2026-02-02', end: '2026-02-01' } }] }),
      'Patient.name[0].period',
    ],
    ['a missing element', { resourceType: 'Observation', status: 'final' }, 'Observation.code'],
    ['an unknown element', person('X', { shoeSize: 43 }), 'Patient.shoeSize'],
  ])('refuses %s', async (_what, body, path) => {
    const answer = await post(body.resourceType, body);
    expect(answer.status).toBe(400);
    expect(issueOf(answer)?.expression).toEqual([path]);
  });

  it.each([
    ['a code inside its binding', person('Y', { gender: 'other' })],
    [
      'text alone in a CodeableConcept',
      {
        resourceType: 'AllergyIntolerance',
        patient: { reference: 'Patient/ada' },
        clinicalStatus: {
          coding: [
            { system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' },
          ],
        },
        code: { text: 'nuts' },
      },
    ],
    [
      'a period of one day',
      person('Y', { name: [{ family: 'Y', period: { start: '2026-02-02', end: '2026-02-02' } }] }),
    ],
  ])('takes %s', async (_what, body) => {
    expect((await post(body.resourceType, body)).status).toBe(201);
  });

  it('refuses another type than the address says', async () => {
    expect((await post('Observation', person('X'))).status).toBe(400);
    expect((await put('Patient/other', person('X', { id: 'another' }))).status).toBe(400);
  });
});

describe('search', () => {
  it.each([
    ['Patient?name=mull', ['ada']],
    ['Patient?name=LOVE', []],
    ['Patient?name:contains=love', ['ada']],
    ['Patient?family:exact=Müller-Lovelace', ['ada']],
    ['Patient?family:exact=müller-lovelace', []],
    ['Patient?given=ada,benj', ['ada', 'ben']],
    ['Patient?_id=ada,ben,nobody', ['ada', 'ben']],
    ['Patient?identifier=A1', ['ada']],
    ['Patient?identifier=urn:mrn|B2', ['ben']],
    ['Patient?identifier=urn:mrn|', ['ada', 'ben']],
    ['Patient?identifier=urn:other|B2', []],
    ['Patient?birthdate=1950', ['ada']],
    ['Patient?birthdate=1950-03', ['ada']],
    ['Patient?birthdate=lt1980-12-31', ['ada']],
    ['Patient?birthdate=le1980-12-31&gender=male', ['ben']],
    ['Patient?birthdate=ge2019', ['cleo']],
    ['Patient?birthdate=sa1980-12-31', ['cleo']],
    ['Patient?gender:not=female&birthdate=ge1900', ['ben']],
    ['Patient?identifier:missing=true&birthdate=ge1900', ['cleo']],
    ['Observation?patient=ada&date=2026-02', ['bp-2', 'lab-1']],
    ['Observation?patient=Patient/ada&date=gt2026-02-10&date=lt2026-03', ['lab-1']],
    ['Observation?subject:Patient=ben', ['bp-ben']],
    ['Observation?patient=ada&code=http://loinc.org|4548-4', ['lab-1']],
    ['Observation?patient=ada&category=laboratory,imaging', ['lab-1']],
    ['Observation?patient=ada&_sort=-date,_id', ['bp-3', 'lab-1', 'bp-2', 'bp-1']],
    ['Appointment?practitioner=grey&date=ge2026-05-02', ['visit-2']],
    ['Encounter?patient=ada&class=VR&status=finished&date=ge2026-02-10&type=185317003', ['enc-1']],
    ['Encounter?patient=ada&date=lt2026-02-10', []],
    ['DocumentReference?patient=ada&category=clinical-note&type=http://loinc.org|11506-3', ['doc-1']],
    ['Slot?schedule=Schedule/s1&start=ge2026-05-01&status=free', ['slot-1']],
    ['ChargeItem?context=Encounter/enc-1', ['charge-1']],
    ['RelatedPerson?patient=cleo', ['dora']],
  ])('%s', async (path, ids) => {
    const answer = await ask(path.replaceAll('ü', '%C3%BC'));
    expect([answer.status, idsOf(answer)]).toEqual([200, ids]);
  });

  it('takes an absolute reference of its own and a form by POST', async () => {
    const absolute = encodeURIComponent(`${stand.base('generic')}/Patient/ben`);
    expect(idsOf(await ask(`Observation?patient=${absolute}`))).toEqual(['bp-ben']);
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    expect(
      idsOf(await ask('Observation/_search', { method: 'POST', body: 'patient=ben&code=8480-6', headers })),
    ).toEqual(['bp-ben']);
  });

  it.each([
    'Patient?colour=blue',
    'Patient?name:soundex=a',
    'Patient?general-practitioner.name=x',
    'Patient?_has:Observation:patient:code=1',
    'Patient?birthdate=ap1950',
    'Patient?birthdate=1950-13',
    'Patient?birthdate=yesterday',
    'Patient?_sort=colour',
    'Patient?_include=Patient:colour',
    'Patient?_include=*',
    'Patient?_count=-1',
    'Patient?_count=many',
    'Patient?_summary=text',
    'Patient?_offset=5',
    'Patient?_cursor=%21',
    'Patient?_cursor=bm93aGVyZS8x',
    'Patient?identifier:missing=perhaps',
    'Patient?family=',
    'Observation?subject:Patient=http://else.example/Patient/1',
    'Patient/ada?colour=blue',
  ])('refuses %s', async (path) => {
    const answer = await ask(path);
    expect([answer.status, (answer.json as { resourceType: string }).resourceType]).toEqual([
      400,
      'OperationOutcome',
    ]);
    expect(answer.text).not.toMatch(/\bat .*\.(ts|mjs):/);
  });

  it('pages by links of its own address that stay true while others write', async () => {
    const first = await ask('Observation?patient=ada&_sort=-date&_count=2');
    const links = (first.json as { link: { relation: string; url: string }[] }).link;
    const next = links.find((each) => each.relation === 'next')?.url ?? '';
    expect(next.startsWith(`${stand.base('generic')}/Observation?`)).toBe(true);
    expect(next).not.toMatch(/2026/);
    const newer = {
      resourceType: 'Observation',
      status: 'final',
      code: { text: 'x' },
      subject: { reference: 'Patient/ada' },
    };
    const made = await post('Observation', { ...newer, effectiveDateTime: '2026-04-01' });
    expect((await ask('Observation/lab-1', { method: 'DELETE' })).status).toBe(204);
    const second = await call(next, { token });
    expect(idsOf(first)).toEqual(['bp-3', 'lab-1']);
    expect(idsOf(second)).toEqual(['bp-2', 'bp-1']);
    expect((second.json as { link: { relation: string }[] }).link.map((each) => each.relation)).toEqual([
      'self',
    ]);
    await ask(`Observation/${(made.json as { id: string }).id}`, { method: 'DELETE' });
  });

  it('counts, leaves the total out when told to, and narrows to elements', async () => {
    expect((await ask('Patient?_id=ada,ben&_summary=count')).json).toMatchObject({ total: 2 });
    expect((await ask('Patient?_id=ada,ben&_summary=count')).json).not.toHaveProperty('entry');
    expect((await ask('Patient?_id=ada&_total=none')).json).not.toHaveProperty('total');
    const { entry } = (await ask('Patient?_id=ada&_elements=gender')).json as {
      entry: { resource: object }[];
    };
    expect(Object.keys(entry[0]?.resource ?? {}).toSorted()).toEqual([
      'gender',
      'id',
      'meta',
      'resourceType',
    ]);
  });
});

describe('metadata', () => {
  it.each(PERSONALITIES)('tells the truth about %s', async (personality) => {
    const base = stand.base(personality);
    const bearer = stand.token(personality, ['user/*.cruds']);
    const answer = await call(`${base}/metadata`, { headers: { Accept: 'application/fhir+json' } });
    const rows = (answer.json as CapabilityStatement).rest?.[0]?.resource ?? [];
    expect(rows.length).toBeGreaterThan(25);
    for (const row of rows) {
      const named = new Set((row.searchParam ?? []).map((each) => each.name));
      const all = Object.keys(getSearchParameters(row.type as string) ?? {}).filter(
        (name) => !name.includes(':'),
      );
      for (const name of new Set([...named, ...all])) {
        const kind = row.searchParam?.find((each) => each.name === name)?.type;
        const value = kind === 'date' ? '2020' : 'x';
        const sent = await call(`${base}/${row.type}?${name}=${value}`, { token: bearer });
        const isRefused = /is not supported/.test(sent.text) || sent.status === 405;
        expect([row.type, name, isRefused]).toEqual([row.type, name, !named.has(name)]);
      }
      const served = new Set(row.interaction?.map((each) => each.code));
      const tries: [string, string, string][] = [
        ['read', 'GET', '/none'],
        ['vread', 'GET', '/none/_history/1'],
        ['history-instance', 'GET', '/none/_history'],
        ['search-type', 'GET', '?_id=none'],
        ['create', 'POST', ''],
        ['update', 'PUT', '/none'],
        ['delete', 'DELETE', '/none'],
      ];
      for (const [code, method, path] of tries) {
        const body = method === 'POST' || method === 'PUT' ? { resourceType: 'Nothing' } : undefined;
        const sent = await call(`${base}/${row.type}${path}`, { method, token: bearer, body });
        expect([row.type, code, sent.status === 405]).toEqual([row.type, code, !served.has(code as never)]);
      }
    }
    const claim = await call(`${base}/Claim?patient=ada`, { token: bearer });
    expect([claim.status, rows.some((row) => row.type === 'Claim')]).toEqual([404, false]);
  });
});

describe('limits', () => {
  it.each([
    ['broken JSON', '{"resourceType":', 400],
    ['a JSON scalar', '"Patient"', 400],
    ['an empty body', '', 400],
    ['65 levels', `${'{"a":'.repeat(70)}1${'}'.repeat(70)}`, 400],
    ['a million brackets', '['.repeat(1_000_000) + ']'.repeat(1_000_000), 400],
    ['more than 10 MB', `{"resourceType":"Patient","x":"${'x'.repeat(10 * 1024 * 1024)}"}`, 413],
  ])('refuses %s with an OperationOutcome', async (_what, body, status) => {
    const answer = await ask('Patient', { method: 'POST', body });
    expect(answer.status).toBe(status);
    expect(answer.json).toMatchObject({ resourceType: 'OperationOutcome' });
    expect(answer.text).not.toMatch(/\bat .*\.(ts|mjs):/);
  });

  it('refuses media types it does not read or write', async () => {
    expect((await post('Patient', '<Patient/>', { 'Content-Type': 'application/fhir+xml' })).status).toBe(
      415,
    );
    expect((await ask('Patient/ada', { headers: { Accept: 'application/fhir+xml' } })).status).toBe(406);
    expect((await ask('Patient/ada?_format=xml')).status).toBe(406);
    expect((await ask('Patient/ada?_format=json', { headers: { Accept: 'text/html' } })).status).toBe(200);
    expect((await ask('Patient/ada', { method: 'TRACE' })).status).toBe(405);
  });

  it('refuses a nested batch and a bundle that is none', async () => {
    const nested = {
      request: { method: 'POST', url: '/' },
      resource: { resourceType: 'Bundle', type: 'batch', entry: [] },
    };
    const answer = await post('', { resourceType: 'Bundle', type: 'batch', entry: [nested] });
    expect(answer.json).toMatchObject({ entry: [{ response: { status: '400' } }] });
    expect((await post('', person('X'))).status).toBe(400);
    expect((await post('', { resourceType: 'Bundle', type: 'collection', entry: [] })).status).toBe(400);
  });
});
