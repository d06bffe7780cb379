import { describe, expect, it } from 'vitest';
import type { Certainty, RulePacks, RuleRow } from '#domain/rules';
import { decideLicensure, type LicensureFacts, listExceptions } from './index.ts';

const PACK = { pack: 'licensure-places', version: '1', asOf: '2026-11-01' };
interface Change {
  from?: string | null;
  to?: string | null;
  certainty?: Certainty;
  source?: string | null;
}
const row = (key: string, change: Change = {}): RuleRow => ({
  ...{ id: `exception/${key}`, kind: 'exception', key, pack: PACK, verified: null },
  ...{ from: '2026-01-01', to: '2027-06-30', source: 'a law', certainty: 'read-primary' },
  value: { conditions: [`of ${key}`] },
  ...change,
});
const packsOf = (...rows: RuleRow[]): RulePacks => ({
  rows: Map.groupBy(rows, ({ id }) => id),
  read: { billing: [], licensure: [PACK], consent: [], prescribing: [], 'red-flags': [] },
});
const AT = '2026-11-22T15:00:00Z';
const SIGNED = {
  kind: 'follow-up',
  attestedBy: 'Helen Brooks',
  attestedAt: AT,
  rule: 'exception/follow-up',
} as const;
const facts = (exception: Partial<LicensureFacts['exception']>, more: Partial<LicensureFacts> = {}) => ({
  ...{ id: 'x', at: AT, profession: 'physician' as const, patientState: 'VT' as const, credentials: [] },
  exception: { ...SIGNED, ...exception },
  ...more,
});
const ask = (
  packs: RulePacks,
  exception: Partial<LicensureFacts['exception']> = {},
  more: Partial<LicensureFacts> = {},
) => {
  const { outcome, reasons, expiresAt } = decideLicensure(facts(exception, more), packs);
  return { outcome, codes: reasons.map(({ code }) => code), expiresAt };
};

describe('a signed exception that names a row of the packs', () => {
  const packs = packsOf(row('follow-up'), row('border'), row('border/VT'), row('border/NH'));

  it('holds until the last second of the row’s last day, in the patient’s state', () =>
    expect(ask(packs)).toEqual({
      ...{ outcome: 'allow-by-exception', codes: ['exception-attested'] },
      expiresAt: '2027-06-30T23:59:59-04:00',
    }));

  it('holds without an end where the row has none', () =>
    expect(ask(packsOf(row('follow-up', { to: null, certainty: 'decision' })))).toEqual({
      ...{ outcome: 'allow-by-exception', codes: ['exception-attested'], expiresAt: null },
    }));

  it('holds by a state’s own row, and by no other state’s', () => {
    const border = (rule: string) => ask(packs, { kind: 'border', rule });
    expect(border('exception/border/VT').outcome).toBe('allow-by-exception');
    expect(border('exception/border/NH')).toMatchObject({
      ...{ outcome: 'needs-review', codes: ['rule-of-another-state', 'exception-attested'] },
    });
    // What a state says itself is not gone round by what is known of many.
    expect(border('exception/border')).toMatchObject({
      ...{ outcome: 'needs-review', codes: ['not-the-rule-that-speaks', 'exception-attested'] },
    });
  });

  it('never holds by a rule of another kind than the one named', () =>
    expect(ask(packs, { kind: 'follow-up', rule: 'exception/border/VT' })).toMatchObject({
      ...{ outcome: 'needs-review', codes: ['rule-of-another-kind', 'exception-attested'] },
    }));

  it.each<[string, Change, string]>([
    ['recalled', { certainty: 'recalled' }, 'recalled-row'],
    ['of one source', { certainty: 'single-source' }, 'single-source-row'],
    ['disputed', { certainty: 'disagree' }, 'disputed-row'],
    ['without a source', { source: null }, 'row-without-source'],
    ['run out the day before', { to: '2026-11-21' }, 'row-ran-out'],
    ['not yet there', { from: '2026-11-23' }, 'row-not-yet'],
  ])('never holds by a row that is %s, and the list says so before', (_name, change, code) => {
    const doubtful = packsOf(row('follow-up', change));
    expect(ask(doubtful)).toEqual({ outcome: 'needs-review', codes: [code], expiresAt: null });
    expect(listExceptions({ state: 'VT', at: AT }, doubtful)).toMatchObject([
      { kind: 'follow-up', doubt: code, conditions: ['of follow-up'] },
    ]);
  });

  it('holds on the row’s last day there, and not on the next', () => {
    const ending = packsOf(row('follow-up', { to: '2026-11-22' }));
    const at = (instant: string) => ask(ending, { attestedAt: AT }, { at: instant }).outcome;
    expect(at('2026-11-23T04:59:59Z')).toBe('allow-by-exception');
    expect(at('2026-11-23T05:00:00Z')).toBe('needs-review');
  });

  it('a doubtful row of the state is not gone round by the class', () => {
    const both = packsOf(row('follow-up'), row('follow-up/VT', { certainty: 'recalled' }));
    expect(ask(both).outcome).toBe('needs-review');
    expect(ask(both, { rule: 'a law in own words' }).outcome).toBe('needs-review');
    expect(ask(both, {}, { patientState: 'NH' }).outcome).toBe('allow-by-exception');
  });

  it('opens nothing outside the United States, the VA’s neither', () =>
    expect(
      ask(
        packsOf(row('federal-va')),
        { kind: 'federal-va', rule: 'exception/federal-va' },
        { patientCountry: 'CA' },
      ),
    ).toMatchObject({ outcome: 'needs-review', codes: ['outside-united-states'] }));

  it('holds by its row with blanks around the name', () =>
    expect(ask(packs, { rule: ' exception/follow-up ' }).codes).toEqual(['exception-attested']));

  it('a law in own words stands as the word of whoever attests', () =>
    expect(ask(packs, { rule: '26 V.S.A. § 1313' }).codes).toEqual(['exception-attested', 'attested-rule']));
});

describe('listExceptions', () => {
  it('has one row a class: the state’s own before the class, with what is vouched for', () => {
    const packs = packsOf(row('follow-up'), row('border'), row('border/VT', { source: '26 V.S.A.' }));
    const listed = (state: 'VT' | 'NH') =>
      listExceptions({ state, at: AT }, packs).map(({ rule, isOfState, source }) => [
        rule,
        isOfState,
        source,
      ]);
    expect(listed('VT')).toEqual([
      ['exception/follow-up', false, 'a law'],
      ['exception/border/VT', true, '26 V.S.A.'],
    ]);
    expect(listed('NH')).toEqual([
      ['exception/follow-up', false, 'a law'],
      ['exception/border', false, 'a law'],
    ]);
    expect(listExceptions({ state: 'VT', at: AT }, packsOf())).toEqual([]);
  });

  it('tells all of a row that ended: of the last one, not of those before', () => {
    const years = ['2023', '2025', '2024'].map((year) =>
      row('follow-up', { from: `${year}-01-01`, to: `${year}-12-31`, source: `the law of ${year}` }),
    );
    expect(listExceptions({ state: 'VT', at: AT }, packsOf(...years))).toEqual([
      {
        ...{ kind: 'follow-up', rule: 'exception/follow-up', isOfState: false, source: 'the law of 2025' },
        ...{ certainty: 'read-primary', effectiveFrom: '2025-01-01', effectiveTo: '2025-12-31' },
        ...{ conditions: ['of follow-up'], pack: 'licensure-places', version: '1', doubt: 'row-ran-out' },
      },
    ]);
  });
  it('a row without conditions asks nobody to vouch for any', () =>
    expect(listExceptions({ state: 'VT', at: AT }, packsOf({ ...row('border'), value: {} }))).toMatchObject([
      { conditions: [], doubt: null },
    ]));
});
