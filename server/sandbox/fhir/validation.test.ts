import type { Resource } from '@medplum/fhirtypes';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Definitions } from './definitions.ts';
import { loadDefinitions } from './definitions.ts';
import { checkResource } from './validation.ts';

let definitions: Definitions;
beforeAll(async () => {
  definitions = await loadDefinitions();
});

/** Paths of the faults; empty where the resource may be stored. */
function faults(resource: object): string[] {
  try {
    checkResource(resource as Resource, definitions);
    return [];
  } catch (error) {
    const { outcome } = error as { outcome: { issue: { expression?: string[] }[] } };
    return outcome.issue.flatMap((issue) => issue.expression ?? ['']);
  }
}

const encounter = (rest: object) => ({
  resourceType: 'Encounter',
  status: 'finished',
  class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'VR' },
  subject: { reference: 'Patient/1' },
  ...rest,
});

describe('required bindings', () => {
  it('hold for codes at the top, in lists and in backbone elements', () => {
    expect(faults(encounter({}))).toEqual([]);
    expect(faults(encounter({ status: 'over' }))).toEqual(['Encounter.status']);
    const history = { period: { start: '2026-01-01' } };
    expect(faults(encounter({ statusHistory: [{ ...history, status: 'arrived' }] }))).toEqual([]);
    expect(faults(encounter({ statusHistory: [{ ...history, status: 'late' }] }))).toEqual([
      'Encounter.statusHistory[0].status',
    ]);
    const names = [
      { family: 'A', use: 'official' },
      { family: 'B', use: 'stage' },
    ];
    expect(faults({ resourceType: 'Patient', name: names })).toEqual(['Patient.name[1].use']);
  });

  it('hold for concepts by system and code, and let text alone pass', () => {
    const condition = (clinicalStatus: object) => ({
      resourceType: 'Condition',
      subject: { reference: 'Patient/1' },
      clinicalStatus,
    });
    const system = 'http://terminology.hl7.org/CodeSystem/condition-clinical';
    expect(faults(condition({ coding: [{ system, code: 'active' }] }))).toEqual([]);
    expect(faults(condition({ coding: [{ system: 'urn:other', code: 'active' }] }))).toEqual([
      'Condition.clinicalStatus',
    ]);
    expect(faults(condition({ text: 'active' }))).toEqual([]);
  });

  it('let a value set pass that the definitions do not list', () => {
    expect(definitions.codesOf('http://hl7.org/fhir/ValueSet/mimetypes|4.0.1')).toBeUndefined();
    const content = [{ attachment: { contentType: 'application/x-odd', url: 'Binary/1' } }];
    expect(faults({ resourceType: 'DocumentReference', status: 'current', content })).toEqual([]);
  });

  it('are known for the statuses the app writes', () => {
    for (const [name, code] of [
      ['encounter-status', 'http://hl7.org/fhir/encounter-status|finished'],
      ['document-reference-status', 'http://hl7.org/fhir/document-reference-status|current'],
      ['chargeitem-status', 'http://hl7.org/fhir/chargeitem-status|billable'],
      ['observation-status', 'http://hl7.org/fhir/observation-status|final'],
      ['appointmentstatus', 'http://hl7.org/fhir/appointmentstatus|booked'],
    ]) {
      expect(definitions.codesOf(`http://hl7.org/fhir/ValueSet/${name}`)?.has(code ?? '')).toBe(true);
    }
  });
});

describe('periods', () => {
  it('may not end before they start, wherever they stand', () => {
    expect(faults(encounter({ period: { start: '2026-01-02', end: '2026-01-01' } }))).toContain(
      'Encounter.period',
    );
    expect(
      faults(encounter({ period: { start: '2026-01-01T10:00:00Z', end: '2026-01-01T10:00:00Z' } })),
    ).toEqual([]);
    expect(faults(encounter({ period: { start: '2026-01-01T10:00:00Z', end: '2026-01-01' } }))).toEqual([]);
    const participant = [{ period: { start: '2026-01-02', end: '2026-01-01' } }];
    expect(faults(encounter({ participant }))).toContain('Encounter.participant[0].period');
  });
});
