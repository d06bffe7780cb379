import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideAllowed, printScope, printScopes, readScopes } from './scope.ts';

const INTERACTIONS = ['c', 'r', 'u', 'd', 's'] as const;

describe('readScopes', () => {
  it.each([
    ['user/AllergyIntolerance.read', 'user/AllergyIntolerance.rs'],
    ['user/AllergyIntolerance.Read', 'user/AllergyIntolerance.rs'],
    ['USER/AllergyIntolerance.READ', 'user/AllergyIntolerance.rs'],
    ['patient/Observation.write', 'patient/Observation.cud'],
    ['patient/Observation.Write', 'patient/Observation.cud'],
    ['user/Patient.*', 'user/Patient.cruds'],
    ['patient/*.rs', 'patient/*.rs'],
    ['patient/*.*', 'patient/*.cruds'],
    ['user/Observation.rs?category=laboratory', 'user/Observation.rs?category=laboratory'],
    ['user/Encounter.c', 'user/Encounter.c'],
  ])('reads %s as %s', (given, canonical) => {
    const { resources, unread } = readScopes(given);
    expect([resources.map(printScope), unread]).toEqual([[canonical], []]);
  });

  it.each([
    'encounter/*.write',
    'user/Patient.sr',
    'user/Patient.rr',
    'user/Patient.x',
    'user/Patient.',
    'user/Patient',
    'user/.rs',
    'user/Pat ient.rs',
    'user/Patient.rs?',
    '/Patient.rs',
    'user/../Patient.rs',
    'launch/practitioner',
  ])('grants nothing for %s', (scope) => {
    const read = readScopes([scope]);
    expect(read).toEqual({ resources: [], flags: [], unread: [scope] });
    expect(decideAllowed(read, 'Patient', 'r')).toBe('off');
  });

  it('knows flags in any case and drops repeats', () => {
    expect(readScopes('OPENID fhiruser  launch/Patient\tonline_access openid').flags).toEqual([
      'openid',
      'fhirUser',
      'launch/patient',
      'online_access',
      'openid',
    ]);
    expect(printScopes(readScopes('OPENID openid user/A.r user/A.r'))).toEqual(['openid', 'user/A.r']);
  });

  it('reads its own spelling back to the same thing', () => {
    const scope = fc.record({
      level: fc.constantFrom('patient' as const, 'user' as const, 'system' as const),
      resource: fc.constantFrom('Patient', 'Observation', '*'),
      interactions: fc.subarray([...INTERACTIONS], { minLength: 1 }),
      query: fc.constantFrom(null, 'category=laboratory', 'category=http://x|y'),
    });
    fc.assert(
      fc.property(scope, (one) => {
        expect(readScopes(printScope(one)).resources).toEqual([one]);
      }),
    );
  });

  it('never grants by what it could not read', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { resources } = readScopes(text);
        const spelt = text.toLowerCase();
        for (const { interactions } of resources) {
          expect(interactions.length).toBeGreaterThan(0);
          expect(spelt).toMatch(/(patient|user|system)\//);
        }
      }),
    );
  });
});

describe('decideAllowed', () => {
  it.each([
    ['user/Observation.rs', 'Observation', 'r', 'on'],
    ['patient/Observation.rs', 'Observation', 's', 'on'],
    ['user/observation.rs', 'Observation', 'r', 'on'],
    ['user/*.rs', 'Observation', 's', 'on'],
    ['user/Observation.r', 'Observation', 's', 'off'],
    ['user/Observation.rs', 'Condition', 'r', 'off'],
    ['system/Observation.rs', 'Observation', 'r', 'off'],
    ['user/Observation.rs?category=laboratory', 'Observation', 's', 'limited'],
    ['user/Observation.rs?category=laboratory user/Observation.rs', 'Observation', 's', 'on'],
    ['', 'Observation', 's', 'off'],
  ] as const)('%s on %s.%s: %s', (granted, resource, interaction, expected) => {
    expect(decideAllowed(readScopes(granted), resource, interaction)).toBe(expected);
  });
});
