import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CapabilityFacts, decideCapabilities, type StatementSummary } from './decide-capabilities.ts';
import { readScopes } from './scope.ts';
import { CapabilityLine } from './session-view.ts';

const RESOURCES = [
  'Patient',
  'AllergyIntolerance',
  'Condition',
  'MedicationRequest',
  'Observation',
  'DocumentReference',
  'Encounter',
  'Appointment',
  'Immunization',
  'Procedure',
  'Coverage',
  'ChargeItem',
];
const all = RESOURCES.map((type) => `user/${type}.cruds`).join(' ');
const statement: StatementSummary = Object.fromEntries(
  RESOURCES.map((type) => [
    type,
    { interactions: ['read', 'search-type', 'create'], operations: ['create'] },
  ]),
);
const full: CapabilityFacts = {
  vendor: 'generic',
  door: 'ehr',
  granted: readScopes(all),
  requested: readScopes(all),
  statement,
  fhirUser: { type: 'Practitioner', id: 'x', reference: 'Practitioner/x' },
  hasRole: true,
  hasPatient: true,
  hasEncounter: true,
  hasRefreshToken: true,
  hasHl7v2: false,
};
const lineOf = (facts: Partial<CapabilityFacts>, id: string) => {
  const line = decideCapabilities({ ...full, ...facts }).find((one) => one.id === id);
  return line && { state: line.state, route: line.route, codes: line.reasons.map(({ code }) => code) };
};
const without = (type: string): StatementSummary => ({
  ...statement,
  [type]: { interactions: ['read'], operations: [] },
});

describe('decideCapabilities', () => {
  it('has everything on where nothing is missing', () => {
    expect(decideCapabilities(full).filter(({ state }) => state !== 'on')).toEqual([]);
  });

  it('gives the same lines in the same order whatever is missing; no writes at the patient’s door', () => {
    const ids = decideCapabilities(full).map(({ id }) => id);
    const bare = { ...full, granted: readScopes(''), statement: 'unreadable' as const, fhirUser: null };
    expect(decideCapabilities(bare).map(({ id }) => id)).toEqual(ids);
    expect(decideCapabilities({ ...full, door: 'patient' }).map(({ id }) => id)).toEqual(
      ids.filter((id) => !id.startsWith('write.')),
    );
  });

  it.each([
    ['hasPatient', 'context.patient', 'no-patient'],
    ['hasEncounter', 'context.encounter', 'no-encounter'],
    ['hasRole', 'context.role', 'role-unknown'],
    ['hasRefreshToken', 'session.refresh', 'no-refresh-token'],
  ] as const)('without %s: %s is off, %s', (fact, id, code) => {
    expect(lineOf({ [fact]: false }, id)).toEqual({ state: 'off', route: 'none', codes: [code] });
    expect(lineOf({}, id)).toEqual({ state: 'on', route: 'none', codes: [] });
  });

  it('tells a scope not granted from one never asked for', () => {
    const granted = readScopes('user/Patient.rs');
    expect(lineOf({ granted }, 'read.allergies')?.codes).toEqual(['scope-not-granted']);
    expect(lineOf({ granted, requested: granted }, 'read.allergies')?.codes).toEqual(['not-asked-for']);
    expect(lineOf({ granted }, 'read.demographics')).toEqual({ state: 'on', route: 'fhir', codes: [] });
  });

  it('a granular scope limits and does not switch off', () => {
    const granted = readScopes('user/Observation.rs?category=vital-signs');
    expect(lineOf({ granted }, 'read.observations')).toEqual({
      state: 'limited',
      route: 'fhir',
      codes: ['scope-limited'],
    });
  });

  it('believes the CapabilityStatement, and is careful without one', () => {
    expect(lineOf({ statement: without('AllergyIntolerance') }, 'read.allergies')).toEqual({
      state: 'off',
      route: 'none',
      codes: ['not-in-capability-statement'],
    });
    expect(lineOf({ statement: 'unreadable' }, 'read.allergies')).toEqual({
      state: 'limited',
      route: 'fhir',
      codes: ['capability-statement-unreadable'],
    });
    expect(lineOf({ statement: {} }, 'read.allergies')?.state).toBe('off');
  });

  it('Epic takes no encounter and no charge by FHIR, and a note only for an encounter, as plain text', () => {
    expect(lineOf({ vendor: 'epic' }, 'write.encounter')).toEqual({
      state: 'limited',
      route: 'hand-over',
      codes: ['vendor-cannot', 'hand-over-only'],
    });
    expect(lineOf({ vendor: 'epic', hasHl7v2: true }, 'write.charge')).toEqual({
      state: 'limited',
      route: 'hl7v2',
      codes: ['vendor-cannot'],
    });
    expect(lineOf({ vendor: 'epic' }, 'write.note')).toEqual({
      state: 'limited',
      route: 'fhir',
      codes: ['only-plain-text'],
    });
    expect(lineOf({ vendor: 'epic', hasEncounter: false }, 'write.note')?.codes).toEqual([
      'needs-open-encounter',
      'only-plain-text',
    ]);
  });

  it('Oracle Health takes a charge by operation', () => {
    expect(lineOf({ vendor: 'oracle' }, 'write.charge')).toEqual({
      state: 'on',
      route: 'operation',
      codes: [],
    });
    expect(lineOf({ vendor: 'oracle', statement: without('ChargeItem') }, 'write.charge')?.route).toBe(
      'hand-over',
    );
    expect(lineOf({ vendor: 'oracle' }, 'write.encounter')).toEqual({
      state: 'on',
      route: 'fhir',
      codes: [],
    });
  });

  it('names a source for what a vendor cannot', () => {
    const line = decideCapabilities({ ...full, vendor: 'epic' }).find(({ id }) => id === 'write.charge');
    expect(line?.reasons[0]?.data.source).toContain('5364');
  });

  it('every line is well formed, and what is not on says why', () => {
    const facts = fc.record({
      vendor: fc.constantFrom('epic' as const, 'oracle' as const, 'generic' as const),
      door: fc.constantFrom('ehr' as const, 'patient' as const, 'staff' as const),
      granted: fc.subarray(all.split(' ')).map(readScopes),
      requested: fc.subarray(all.split(' ')).map(readScopes),
      statement: fc.constantFrom('unreadable' as const, statement, {}, without('Encounter')),
      fhirUser: fc.constantFrom(null, full.fhirUser),
      hasRole: fc.boolean(),
      hasPatient: fc.boolean(),
      hasEncounter: fc.boolean(),
      hasRefreshToken: fc.boolean(),
      hasHl7v2: fc.boolean(),
    });
    fc.assert(
      fc.property(facts, (one) => {
        for (const line of decideCapabilities(one)) {
          CapabilityLine.parse(line);
          expect(line.reasons.length > 0).toBe(line.state !== 'on');
          if (line.route === 'fhir' && line.group === 'read') expect(line.state).not.toBe('off');
        }
      }),
      { numRuns: 500 },
    );
  });
});
