import { describe, expect, it } from 'vitest';
import { readCondition } from './condition.ts';
import example from './example.json' with { type: 'json' };

const read = (parts: object) => readCondition({ resourceType: 'Condition', id: 'x', ...parts });
const row = (parts: object) => {
  const one = read(parts);
  if (one.state !== 'shown') throw new Error(`not shown: ${JSON.stringify(one)}`);
  return one.row;
};

describe('reading a Condition', () => {
  it('reads the example', () => {
    expect(readCondition(example)).toMatchObject({
      state: 'shown',
      row: {
        text: 'High blood pressure',
        date: '2019-03',
        dateIs: 'began',
        isCurrent: true,
        category: ['problem-list-item'],
      },
    });
  });
  it.each(['inactive', 'remission', 'resolved'])('%s: not current', (code) => {
    expect(row({ clinicalStatus: { coding: [{ code }] } }).isCurrent).toBe(false);
  });
  it.each(['active', 'recurrence', 'relapse'])('%s: current', (code) => {
    expect(row({ clinicalStatus: { coding: [{ code }] } }).isCurrent).toBe(true);
  });
  it('without a status it is current, unless it has ended', () => {
    expect(row({}).isCurrent).toBe(true);
    expect(row({ abatementDateTime: '2020' })).toMatchObject({ isCurrent: false, ended: '2020' });
  });
  it('entered in error is no row; refuted is not current', () => {
    const verification = (code: string) => ({ verificationStatus: { coding: [{ code }] } });
    expect(read(verification('entered-in-error')).state).toBe('entered-in-error');
    expect(row(verification('refuted')).isCurrent).toBe(false);
  });
  it('two onsets contradict each other: it cannot be shown', () => {
    expect(read({ onsetDateTime: '2020', onsetString: 'as a child' })).toMatchObject({
      state: 'cannot-show',
      unshown: { reason: { code: 'choice-doubled', data: { element: 'onset' } } },
    });
  });
});
