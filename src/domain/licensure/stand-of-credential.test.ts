import { describe, expect, it } from 'vitest';
import { standOfCredential } from './stand-of-credential.ts';

const LINE = {
  status: 'active',
  from: '2025-01-01',
  to: '2027-12-31',
  verified: { by: 'Irene Vasquez', on: '2026-01-05', source: 'board' },
};
const stand = (change: Partial<Omit<typeof LINE, 'verified'> & { verified: null }>, today = '2026-11-22') =>
  standOfCredential({ ...LINE, ...change }, today);

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
  it('is to be renewed from sixty days before its end', () => {
    expect(stand({ to: '2027-01-21' })).toBe('ends-soon');
    expect(stand({ to: '2027-01-22' })).toBe('good');
  });
});
