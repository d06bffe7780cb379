import { describe, expect, it } from 'vitest';
import { readEncounter } from './encounter.ts';
import example from './example.json' with { type: 'json' };

const read = (parts: object) => readEncounter({ resourceType: 'Encounter', id: 'x', ...parts });
const row = (parts: object) => {
  const one = read(parts);
  if (one.state !== 'shown') throw new Error(`not shown: ${JSON.stringify(one)}`);
  return one.row;
};

describe('reading a Encounter', () => {
  it('reads the example', () => {
    expect(readEncounter(example)).toMatchObject({
      state: 'shown',
      row: {
        text: 'Video visit',
        class: 'VR',
        reason: 'Blood pressure',
        isCurrent: false,
        author: 'Dr. Helen Brooks',
      },
    });
  });
  it('entered in error is no row', () => {
    expect(read({ status: 'entered-in-error' }).state).toBe('entered-in-error');
  });
  it('only what is going on is current', () => {
    expect([row({ status: 'in-progress' }).isCurrent, row({ status: 'finished' }).isCurrent]).toEqual([
      true,
      false,
    ]);
    expect(row({ status: 'planned' }).dateIs).toBe('planned');
  });
});
