import { validateResource } from '@medplum/core';
import type { Encounter, StructureDefinition } from '@medplum/fhirtypes';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Definitions, loadDefinitions } from '../../server/sandbox/fhir/definitions.ts';
import { checkResource } from '../../server/sandbox/fhir/validation.ts';
import { withSnapshot } from '../../tests/fixtures/profiles.ts';
import {
  buildEncounterEnd,
  buildTelehealthEncounter,
  REFUSED_ELEMENTS,
  TELEHEALTH_ENCOUNTER_PROFILE,
} from './build-telehealth-encounter.ts';
import type { EncounterSite, VisitRecord } from './encounter-facts.ts';
import example from './example.json' with { type: 'json' };
import definition from './profile.json' with { type: 'json' };
import { readTelehealthEncounter } from './read-telehealth-encounter.ts';

const visit = (parts: Partial<VisitRecord> = {}): VisitRecord => ({
  reference: 'WS-7F3K2Q',
  patient: 'Patient/ada',
  performer: { reference: 'Practitioner/helen-brooks', name: 'Dr. Helen Brooks' },
  start: '2026-11-22T09:00:00.000Z',
  end: null,
  reason: 'Blood pressure',
  appointment: 'Appointment/a1',
  ...parts,
});
const PLACE = { location: 'Location/video' };
const build = (
  variant: 'generic' | 'oracle',
  parts: Partial<VisitRecord> = {},
  site: EncounterSite = PLACE,
): Encounter => {
  const built = buildTelehealthEncounter(variant, visit(parts), site);
  if (!built.ok) throw new Error(JSON.stringify(built.reasons));
  return built.resource;
};
const faultsOf = (
  variant: 'generic' | 'epic' | 'oracle',
  parts: Partial<VisitRecord>,
  site: EncounterSite,
) => {
  const built = buildTelehealthEncounter(variant, visit(parts), site);
  return built.ok ? [] : built.reasons.map(({ code }) => code);
};

const profile = withSnapshot(definition as StructureDefinition);
let definitions: Definitions;
const demandValid = (resource: Encounter) => {
  validateResource(resource, { profile });
  checkResource(resource, definitions);
};
/** A vendor's row takes a mandatory element away: with it back in place nothing else may be wrong. */
const asR4 = (resource: Encounter): Encounter => ({ ...resource, class: build('generic').class });
beforeAll(async () => {
  definitions = await loadDefinitions();
});

describe('building an Encounter', () => {
  it('says the example', () => {
    expect(build('generic')).toEqual(example);
    expect(profile.url).toBe(TELEHEALTH_ENCOUNTER_PROFILE);
    demandValid(example as Encounter);
  });

  it('is valid with and without every fact that may be absent; for Oracle Health but for its rows', () => {
    for (const end of [null, '2026-11-22T09:30:00.000Z'])
      for (const reason of [null, 'Cough'])
        for (const appointment of [null, 'Appointment/a1']) {
          demandValid(build('generic', { end, reason, appointment }, {}));
          const oracle = build('oracle', { end, reason, appointment });
          for (const { element } of REFUSED_ELEMENTS) expect(oracle).not.toHaveProperty(element);
          expect(() => demandValid(oracle)).toThrow(/class/);
          demandValid(asR4(oracle));
        }
  });

  it('Epic keeps its encounters itself', () => {
    expect(faultsOf('epic', {}, PLACE)).toEqual(['encounter.kept-by-ehr']);
  });

  it('Oracle Health wants exactly one place', () => {
    const both = { ...PLACE, serviceProvider: 'Organization/clinic' };
    expect(faultsOf('oracle', {}, {})).toEqual(['encounter.one-place-needed']);
    expect(faultsOf('oracle', {}, both)).toEqual(['encounter.one-place-needed']);
    expect(faultsOf('oracle', {}, { serviceProvider: 'Organization/clinic' })).toEqual([]);
    expect(faultsOf('generic', {}, {})).toEqual([]);
  });

  it('refuses what cannot be said truly', () => {
    expect(faultsOf('generic', { patient: '' }, {})).toEqual(['encounter.patient-missing']);
    expect(faultsOf('generic', { performer: { reference: 'Patient/x', name: '' } }, {})).toEqual([
      'encounter.performer-missing',
    ]);
    expect(faultsOf('generic', { end: '2026-11-22T08:59:59.000Z' }, {})).toEqual([
      'encounter.ends-before-start',
    ]);
  });

  it('the end is a patch: at Oracle Health of the period alone', () => {
    const end = '2026-11-22T09:30:00.000Z';
    expect(buildEncounterEnd('oracle', end)).toEqual([{ op: 'add', path: '/period/end', value: end }]);
    expect(buildEncounterEnd('generic', end).map(({ path }) => path)).toEqual(['/period/end', '/status']);
  });
});

describe('reading an Encounter back', () => {
  it('gives what was sent', () => {
    const instant = fc
      .date({ min: new Date('2000-01-01'), max: new Date('2099-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString());
    fc.assert(
      fc.property(fc.constantFrom('generic', 'oracle'), instant, fc.string(), (variant, start, reason) => {
        const wire = JSON.parse(JSON.stringify({ ...build(variant, { start, reason }), id: 'e1' }));
        expect(readTelehealthEncounter(wire)).toMatchObject({
          id: 'e1',
          patient: 'Patient/ada',
          performers: ['Practitioner/helen-brooks'],
          start,
          end: null,
          status: 'in-progress',
          class: variant === 'oracle' ? null : 'VR',
          reference: variant === 'oracle' ? null : 'WS-7F3K2Q',
        });
      }),
    );
  });

  it('nothing of another type', () => {
    expect(readTelehealthEncounter({ resourceType: 'Patient', id: 'x' })).toBeNull();
  });
});
