import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  narrowTo,
  type ResourceScope,
  readScope,
  spellAsCame,
  spellV1,
  spellV2,
  withhold,
} from './scopes.ts';

const read = (text: string) => readScope(text) as ResourceScope;
const readAll = (texts: string[]) => texts.map(read);

describe('readScope', () => {
  it.each([
    ['patient/Observation.rs', 'patient', 'Observation', 'rs'],
    ['user/*.cruds', 'user', '*', 'cruds'],
    ['system/Patient.read', 'system', 'Patient', 'rs'],
    ['user/Patient.write', 'user', 'Patient', 'cud'],
    ['patient/*.*', 'patient', '*', 'cruds'],
    ['user/AllergyIntolerance.Read', 'user', 'AllergyIntolerance', 'rs'],
  ])('reads %s', (text, level, type, permissions) => {
    expect(readScope(text)).toMatchObject({ level, type, permissions });
  });

  it.each([
    'openid',
    'launch/patient',
    'user/Patient',
    'user/Patient.',
    'user/Patient.sr',
    'user/Patient.rx',
    'other/Patient.rs',
    'user/Patient.readwrite',
    ' user/Patient.rs',
  ])('finds no resource scope in “%s”', (text) => {
    expect(readScope(text)).toBeUndefined();
  });

  it('keeps the granular part', () => {
    const text =
      'patient/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category|laboratory';
    expect(read(text).query).toBe(
      'category=http://terminology.hl7.org/CodeSystem/observation-category|laboratory',
    );
    expect(spellV2(read(text))).toBe(text);
  });

  it('reads back every v2 scope it spells', () => {
    const permissions = fc.subarray([...'cruds'], { minLength: 1 }).map((letters) => letters.join(''));
    const scope = fc.record({
      level: fc.constantFrom('patient' as const, 'user' as const, 'system' as const),
      type: fc.constantFrom('*', 'Patient', 'Observation'),
      permissions,
      spelling: fc.constant('v2' as const),
    });
    fc.assert(
      fc.property(scope, (one) => {
        expect(readScope(spellV2(one))).toEqual(one);
      }),
    );
  });
});

describe('spelling', () => {
  it('goes back the way it came', () => {
    expect(spellAsCame(read('user/Patient.read'))).toEqual(['user/Patient.read']);
    expect(spellAsCame(read('user/Patient.*'))).toEqual(['user/Patient.*']);
    expect(spellAsCame(read('user/Patient.cr'))).toEqual(['user/Patient.cr']);
  });

  it('in v1 says read and write', () => {
    expect(spellV1(read('user/Patient.c'))).toEqual(['user/Patient.write']);
    expect(spellV1(read('user/Patient.cs'))).toEqual(['user/Patient.read', 'user/Patient.write']);
  });
});

describe('narrowTo', () => {
  it.each([
    ['user/Patient.cruds', ['user/Patient.rs'], ['user/Patient.rs']],
    ['user/Patient.c', ['user/Patient.rs'], []],
    ['patient/Patient.rs', ['user/Patient.rs'], []],
    ['user/*.rs', ['user/Patient.rs', 'user/Condition.c'], ['user/Patient.rs']],
    ['user/Patient.rs', ['user/*.cruds'], ['user/Patient.rs']],
    ['user/Observation.rs', ['user/Observation.r', 'user/Observation.s'], ['user/Observation.rs']],
    ['user/Observation.rs?category=a', ['user/Observation.rs'], ['user/Observation.rs?category=a']],
    ['user/Observation.rs', ['user/Observation.rs?category=a'], ['user/Observation.rs?category=a']],
  ])('%s within %j is %j', (asked, limits, left) => {
    expect(narrowTo([read(asked)], readAll(limits)).map(spellV2)).toEqual(left);
  });
});

describe('withhold', () => {
  const scopes = readAll(['user/Patient.rs', 'user/Observation.cruds', 'patient/Observation.rs']);
  it.each([
    [[], ['user/Patient.rs', 'user/Observation.cruds', 'patient/Observation.rs']],
    [['Observation'], ['user/Patient.rs']],
    [['user/Observation.write'], ['user/Patient.rs', 'user/Observation.rs', 'patient/Observation.rs']],
    [['user/*.rs'], ['user/Observation.cud', 'patient/Observation.rs']],
    [['openid'], ['user/Patient.rs', 'user/Observation.cruds', 'patient/Observation.rs']],
  ])('%j leaves %j', (withheld, left) => {
    expect(withhold(scopes, withheld).map(spellV2)).toEqual(left);
  });
});
