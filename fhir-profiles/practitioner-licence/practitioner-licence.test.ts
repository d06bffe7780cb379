import { validateResource } from '@medplum/core';
import type { Practitioner, StructureDefinition } from '@medplum/fhirtypes';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadDefinitions } from '../../server/sandbox/fhir/definitions.ts';
import { withSnapshot } from '../../tests/fixtures/profiles.ts';
import example from './example.json' with { type: 'json' };
import { readLicences } from './practitioner-licence.ts';
import definition from './profile.json' with { type: 'json' };

const changed = (change: (one: Record<string, unknown>) => void) => {
  const practitioner = structuredClone(example) as unknown as { qualification: Record<string, unknown>[] };
  for (const one of practitioner.qualification) change(one);
  return readLicences(practitioner);
};

beforeAll(() => loadDefinitions());

describe('readLicences', () => {
  it('reads what the profile describes', () => {
    const profile = withSnapshot(definition as StructureDefinition);
    const { qualification: _, ...nobody } = example;
    expect(() => validateResource(example as Practitioner, { profile })).not.toThrow();
    expect(() => validateResource(nobody as Practitioner, { profile })).toThrow();
  });

  it('reads state, number, status, days and profession', () => {
    expect(readLicences(example)).toEqual({
      licences: [
        {
          state: 'MA',
          number: 'MA-1',
          status: 'active',
          from: '2015-03-01',
          to: '2027-02-28',
          profession: 'physician',
        },
      ],
      unread: 0,
    });
  });

  it.each([
    ['Nurse practitioner licence', 'advanced-practice-nurse'],
    ['Registered nurse licence', 'nurse'],
    ['Psychologist licence', 'psychologist'],
    ['DO', 'physician'],
  ])('%s is %s', (text, profession) => {
    expect(changed((one) => Object.assign(one, { code: { text } })).licences[0]?.profession).toBe(profession);
  });

  it.each<[string, (one: Record<string, unknown>) => void]>([
    ['no end', (one) => Object.assign(one, { period: { start: '2015-03-01' } })],
    ['a year as its end', (one) => Object.assign(one, { period: { start: '2015-03-01', end: '2027' } })],
    ['no status and state', (one) => Object.assign(one, { extension: [] })],
    ['a diploma', (one) => Object.assign(one, { code: { text: 'Board certification in family medicine' } })],
    ['a period that is no period', (one) => Object.assign(one, { period: 'for ever' })],
  ])('%s: is left out and counted, never guessed', (_name, change) => {
    expect(changed(change)).toEqual({ licences: [], unread: 1 });
  });

  it('something else is nobody’s licence', () => {
    expect(readLicences({ resourceType: 'Patient' })).toEqual({ licences: [], unread: 0 });
    expect(readLicences(null)).toEqual({ licences: [], unread: 0 });
  });
});
