import { describe, expect, it } from 'vitest';
import { findRow, listRows, onDay } from './find-row.ts';
import type { Certainty, RulePacks, RuleRow } from './rule-row.ts';

const ROW: RuleRow<'state-limit'> = {
  id: 'state-limit/NY',
  kind: 'state-limit',
  key: 'NY',
  from: '2026-01-01',
  to: '2026-12-31',
  source: 'a law',
  certainty: 'read-primary',
  pack: { pack: 'p', version: '1', asOf: '2026-01-01' },
  verified: null,
  value: { schedules: ['II'] },
};
const VERIFIED = { by: 'B. Iller', on: '2026-02-01', what: 'the law' };
const packs = (...rows: Partial<RuleRow<'state-limit'>>[]): RulePacks => ({
  rows: new Map([['state-limit/NY', rows.map((row) => ({ ...ROW, ...row }))]]),
  read: { billing: [], licensure: [], consent: [], prescribing: [], 'red-flags': [] },
});
const find = (rows: Partial<RuleRow<'state-limit'>>[], day = '2026-06-01') =>
  findRow(packs(...rows), 'state-limit', 'NY', onDay(day), 'sure-code');
const codeOf = (rows: Partial<RuleRow<'state-limit'>>[], day?: string) => find(rows, day).reason.code;

describe('the row that speaks on a day', () => {
  it.each(['read-primary', 'read-primary-copy', 'read-secondary', 'decision'] as Certainty[])(
    'is sure where it is %s',
    (certainty) => expect([find([{ certainty }]).is, codeOf([{ certainty }])]).toEqual(['sure', 'sure-code']),
  );
  it.each([
    ['recalled', 'recalled-row'],
    ['single-source', 'single-source-row'],
    ['disagree', 'disputed-row'],
  ] as [Certainty, string][])('is doubtful where it is %s', (certainty, code) => {
    expect([find([{ certainty }]).is, codeOf([{ certainty }])]).toEqual(['doubtful', code]);
  });
  it('is doubtful without a source, before anything else is', () => {
    expect(codeOf([{ source: null, certainty: 'recalled' }])).toBe('row-without-source');
    expect(find([{ source: null }]).reason.source).toBe('no source given');
  });
  it('is doubtful where two stand, unless one is the site’s own', () => {
    expect(codeOf([{}, {}])).toBe('overlapping-rows');
    expect(codeOf([{ verified: VERIFIED }, {}])).toBe('sure-code');
    expect(codeOf([{ verified: VERIFIED }, { verified: VERIFIED }])).toBe('overlapping-rows');
    expect(find([{ verified: VERIFIED }]).reason.verified).toEqual(VERIFIED);
    expect('verified' in find([{}]).reason).toBe(false);
  });
  it('stands on its first and last day, and is missing the day before and after', () => {
    expect(codeOf([{}], '2026-01-01')).toBe('sure-code');
    expect(codeOf([{}], '2026-12-31')).toBe('sure-code');
    expect(codeOf([{}], '2025-12-31')).toBe('row-not-yet');
    expect(codeOf([{}], '2027-01-01')).toBe('row-ran-out');
    expect(codeOf([{ from: null, to: null }], '1999-01-01')).toBe('sure-code');
  });
  it('of one day, in the hour when it is two days: it neither stands nor has it run out', () => {
    const days = { first: '2026-06-01', last: '2026-06-02' };
    const of = (day: string) =>
      findRow(packs({ from: day, to: day }), 'state-limit', 'NY', days, 'sure-code').reason.code;
    expect([of('2026-06-02'), of('2026-06-01'), of('2026-05-31')]).toEqual([
      'row-not-yet',
      'row-ran-out',
      'row-ran-out',
    ]);
  });
  it('that ran out last is told, and none where there is none', () => {
    const old = { from: '2024-01-01', to: '2024-12-31' };
    for (const rows of [
      [old, {}],
      [{}, old],
    ])
      expect(find(rows, '2028-01-01').reason.effectiveTo).toBe('2026-12-31');
    expect(findRow(packs(), 'state-limit', 'CA', onDay('2026-06-01'), 'x').reason).toEqual({
      ...{ code: 'no-row', rule: 'state-limit/CA', source: 'no pack loaded' },
      ...{ effectiveFrom: null, effectiveTo: null },
    });
  });
});

it('the rows of a kind are those of that kind alone, key by key', () => {
  const all = packs({}, { from: '2027-01-01', to: null });
  expect(listRows(all, 'state-limit').map((same) => same.length)).toEqual([2]);
  expect(listRows(all, 'drug')).toEqual([]);
  expect(listRows(all, 'state-limit')).toBe(listRows(all, 'state-limit'));
});
