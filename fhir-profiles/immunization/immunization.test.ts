import { describe, expect, it } from 'vitest';
import example from './example.json' with { type: 'json' };
import { readImmunization } from './immunization.ts';

const read = (parts: object) => readImmunization({ resourceType: 'Immunization', id: 'x', ...parts });
const row = (parts: object) => {
  const one = read(parts);
  if (one.state !== 'shown') throw new Error(`not shown: ${JSON.stringify(one)}`);
  return one.row;
};

describe('reading a Immunization', () => {
  it('reads the example', () => {
    expect(readImmunization(example)).toMatchObject({
      state: 'shown',
      row: { text: 'Influenza', dose: '0.50 mL', lot: 'L-77', isCurrent: true },
    });
  });
  it('entered in error is no row', () => {
    expect(read({ status: 'entered-in-error' }).state).toBe('entered-in-error');
  });
  it('not done is a row that says so, with why', () => {
    expect(row({ status: 'not-done', statusReason: { text: 'Refused' } })).toMatchObject({
      isCurrent: false,
      reason: 'Refused',
    });
  });
  it('a time in words stays in words', () => {
    expect(row({ occurrenceString: 'as a child' })).toMatchObject({ date: null, series: 'as a child' });
  });
});
