import { describe, expect, it } from 'vitest';
import { countDaysLeft, type LineToRemind, listReminders } from './find-reminder.ts';

const LINE: LineToRemind = {
  credentialId: 'one',
  practitioner: 'Practitioner/7',
  kind: 'licence',
  state: 'NY',
  status: 'active',
  from: '2025-01-01',
  to: '2026-12-31',
  verified: { by: 'Irene Vasquez', on: '2026-01-05', source: 'board' },
};
const noon = (day: string) => `${day}T17:00:00Z`;
const remind = (change: Partial<LineToRemind>, at: string, ...others: Partial<LineToRemind>[]) =>
  listReminders(
    [{ ...LINE, ...change }, ...others.map((one) => ({ ...LINE, credentialId: 'other', ...one }))],
    at,
  )
    .filter(({ credentialId }) => credentialId === 'one')
    .map(({ daysBefore, daysLeft }) => [daysBefore, daysLeft])[0];

describe('a line that ends', () => {
  it.each([
    ['91 days', '2026-10-01', undefined],
    ['90 days', '2026-10-02', [90, 90]],
    ['31 days', '2026-11-30', [90, 31]],
    ['30 days', '2026-12-01', [30, 30]],
    ['8 days', '2026-12-23', [30, 8]],
    ['7 days', '2026-12-24', [7, 7]],
    ['on its last day', '2026-12-31', [7, 0]],
    ['the day after', '2027-01-01', [0, -1]],
    ['90 days after', '2027-03-31', [0, -90]],
    ['91 days after', '2027-04-01', undefined],
  ] as const)('%s', (_, day, reminder) => expect(remind({}, noon(day))).toEqual(reminder));

  it.each(['expired', 'suspended', 'revoked', 'pending'])('as %s reminds nobody', (status) =>
    expect(remind({ status }, noon('2026-12-31'))).toBeUndefined(),
  );
  it('on probation, or never verified, reminds like another', () => {
    expect(remind({ status: 'probation' }, noon('2026-12-31'))).toEqual([7, 0]);
    expect(remind({ verified: null }, noon('2026-12-31'))).toEqual([7, 0]);
  });
});

describe('its last day', () => {
  it('is over at midnight of its own state', () => {
    expect(countDaysLeft(LINE, '2027-01-01T04:59:59Z')).toBe(0);
    expect(countDaysLeft(LINE, '2027-01-01T05:00:00Z')).toBe(-1);
    expect(countDaysLeft({ ...LINE, state: 'HI' }, '2027-01-01T09:59:59Z')).toBe(0);
    expect(countDaysLeft({ ...LINE, state: 'GU' }, '2026-12-31T14:00:00Z')).toBe(-1);
  });
  it('is over where the first part of a state is past midnight, as for the gate', () => {
    expect(countDaysLeft({ ...LINE, state: 'TX' }, '2027-01-01T05:59:59Z')).toBe(0);
    expect(countDaysLeft({ ...LINE, state: 'TX' }, '2027-01-01T06:00:00Z')).toBe(-1);
  });
  it('of a line without a single state is counted by UTC', () => {
    expect(countDaysLeft({ ...LINE, state: null }, '2026-12-31T23:59:59Z')).toBe(0);
    expect(countDaysLeft({ ...LINE, state: null }, '2027-01-01T00:00:00Z')).toBe(-1);
  });
});

describe('a line that another carries on', () => {
  const at = noon('2026-12-31');
  const next = { from: '2027-01-01', to: '2028-12-31' };
  it('reminds nobody', () => expect(remind({}, at, next)).toBeUndefined());
  it.each([
    ['begins a day too late', { ...next, from: '2027-01-02' }],
    ['is not verified', { ...next, verified: null }],
    ['is not in force', { ...next, status: 'pending' }],
    ['ends the same day', { ...next, from: '2026-01-01', to: '2026-12-31' }],
    ['is somebody else’s', { ...next, practitioner: 'Practitioner/8' }],
    ['is for another state', { ...next, state: 'NJ' }],
    ['is of another kind', { ...next, kind: 'telehealth-registration' }],
  ])('reminds as before when the other %s', (_, other) => expect(remind({}, at, other)).toEqual([7, 0]));
});

it('the most urgent stands first', () => {
  const lines = ['2027-01-10', '2026-12-01', '2026-12-31'].map((to, at) => ({
    ...LINE,
    credentialId: to,
    state: ['NY', 'NJ', 'CT'][at] ?? null,
    to,
  }));
  expect(listReminders(lines, noon('2026-12-31')).map(({ credentialId }) => credentialId)).toEqual([
    '2026-12-01',
    '2026-12-31',
    '2027-01-10',
  ]);
});
