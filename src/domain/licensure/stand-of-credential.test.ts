import { describe, expect, it } from 'vitest';
import { standOfCredential } from './stand-of-credential.ts';

const LINE = {
  status: 'active',
  state: 'NY',
  from: '2025-01-01',
  to: '2027-12-31',
  verified: { by: 'Irene Vasquez', on: '2026-01-05', source: 'board' },
};
const stand = (
  change: Partial<Omit<typeof LINE, 'verified'> & { verified: null }>,
  at = '2026-11-22T17:00:00Z',
) => standOfCredential({ ...LINE, ...change }, at);

describe('a line of the register', () => {
  it('that is active, verified and has time left is good', () => expect(stand({})).toBe('good'));
  it.each(['suspended', 'revoked'])('%s is barred, whatever its days', (status) => {
    expect(stand({ status })).toBe('barred');
    expect(stand({ status, to: '2020-01-01' })).toBe('barred');
  });
  it.each(['expired', 'pending', 'probation'])('%s is not active', (status) =>
    expect(stand({ status })).toBe('not-active'),
  );
  it('holds on its first and on its last day', () => {
    expect(stand({ from: '2026-11-22' })).toBe('good');
    expect(stand({ from: '2026-11-23' })).toBe('not-yet');
    expect(stand({ to: '2026-11-22' })).toBe('ends-soon');
    expect(stand({ to: '2026-11-21' })).toBe('ended');
  });
  it('nobody verified says so before it says that it ends soon', () =>
    expect(stand({ verified: null, to: '2026-12-01' })).toBe('unverified'));
  it('has ended in its own state, not by the clock of another', () => {
    expect(stand({ to: '2026-11-22' }, '2026-11-23T04:59:59Z')).toBe('ends-soon');
    expect(stand({ to: '2026-11-22' }, '2026-11-23T05:00:00Z')).toBe('ended');
  });
  it('is to be renewed from ninety days before its end', () => {
    expect(stand({ to: '2027-02-20' })).toBe('ends-soon');
    expect(stand({ to: '2027-02-21' })).toBe('good');
  });
});
