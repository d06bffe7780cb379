import { describe, expect, it } from 'vitest';
import { FaultInput, meets, personalityOf } from './fault.ts';

const met = (fault: object, method: string, pathname: string) =>
  meets({ ...FaultInput.parse(fault), id: 'x' }, { method, pathname });

describe('meets', () => {
  it.each([
    [{}, 'GET', '/anything', true],
    [{ route: '/fhir/*' }, 'GET', '/fhir/Patient', true],
    [{ route: '/fhir/*' }, 'GET', '/fhir/Patient/1', false],
    [{ route: '/fhir/**' }, 'GET', '/fhir/Patient/1', true],
    [{ route: '/fhir/**' }, 'GET', '/epic/fhir/Patient/1', false],
    [{ route: '/fhir/Patient' }, 'GET', '/fhir/PatientX', false],
    [{ route: '/fhir/$everything' }, 'GET', '/fhir/$everything', true],
    [{ route: '/fhir/.well-known/*' }, 'GET', '/fhir/xwell-known/a', false],
    [{ method: 'post' }, 'POST', '/x', true],
    [{ method: 'POST' }, 'GET', '/x', false],
    [{ personality: 'generic' }, 'GET', '/generic/oauth2/token', true],
    [{ personality: 'generic' }, 'GET', '/', false],
  ])('%j meets %s %s: %s', (fault, method, pathname, expected) => {
    expect(met(fault, method, pathname)).toBe(expected);
  });
});

describe('personalityOf', () => {
  it.each([
    ['/fhir/Patient', 'generic'],
    ['/generic/oauth2/token', 'generic'],
    ['/epic/fhir', 'epic'],
    ['/oracle/patient/fhir/Patient', 'oracle'],
    ['/', undefined],
    ['/epicure', undefined],
  ])('%s → %s', (pathname, personality) => {
    expect(personalityOf(pathname)).toBe(personality);
  });
});
