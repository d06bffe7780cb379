import { describe, expect, it } from 'vitest';
import example from './example.json' with { type: 'json' };
import { readProcedure } from './procedure.ts';

const read = (parts: object) => readProcedure({ resourceType: 'Procedure', id: 'x', ...parts });
const row = (parts: object) => {
  const one = read(parts);
  if (one.state !== 'shown') throw new Error(`not shown: ${JSON.stringify(one)}`);
  return one.row;
};

describe('reading a Procedure', () => {
  it('reads the example', () => {
    expect(readProcedure(example)).toMatchObject({
      state: 'shown',
      row: { text: 'Colonoscopy', date: '2021', author: 'Dr. Helen Brooks' },
    });
  });
  it('entered in error is no row', () => {
    expect(read({ status: 'entered-in-error' }).state).toBe('entered-in-error');
  });
  it('what was not done is not current', () => {
    expect([row({ status: 'not-done' }).isCurrent, row({ status: 'completed' }).isCurrent]).toEqual([
      false,
      true,
    ]);
  });
});
