import { describe, expect, it } from 'vitest';
import { readPatientRow } from './patient-row.ts';

const whole = {
  resourceType: 'Patient',
  id: 'p',
  name: [{ family: 'Rivera', given: ['Ana'] }],
  birthDate: '1961-11-21',
  gender: 'female',
  identifier: [
    {
      type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MR' }] },
      value: '7',
    },
  ],
};
const rowOf = (change: object) => {
  const read = readPatientRow({ ...whole, ...change });
  if (read.state !== 'shown') throw new Error(read.state);
  return read.row;
};

describe('a Patient of the wire', () => {
  it('that is well formed has nothing unreadable', () => {
    expect(rowOf({})).toMatchObject({ family: 'Rivera', birthDate: '1961-11-21', mrn: '7', unreadable: [] });
    expect(rowOf({ birthDate: null, name: null, communication: null }).unreadable).toEqual([]);
  });

  it.each([
    ['birthDate', { birthDate: '21/11/1961' }, { birthDate: null, family: 'Rivera', mrn: '7' }],
    ['birthDate', { birthDate: '<b>1961</b>' }, { birthDate: null, family: 'Rivera' }],
    ['name', { name: { family: 'Rivera' } }, { family: null, given: [], mrn: '7', birthDate: '1961-11-21' }],
    ['name', { name: [{ family: 'Rivera', given: 'Ana' }] }, { family: null, given: [] }],
    ['sex', { gender: 1 }, { sex: null, family: 'Rivera' }],
    ['mrn', { identifier: 'x' }, { mrn: null, family: 'Rivera' }],
    ['language', { communication: [{ language: 'es' }] }, { language: null, family: 'Rivera' }],
    ['interpreterNeeded', { extension: ['x'] }, { interpreterNeeded: null }],
    ['deceased', { deceasedDateTime: 'yes' }, { deceased: false, family: 'Rivera' }],
    ['deceased', { deceasedBoolean: false, deceasedDateTime: '2020-01-01' }, { deceased: false }],
  ] as const)('with an odd %s says so and keeps the rest', (fact, change, rest) => {
    expect(rowOf(change)).toMatchObject({ ...rest, unreadable: [fact] });
  });

  it.each([
    ['another type', { resourceType: 'Person' }],
    ['no id', { id: 7 }],
    ['rules that nobody here knows', { implicitRules: 'x' }],
    ['a modifier that nobody here knows', { modifierExtension: [{ url: 'x' }] }],
  ])('with %s cannot be shown at all', (_, change) => {
    expect(readPatientRow({ ...whole, ...change }).state).toBe('cannot-show');
  });
});
