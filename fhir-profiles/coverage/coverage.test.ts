import { describe, expect, it } from 'vitest';
import { readCoverage } from './coverage.ts';
import example from './example.json' with { type: 'json' };

const read = (parts: object) => readCoverage({ resourceType: 'Coverage', id: 'x', ...parts });
const row = (parts: object) => {
  const one = read(parts);
  if (one.state !== 'shown') throw new Error(`not shown: ${JSON.stringify(one)}`);
  return one.row;
};

describe('reading a Coverage', () => {
  it('reads the example', () => {
    expect(readCoverage(example)).toMatchObject({
      state: 'shown',
      row: { text: 'Medicare', payer: 'Medicare Part B', memberId: 'M-100', relationship: 'self' },
    });
  });
  it('entered in error is no row', () => {
    expect(read({ status: 'entered-in-error' }).state).toBe('entered-in-error');
  });
  it('cancelled is not current; the subscriber’s number stands in for the member’s', () => {
    expect(row({ status: 'cancelled', subscriberId: 'S-1' })).toMatchObject({
      isCurrent: false,
      memberId: 'S-1',
    });
  });
});
