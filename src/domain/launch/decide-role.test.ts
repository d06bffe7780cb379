import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideRole, needsPractitionerRole, type RoleFacts, type RoleRule } from './decide-role.ts';
import type { FhirUser } from './fhir-id.ts';
import { ROLES } from './role.ts';

const user = (type: FhirUser['type'], id = 'x'): FhirUser => ({ type, id, reference: `${type}/${id}` });
const facts = (some: Partial<RoleFacts>): RoleFacts => ({
  fhirUser: user('Practitioner'),
  fhirBase: 'https://ehr.example/fhir',
  patientId: 'p1',
  claims: {},
  practitionerRoleCodes: [],
  ...some,
});
const byCode: RoleRule = { when: { practitionerRoleCode: 'nurse' }, role: 'nurse' };
const byClaim: RoleRule = { when: { claim: ['groups', 'billing'] }, role: 'biller' };
const byType: RoleRule = { when: { fhirUser: 'Practitioner' }, role: 'clinician' };
const byPerson: RoleRule = { when: { fhirUser: 'Practitioner/x' }, role: 'supervisor' };

describe('decideRole', () => {
  it('a patient is a patient for themselves and a proxy for another', () => {
    expect(decideRole(facts({ fhirUser: user('Patient', 'p1') }), [])).toBe('patient');
    expect(decideRole(facts({ fhirUser: user('Patient', 'p2') }), [])).toBe('proxy');
    expect(decideRole(facts({ fhirUser: user('Patient', 'p2'), patientId: null }), [])).toBe('patient');
    expect(decideRole(facts({ fhirUser: user('RelatedPerson') }), [])).toBe('proxy');
  });

  it('nobody known and a bare Person have no role', () => {
    for (const fhirUser of [null, user('Person')])
      expect(
        decideRole(facts({ fhirUser }), [{ when: { claim: ['a', 'b'] }, role: 'clinician' }]),
      ).toBeNull();
  });

  it('a practitioner without a match has no role', () => {
    expect(decideRole(facts({}), [])).toBeNull();
    expect(decideRole(facts({ practitionerRoleCodes: ['observer'] }), [byCode, byClaim])).toBeNull();
  });

  it('the first rule that holds wins', () => {
    const given = facts({ practitionerRoleCodes: ['nurse'] });
    expect(decideRole(given, [byCode, byType])).toBe('nurse');
    expect(decideRole(given, [byType, byCode])).toBe('clinician');
  });

  it('takes a whole reference or a type', () => {
    expect(decideRole(facts({}), [byPerson])).toBe('supervisor');
    expect(decideRole(facts({ fhirUser: user('Practitioner', 'y') }), [byPerson])).toBeNull();
    expect(decideRole(facts({ fhirUser: user('PractitionerRole') }), [byType])).toBeNull();
  });

  it.each([
    ['https://ehr.example/fhir/Practitioner/x', 'supervisor'],
    ['https://ehr.example/fhir/Practitioner/x/_history/2', 'supervisor'],
    ['https://ehr.example/fhir/Practitioner/y', null],
    ['https://ehr.example/fhir/PractitionerRole/x', null],
    ['https://other.example/fhir/Practitioner/x', null],
    ['https://ehr.example/fhir2/Practitioner/x', null],
  ])('a rule for %s: %s', (fhirUser, role) => {
    expect(decideRole(facts({}), [{ when: { fhirUser }, role: 'supervisor' }])).toBe(role);
  });

  it('takes an absolute rule where the base is written with a slash at its end', () => {
    const rule: RoleRule = {
      when: { fhirUser: 'https://ehr.example/fhir/Practitioner/x' },
      role: 'supervisor',
    };
    expect(decideRole(facts({ fhirBase: 'https://ehr.example/fhir/' }), [rule])).toBe('supervisor');
  });

  it('takes a claim by value or by membership, and none that an object merely inherits', () => {
    expect(decideRole(facts({ claims: { groups: 'billing' } }), [byClaim])).toBe('biller');
    expect(decideRole(facts({ claims: { groups: ['x', 'billing'] } }), [byClaim])).toBe('biller');
    expect(decideRole(facts({ claims: { groups: ['billings'] } }), [byClaim])).toBeNull();
    expect(
      decideRole(facts({}), [{ when: { claim: ['constructor', 'Object'] }, role: 'clinician' }]),
    ).toBeNull();
  });

  it('all conditions of a rule must hold, and a rule without any never does', () => {
    const both: RoleRule = { when: { ...byCode.when, ...byClaim.when }, role: 'tech-admin' };
    expect(decideRole(facts({ practitionerRoleCodes: ['nurse'] }), [both])).toBeNull();
    expect(
      decideRole(facts({ practitionerRoleCodes: ['nurse'], claims: { groups: 'billing' } }), [both]),
    ).toBe('tech-admin');
    expect(decideRole(facts({}), [{ when: {}, role: 'clinician' }])).toBeNull();
  });

  it('no mapping crosses between staff and patients', () => {
    const rule = fc.record({
      when: fc.constantFrom(byType.when, byCode.when, byClaim.when, { fhirUser: 'Patient' }),
      role: fc.constantFrom(...ROLES),
    });
    const type = fc.constantFrom(
      'Patient',
      'RelatedPerson',
      'Practitioner',
      'PractitionerRole',
      'Person',
    ) as fc.Arbitrary<FhirUser['type']>;
    fc.assert(
      fc.property(type, fc.array(rule), (one, rules) => {
        const role = decideRole(
          facts({ fhirUser: user(one), practitionerRoleCodes: ['nurse'], claims: { groups: 'billing' } }),
          rules,
        );
        const isPatientSide = one === 'Patient' || one === 'RelatedPerson';
        expect(role === 'patient' || role === 'proxy').toBe(isPatientSide);
        expect(role).not.toBe('guest');
      }),
    );
  });
});

describe('needsPractitionerRole', () => {
  it('only for staff, and only where the mapping asks', () => {
    expect(needsPractitionerRole(user('Practitioner'), [byCode])).toBe(true);
    expect(needsPractitionerRole(user('Practitioner'), [byType])).toBe(false);
    expect(needsPractitionerRole(user('Patient'), [byCode])).toBe(false);
    expect(needsPractitionerRole(null, [byCode])).toBe(false);
  });
});
