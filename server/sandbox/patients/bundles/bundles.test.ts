import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBundlesFolder } from '#server/sandbox/patients/bundles';

const PATIENT = 'urn:uuid:11111111-2222-4333-8444-555555555555';
const ENCOUNTER = 'urn:uuid:11111111-2222-4333-8444-666666666666';
const BINARY = 'urn:uuid:11111111-2222-4333-8444-777777777777';
const NPI = 'http://hl7.org/fhir/sid/us-npi';
const TODAY = '2026-11-21';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bundles-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

type Entry = NonNullable<Bundle['entry']>[number];

async function store(name: string, entry: unknown[], type = 'transaction'): Promise<void> {
  await writeFile(join(folder, name), JSON.stringify({ resourceType: 'Bundle', type, entry }));
}

function patient(fullUrl = PATIENT, fields: object = {}): Entry {
  return {
    fullUrl,
    resource: { resourceType: 'Patient', name: [{ given: ['Rue'], family: 'Bell' }], ...fields } as Resource,
  };
}

function encounter(fields: object): unknown {
  return {
    fullUrl: ENCOUNTER,
    resource: { resourceType: 'Encounter', status: 'finished', subject: { reference: PATIENT }, ...fields },
  };
}

async function readEncounter(): Promise<Record<string, unknown>> {
  const { resources } = await readBundlesFolder(folder, TODAY);
  const found = resources.find((resource) => `urn:uuid:${resource.id}` === ENCOUNTER);
  return found as unknown as Record<string, unknown>;
}

describe('readBundlesFolder', () => {
  it('turns urn:uuid references, and addresses of attachments, into Type/id', async () => {
    await store('a.json', [
      encounter({ note: { url: BINARY } }),
      { fullUrl: BINARY, resource: { resourceType: 'Binary', contentType: 'text/plain' } },
      patient(),
    ]);
    expect(await readEncounter()).toMatchObject({
      subject: { reference: 'Patient/11111111-2222-4333-8444-555555555555' },
      note: { url: 'Binary/11111111-2222-4333-8444-777777777777' },
    });
  });

  it('looks conditional references up in all files', async () => {
    await store('a.json', [
      patient(),
      encounter({ who: { reference: `Practitioner?identifier=${NPI}|2999990001` } }),
    ]);
    await store('b.json', [
      {
        fullUrl: 'urn:uuid:p',
        resource: {
          resourceType: 'Practitioner',
          id: 'p1',
          identifier: [{ system: NPI, value: '2999990001' }],
        },
      },
    ]);
    expect((await readEncounter()).who).toEqual({ reference: 'Practitioner/p1' });
  });

  it('gives who is only named by a conditional reference a record with that name', async () => {
    const reference = `Practitioner?identifier=${encodeURIComponent(NPI)}%7C2999990002`;
    await store('a.json', [patient(), encounter({ who: { reference, display: 'Dr. Ruth Gale' } })]);
    const { resources } = await readBundlesFolder(folder, TODAY);
    const gale = resources.find(
      (each) => each.resourceType === 'Practitioner' && each.name?.[0]?.text === 'Dr. Ruth Gale',
    );
    expect(gale).toMatchObject({ identifier: [{ system: NPI, value: '2999990002' }] });
    expect((await readEncounter()).who).toEqual({
      reference: `Practitioner/${gale?.id}`,
      display: 'Dr. Ruth Gale',
    });
  });

  it('keeps what it cannot resolve as an identifier, and contained references as they are', async () => {
    await store('a.json', [
      patient(),
      encounter({
        a: { reference: 'urn:uuid:nowhere' },
        b: { reference: 'Device?identifier=s|1' },
        c: { reference: '#x' },
      }),
    ]);
    expect(await readEncounter()).toMatchObject({
      a: { identifier: { system: 'urn:ietf:rfc:3986', value: 'urn:uuid:nowhere' } },
      b: { type: 'Device', identifier: { system: 's', value: '1' } },
      c: { reference: '#x' },
    });
  });

  it('keeps our staff, gives each patient a log-in, also two of one name, and books visits today', async () => {
    await store('a.json', [patient(), patient('urn:uuid:second', { id: 'second' })]);
    await store('b.json', [patient('urn:uuid:third', { id: 'third', deceasedBoolean: true })], 'collection');
    const { resources, people } = await readBundlesFolder(folder, TODAY);
    expect(people.filter((person) => person.kind === 'patient').map((person) => person.username)).toEqual([
      'rue-bell',
      'rue-bell-2',
      'rue-bell-3',
    ]);
    expect(people.some((person) => person.username === 'helen-brooks')).toBe(true);
    const visits = resources.filter((each) => each.resourceType === 'Appointment');
    expect(visits.map((visit) => visit.participant[0]?.actor?.reference)).toEqual([
      'Patient/11111111-2222-4333-8444-555555555555',
      'Patient/second',
    ]);
    const encounters = resources.filter((each) => each.resourceType === 'Encounter');
    expect(encounters.map((each) => each.status)).toEqual(['in-progress', 'planned']);
    for (const visit of visits) {
      const slot = resources.find((each) => `Slot/${each.id}` === visit.slot?.[0]?.reference);
      expect(slot).toMatchObject({ status: 'busy' });
    }
  });

  it('keeps one of what several files bring alike', async () => {
    await store('a.json', [patient()]);
    await store('b.json', [patient()]);
    const { resources } = await readBundlesFolder(folder, TODAY);
    expect(resources.filter((each) => each.resourceType === 'Patient')).toHaveLength(1);
  });

  it('names the file that brings another patient under a taken id', async () => {
    await store('a.json', [patient()]);
    await store('b.json', [patient(PATIENT, { gender: 'male' })]);
    await expect(readBundlesFolder(folder, TODAY)).rejects.toThrow(/^b\.json: Patient\/.* stands in a\.json/);
  });

  it.each([
    ['no JSON', '{"resourceType":"Bundle","secret-name":Bell}', /^bad\.json: not JSON/],
    ['half a file', '{"resourceType":"Bundle"', /^bad\.json: not JSON/],
    ['no bundle', '{"resourceType":"Patient"}', /^bad\.json: not a FHIR Bundle/],
    ['null', 'null', /^bad\.json: not a FHIR Bundle/],
    ['another type of bundle', '{"resourceType":"Bundle","type":"searchset"}', /^bad\.json: Bundle\.type/],
    [
      'entries that are no list',
      '{"resourceType":"Bundle","type":"batch","entry":{}}',
      /^bad\.json: Bundle\.entry/,
    ],
    [
      'an empty entry',
      '{"resourceType":"Bundle","type":"batch","entry":[{}]}',
      /^bad\.json: entry 1 has no resource/,
    ],
    [
      'an id FHIR does not allow',
      '{"resourceType":"Bundle","type":"batch","entry":[{"resource":{"resourceType":"Patient","id":"a b"}}]}',
      /^bad\.json: entry 1 has no usable id/,
    ],
  ])('names the file with %s, and quotes nothing of it', async (_what, text, message) => {
    await store('a.json', [patient()]);
    await writeFile(join(folder, 'bad.json'), text);
    const failure = await readBundlesFolder(folder, TODAY).then(
      () => 'no failure',
      (error: Error) => error.message,
    );
    expect(failure).toMatch(message);
    expect(failure).not.toContain('Bell');
  });

  it('refuses a folder without bundles, and bundles without a patient', async () => {
    await expect(readBundlesFolder(folder, TODAY)).rejects.toThrow('No *.json file');
    await store('a.json', []);
    await expect(readBundlesFolder(folder, TODAY)).rejects.toThrow('No Patient');
  });
});
