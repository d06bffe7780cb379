import { describe, expect, it } from 'vitest';
import type { AccessContext } from '#server/sandbox/contract';
import type { AccessNeeds } from './access.ts';
import { readAccess } from './access.ts';

const needs: AccessNeeds = {
  people: [
    {
      username: 'grey',
      password: '',
      displayName: '',
      title: '',
      kind: 'staff',
      fhirUser: 'Practitioner/grey',
      patients: [],
    },
    {
      username: 'dora',
      password: '',
      displayName: '',
      title: '',
      kind: 'proxy',
      fhirUser: 'RelatedPerson/dora',
      patients: ['cleo'],
    },
  ],
  types: new Set(['Observation', 'AllergyIntolerance', 'Practitioner']),
  patientsOf: (resource) =>
    new Set([(resource as { subject?: { reference: string } }).subject?.reference.slice(8) ?? '']),
  binaryOwners: () => [],
};
const of = (patient: string) => ({
  resourceType: 'Observation' as const,
  status: 'final' as const,
  code: { text: 'x' },
  subject: { reference: `Patient/${patient}` },
});
const access = (scopes: string[], rest: Partial<AccessContext> = {}) =>
  readAccess(needs, {
    personality: 'generic',
    clientId: 'c',
    subject: 'grey',
    scopes,
    expiresAt: 0,
    ...rest,
  });

describe('readAccess', () => {
  it.each([
    ['user/AllergyIntolerance.Read', 'rs'],
    ['USER/allergyintolerance.READ', 'rs'],
    ['user/AllergyIntolerance.write', 'cud'],
    ['user/AllergyIntolerance.*', 'cruds'],
    ['user/AllergyIntolerance.cruds', 'cruds'],
    ['user/*.cs', 'cs'],
    ['user/AllergyIntolerance.dr', ''],
    ['user/AllergyIntolerances.rs', ''],
    ['users/AllergyIntolerance.rs', ''],
    ['user/AllergyIntolerance.rs extra', ''],
    ['user/AllergyIntolerance', ''],
    ['user/*.rs?category=x', ''],
  ])('%s allows %j', (scope, letters) => {
    const found = (['c', 'r', 'u', 'd', 's'] as const).filter((each) =>
      access([scope]).mayTouch('AllergyIntolerance', each),
    );
    expect(found.join('')).toBe(letters);
  });

  it('joins grants: each resource is reached by any one of them', () => {
    const both = access(['patient/Observation.r', 'user/Observation.s'], { patient: 'ada' });
    expect(both.mayTouchThis(of('ada'), 'r')).toBe(true);
    expect(both.mayTouchThis(of('ben'), 'r')).toBe(false);
    expect(both.mayTouchThis(of('ben'), 's')).toBe(true);
  });

  it('reaches nobody for a user nobody knows, and the context alone for a token without a user', () => {
    const nobody: Partial<AccessContext> = { subject: 'who', patient: 'ada' };
    expect(access(['user/*.rs'], nobody).mayTouchThis(of('ada'), 'r')).toBe(false);
    expect(access(['patient/*.rs'], nobody).mayTouchThis(of('ada'), 'r')).toBe(true);
    expect(access(['patient/*.rs'], nobody).mayTouchThis(of('ben'), 'r')).toBe(false);
  });

  it('keeps a proxy to their patients even where the token names another', () => {
    const dora: Partial<AccessContext> = {
      subject: 'dora',
      fhirUser: 'https://ehr.example/fhir/RelatedPerson/dora',
    };
    expect(access(['patient/*.rs'], { ...dora, patient: 'cleo' }).mayTouchThis(of('cleo'), 'r')).toBe(true);
    expect(access(['patient/*.rs'], { ...dora, patient: 'ada' }).mayTouchThis(of('ada'), 'r')).toBe(false);
    expect(access(['system/*.rs'], dora).mayTouchThis(of('ada'), 'r')).toBe(false);
  });
});
