// Every row of the FHIR traits table, seen in raw HTTP: one test per row, and none without a row.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TraitId } from '#server/sandbox/fhir';
import { FHIR_TRAITS } from '#server/sandbox/fhir';
import type { RawAnswer, Stand } from './sandbox-fhir-stand.ts';
import { call, idsOf, startStand } from './sandbox-fhir-stand.ts';

let stand: Stand;
let epicToken: string;
let oracleToken: string;
let genericToken: string;

beforeAll(async () => {
  stand = await startStand();
  epicToken = stand.token('epic', ['user/*.cruds']);
  oracleToken = stand.token('oracle', ['user/*.cruds']);
  genericToken = stand.token('generic', ['user/*.cruds']);
});
afterAll(() => stand.stop());

const epic = (path: string, rest = {}) =>
  call(`${stand.base('epic')}/${path}`, { token: epicToken, ...rest });
const oracle = (path: string, rest = {}) =>
  call(`${stand.base('oracle')}/${path}`, { token: oracleToken, ...rest });
const generic = (path: string, rest = {}) =>
  call(`${stand.base('generic')}/${path}`, { token: genericToken, ...rest });

interface Outcome {
  issue: { severity: string; details: { coding?: { code: string }[] } }[];
}
const vendorCode = (outcome: unknown) => (outcome as Outcome).issue[0]?.details.coding?.[0]?.code;

interface Statement {
  rest: {
    interaction?: { code: string }[];
    resource: {
      type: string;
      interaction: { code: string }[];
      searchParam?: { name: string }[];
      conditionalCreate: boolean;
      conditionalUpdate: boolean;
    }[];
  }[];
}
async function metadata(personality: 'epic' | 'oracle' | 'generic') {
  const answer = await call(`${stand.base(personality)}/metadata`, {
    headers: { Accept: 'application/fhir+json' },
  });
  const rest = (answer.json as Statement).rest[0];
  return {
    interactions: rest?.interaction ?? [],
    types: new Map(rest?.resource.map((row) => [row.type, row])),
  };
}
const nextOf = (answer: RawAnswer) =>
  (answer.json as { link: { relation: string; url: string }[] }).link.find((each) => each.relation === 'next')
    ?.url;

const bundle = (type: string) => ({
  resourceType: 'Bundle',
  type,
  entry: [{ request: { method: 'GET', url: 'Patient/ada' } }],
});

const TESTS: Record<TraitId, () => Promise<void>> = {
  'epic.no-etag': async () => {
    expect((await epic('Patient/ada')).headers.etag).toBeUndefined();
    expect((await generic('Patient/ada')).headers.etag).toBe('W/"1"');
  },
  'epic.4101': async () => {
    const answer = await epic('Patient?family=nobody');
    expect(answer.status).toBe(200);
    const { entry, total } = answer.json as { total: number; entry: { resource: unknown }[] };
    expect(total).toBe(0);
    expect(entry).toHaveLength(1);
    expect(vendorCode(entry[0]?.resource)).toBe('4101');
    expect((await generic('Patient?family=nobody')).json).not.toHaveProperty('entry');
  },
  'epic.outcome-entry': async () => {
    const answer = await epic('Patient?family=nobody');
    const modes = (answer.json as { entry: { search: { mode: string } }[] }).entry.map(
      (each) => each.search.mode,
    );
    expect(modes).toEqual(['outcome']);
    expect(idsOf(answer)).toEqual([]);
  },
  'epic.59108': async () => {
    const refused = await epic('Observation?patient=ada');
    expect(refused.status).toBe(400);
    expect(vendorCode(refused.json)).toBe('59108');
    expect((await epic('Condition?category=x')).status).toBe(400);
    expect((await epic('Observation?patient=ada&category=vital-signs')).status).toBe(200);
    expect((await epic('Observation?_id=bp-1')).status).toBe(200);
    expect((await generic('Observation?status=final')).status).toBe(200);
  },
  'epic.59012': async () => {
    const refused = await epic('Patient?family:soundex=okoye');
    expect(refused.status).toBe(422);
    expect(vendorCode(refused.json)).toBe('59012');
    expect((await generic('Patient?family:soundex=okoye')).status).toBe(400);
  },
  'epic.empty-403': async () => {
    const token = stand.token('epic', ['user/Patient.Read']);
    const refused = await epic('Encounter/enc-1', { token });
    expect([refused.status, refused.text]).toEqual([403, '']);
    const elsewhere = await generic('Encounter/enc-1', {
      token: stand.token('generic', ['user/Patient.rs']),
    });
    expect(elsewhere.status).toBe(403);
    expect(elsewhere.json).toMatchObject({ resourceType: 'OperationOutcome' });
  },
  'epic.no-batch': async () => {
    for (const type of ['batch', 'transaction']) {
      expect((await epic('', { method: 'POST', body: bundle(type) })).status).toBe(405);
      expect((await generic('', { method: 'POST', body: bundle(type) })).status).toBe(200);
    }
    expect((await metadata('epic')).interactions).toEqual([]);
    expect((await metadata('generic')).interactions).toEqual([{ code: 'batch' }, { code: 'transaction' }]);
  },
  'epic.no-delete-no-patch': async () => {
    const patch = { method: 'PATCH', body: [], headers: { 'Content-Type': 'application/json-patch+json' } };
    expect((await epic('Patient/ben', { method: 'DELETE' })).status).toBe(405);
    expect((await epic('Patient/ben', patch)).status).toBe(405);
    const codes = [...(await metadata('epic')).types.values()].flatMap((row) =>
      row.interaction.map((each) => each.code),
    );
    expect(codes).not.toContain('delete');
    expect(codes).not.toContain('patch');
  },
  'epic.no-conditional-create': async () => {
    const rows = [...(await metadata('epic')).types.values()];
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter((row) => row.conditionalCreate || row.conditionalUpdate)).toEqual([]);
  },
  'epic.encounter-read-only': async () => {
    const row = (await metadata('epic')).types.get('Encounter');
    expect(row?.interaction.map((each) => each.code)).toEqual(['read', 'search-type']);
    const body = { resourceType: 'Encounter', status: 'finished' };
    expect((await epic('Encounter', { method: 'POST', body })).status).toBe(405);
    expect((await epic('Encounter/enc-1', { method: 'PUT', body })).status).toBe(405);
    expect((await epic('Encounter/enc-1')).status).toBe(200);
  },
  'epic.no-chargeitem': async () => {
    expect((await metadata('epic')).types.has('ChargeItem')).toBe(false);
    expect((await epic('ChargeItem/charge-1')).status).toBe(404);
    expect((await epic('ChargeItem?patient=ada')).status).toBe(404);
    expect((await oracle('ChargeItem/charge-1')).status).toBe(200);
  },
  'epic.no-slots': async () => {
    const { types } = await metadata('epic');
    expect(types.has('Slot') || types.has('Schedule')).toBe(false);
    expect((await epic('Slot/slot-1')).status).toBe(404);
    expect((await oracle('Slot/slot-1')).status).toBe(200);
  },
  'epic.metadata-xml': async () => {
    for (const headers of [{}, { Accept: '*/*' }]) {
      const answer = await call(`${stand.base('epic')}/metadata`, { headers });
      expect(answer.headers['content-type']).toMatch(/^application\/fhir\+xml/);
      expect(answer.text).toMatch(/^<\?xml[^>]*>\s*<CapabilityStatement xmlns="http:\/\/hl7.org\/fhir">/);
    }
    const json = await call(`${stand.base('epic')}/metadata`, {
      headers: { Accept: 'application/fhir+json' },
    });
    expect(json.json).toMatchObject({ resourceType: 'CapabilityStatement' });
    expect((await call(`${stand.base('oracle')}/metadata`)).json).toMatchObject({ fhirVersion: '4.0.1' });
  },
  'oracle.etag': async () => {
    expect((await oracle('Patient/ada')).headers.etag).toBe('W/"1"');
  },
  'oracle.paging-repeats': async () => {
    const first = await oracle('Observation?patient=ada&_sort=date&_count=2');
    const second = await call(nextOf(first) ?? '', { token: oracleToken });
    expect(idsOf(second)[0]).toBe(idsOf(first).at(-1));
    const third = await call(nextOf(second) ?? '', { token: oracleToken });
    expect(nextOf(third)).toBeUndefined();
    const seen = [first, second, third].flatMap(idsOf);
    expect(seen).toHaveLength(6);
    expect([...new Set(seen)]).toEqual(['bp-1', 'bp-2', 'lab-1', 'bp-3']);
    const plain = await generic('Observation?patient=ada&_sort=date&_count=2');
    const plainNext = await call(nextOf(plain) ?? '', { token: genericToken });
    expect([plain, plainNext].flatMap(idsOf)).toEqual(['bp-1', 'bp-2', 'lab-1', 'bp-3']);
  },
  'oracle.appointment-date': async () => {
    expect((await oracle('Appointment?patient=ada')).status).toBe(400);
    expect(idsOf(await oracle('Appointment?patient=ada&date=ge2026-05-01'))).toEqual(['visit-1']);
    expect(idsOf(await generic('Appointment?patient=ada'))).toEqual(['visit-1']);
  },
  'oracle.no-document-identifier': async () => {
    expect((await oracle('DocumentReference?identifier=urn:notes|n1')).status).toBe(400);
    expect(idsOf(await generic('DocumentReference?identifier=urn:notes|n1'))).toEqual(['doc-1']);
    expect(idsOf(await epic('DocumentReference?patient=ada&identifier=urn:notes|n1'))).toEqual(['doc-1']);
    const names = (await metadata('oracle')).types
      .get('DocumentReference')
      ?.searchParam?.map((each) => each.name);
    expect(names?.toSorted()).toEqual([
      '_id',
      '_lastUpdated',
      'category',
      'date',
      'encounter',
      'patient',
      'period',
      'type',
    ]);
  },
  'oracle.chargeitem-search': async () => {
    expect(idsOf(await oracle('ChargeItem?context=Encounter/enc-1&-status=billable'))).toEqual(['charge-1']);
    expect(idsOf(await oracle('ChargeItem?context=enc-1&-status=billed'))).toEqual([]);
    expect((await oracle('ChargeItem?patient=ada')).status).toBe(400);
    expect((await generic('ChargeItem?-status=billable')).status).toBe(400);
  },
  'oracle.no-conditional': async () => {
    const rows = [...(await metadata('oracle')).types.values()];
    expect(rows.filter((row) => row.conditionalCreate || row.conditionalUpdate)).toEqual([]);
    const plain = (await metadata('generic')).types.get('Patient');
    expect([plain?.conditionalCreate, plain?.conditionalUpdate]).toEqual([true, true]);
  },
  'oracle.fhir-json': async () => {
    const headers = { Accept: 'application/json' };
    expect((await oracle('Patient/ada', { headers })).headers['content-type']).toMatch(
      /^application\/fhir\+json/,
    );
    expect((await generic('Patient/ada', { headers })).headers['content-type']).toMatch(/^application\/json/);
  },
  'oracle.request-ids': async () => {
    for (const answer of [
      await oracle('Patient/ada'),
      await oracle('Patient/nobody'),
      await oracle('Patient/ada', { token: 'x' }),
    ]) {
      expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
      expect(answer.headers['opc-request-id']).toBe(answer.headers['x-request-id']);
    }
    expect((await epic('Patient/ada')).headers['opc-request-id']).toBeUndefined();
  },
  'oracle.cors': async () => {
    const { headers } = await oracle('Patient/ada', { headers: { Origin: 'https://app.example' } });
    expect(headers['access-control-allow-origin']).toBe('*');
    expect(headers['access-control-expose-headers']).toMatch(/ETag, Location/);
    const preflight = await call(`${stand.base('oracle')}/Patient/ada`, { method: 'OPTIONS' });
    expect(preflight.status).toBe(204);
    expect(preflight.headers['access-control-allow-headers']).toMatch(/Authorization/);
    expect((await epic('Patient/ada')).headers['access-control-allow-origin']).toBeUndefined();
  },
};

describe('traits of the FHIR personalities', () => {
  for (const trait of FHIR_TRAITS) {
    it(`${trait.id}: ${trait.says} (${trait.source})`, () => TESTS[trait.id]());
  }

  it('names a test for every row and a line for every row', () => {
    expect(Object.keys(TESTS).toSorted()).toEqual(FHIR_TRAITS.map((trait) => trait.id).toSorted());
    expect(
      FHIR_TRAITS.filter((trait) => !/(ehr-integration|security-rules)\.md (§|finding)/.test(trait.source)),
    ).toEqual([]);
  });
});
