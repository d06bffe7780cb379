import { describe, expect, it } from 'vitest';
import type { SandboxPerson } from '#server/sandbox/contract';
import { asksIdentityOnly, decideStep, mayChoose, type StepQuestion } from './interaction-steps.ts';

const staff: SandboxPerson = {
  username: 'helen',
  password: '',
  displayName: '',
  title: '',
  kind: 'staff',
  fhirUser: 'Practitioner/helen',
  patients: [],
};
const proxy: SandboxPerson = { ...staff, username: 'mother', kind: 'proxy', patients: ['child'] };
const question = (more: Partial<StepQuestion>): StepQuestion => ({
  personality: 'generic',
  scopes: ['launch/patient', 'patient/Patient.rs'],
  person: staff,
  answers: {},
  identityOnly: false,
  gaveBefore: false,
  launch: undefined,
  ...more,
});

describe('decideStep', () => {
  it.each<[string, Partial<StepQuestion>, string]>([
    ['nobody logged in', { person: undefined }, 'login'],
    ['no patient yet', {}, 'patient'],
    ['patient by a patient scope alone', { scopes: ['patient/Patient.rs'] }, 'patient'],
    ['patient by launch/patient alone', { scopes: ['launch/patient'] }, 'patient'],
    ['no patient needed', { scopes: ['user/Patient.rs'] }, 'consent'],
    ['patient chosen', { answers: { patient: 'x' } }, 'consent'],
    [
      'visit asked for',
      { answers: { patient: 'x' }, scopes: ['launch/patient', 'launch/encounter'] },
      'visit',
    ],
    [
      'visit declined',
      { answers: { patient: 'x', encounter: null }, scopes: ['launch/patient', 'launch/encounter'] },
      'consent',
    ],
    ['staff at Epic', { personality: 'epic' }, 'consent'],
    ['proxy at Epic', { personality: 'epic', person: proxy }, 'patient'],
    ['only who it is: staff', { identityOnly: true, scopes: ['openid', 'fhirUser'] }, 'done'],
    ['only who it is: nobody yet', { identityOnly: true, person: undefined }, 'login'],
    [
      'only who it is: a proxy for the first time',
      { identityOnly: true, person: proxy, scopes: ['openid', 'fhirUser'] },
      'consent',
    ],
    ['only who it is: a proxy again', { identityOnly: true, person: proxy, gaveBefore: true }, 'done'],
    ['more than who it is: a proxy again', { person: proxy, gaveBefore: true }, 'patient'],
    ['log-in again inside an EHR launch', { launch: { personality: 'generic', person: 'helen' } }, 'done'],
  ])('%s', (_name, more, step) => {
    expect(decideStep(question(more))).toBe(step);
  });
});

describe('asksIdentityOnly', () => {
  it.each([
    ['openid', true],
    ['openid fhirUser', true],
    ['openid profile', true],
    ['fhirUser', false],
    ['openid fhirUser offline_access', false],
    ['openid launch/patient', false],
    ['openid user/Patient.rs', false],
    ['', false],
  ])('%j: %s', (scope, only) => {
    expect(asksIdentityOnly(scope.split(' '))).toBe(only);
  });
});

describe('mayChoose', () => {
  it('lets staff choose anybody, a proxy only theirs', () => {
    expect([mayChoose(staff, 'any'), mayChoose(proxy, 'child'), mayChoose(proxy, 'any')]).toEqual([
      true,
      true,
      false,
    ]);
  });
});
