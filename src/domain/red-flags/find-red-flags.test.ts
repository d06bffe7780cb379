import { describe, expect, it } from 'vitest';
import type { RulePacks, RuleRow } from '#domain/rules';
import { findRedFlags } from './find-red-flags.ts';
import { foldWords, saysSo } from './fold-words.ts';

const PACK = { pack: 'red-flags', version: '1', asOf: '2026-01-01' };
const AT = '2026-11-22T15:00:00Z';
const words = { en: ['chest pain'], es: ['dolor de pecho'] };
const sign = (lines: string[] = ['911']) => ({ urgency: 'emergency', asked: 'of-everybody', lines, words });
const row = (
  kind: 'red-flag' | 'crisis-line',
  key: string,
  value: object,
  days: { from?: string; to?: string | null } = {},
): RuleRow => ({
  ...{ id: `${kind}/${key}`, kind, key, from: '2020-01-01', to: null, source: 'a list', ...days },
  ...{ certainty: 'read-primary', pack: PACK, verified: null, value: value as RuleRow['value'] },
});
const packsOf = (...rows: RuleRow[]): RulePacks => ({
  rows: Map.groupBy(rows, ({ id }) => id),
  read: { billing: [], licensure: [], consent: [], prescribing: [], 'red-flags': [PACK] },
});
const DOOR = row('crisis-line', '911', { call: '911', places: ['NY'] });
const yes = { at: AT, patientState: 'NY', answers: [{ flag: 'chest-pain', said: 'yes' }] } as const;
const find = (rows: RuleRow[], facts: Partial<Parameters<typeof findRedFlags>[0]> = {}) =>
  findRedFlags({ ...yes, answers: [...yes.answers], ...facts }, packsOf(...rows));
const codeOf = (days: { from?: string; to?: string | null }, more = {}) =>
  find([row('red-flag', 'chest-pain', sign(), days)], more).reasons[0]?.code;

describe('a row that ran out', () => {
  it('still raises, and says that it is old: its last day, and the day after', () => {
    expect(codeOf({ to: '2026-11-22' })).toBe('flag-by-answer');
    expect(codeOf({ to: '2026-11-21' })).toBe('flag-of-an-old-row');
    expect(find([row('red-flag', 'chest-pain', sign(), { to: '2026-11-21' })]).outcome).toBe('emergency');
  });

  it('where nobody knows the place the day is Greenwich’s', () => {
    expect(codeOf({ to: '2026-11-22' }, { patientState: null })).toBe('flag-by-answer');
    expect(codeOf({ to: '2026-11-21' }, { patientState: null })).toBe('flag-of-an-old-row');
  });

  const lineOf = (...days: { from?: string; to?: string | null }[]) =>
    find([
      row('red-flag', 'chest-pain', sign()),
      ...days.map((span) =>
        row('crisis-line', '911', { call: `from ${span.from} to ${span.to}`, places: ['NY'] }, span),
      ),
    ]).crisisLines[0]?.call;

  it('of several for one number the row that stands speaks, also where another stands longer', () =>
    expect(lineOf({ from: '2026-01-01', to: '2026-12-31' }, { from: '2027-01-01', to: null })).toBe(
      'from 2026-01-01 to 2026-12-31',
    ));

  it('where none stands the one that stood last, in whatever order they are; without an end before all', () => {
    const [older, newer] = [
      { from: '2024-01-01', to: '2024-12-31' },
      { from: '2025-01-01', to: '2025-12-31' },
    ];
    const ahead = { from: '2027-01-01', to: null };
    for (const days of [
      [older, newer],
      [newer, older],
    ])
      expect(lineOf(...days)).toBe('from 2025-01-01 to 2025-12-31');
    expect(lineOf(older, ahead)).toBe('from 2027-01-01 to null');
    expect(lineOf(ahead, older)).toBe('from 2027-01-01 to null');
  });
});

describe('who answers', () => {
  it('nobody is shown while nothing was told, be it only not answered', () => {
    const rows = [row('red-flag', 'chest-pain', sign()), DOOR];
    expect(find(rows, { answers: [] })).toMatchObject({ outcome: 'needs-review', crisisLines: [] });
    expect(find(rows, { answers: [{ flag: 'chest-pain', said: 'no' }] })).toMatchObject({
      ...{ outcome: 'none-found', crisisLines: [] },
    });
  });

  it('both doors where only somebody else’s word is urgent', () => {
    const doors = [
      DOOR,
      row('crisis-line', '988', { call: '988', places: ['NY'] }),
      row('crisis-line', 'other', { call: '1', places: 'everywhere' }),
    ];
    for (const [urgency, lines] of [
      ['emergency', ['911', '988']],
      ['crisis', ['988', '911']],
      ['needs-review', []],
    ] as const)
      expect(find(doors, { answers: [], urgency }).crisisLines.map(({ line }) => line)).toEqual(lines);
  });

  it('in the country that is ours by its name or by silence, and in no other', () => {
    const rows = [row('red-flag', 'chest-pain', sign()), DOOR];
    const linesOf = (facts: object) => find(rows, facts).crisisLines.length;
    expect([linesOf({}), linesOf({ patientCountry: 'US' }), linesOf({ patientCountry: 'MX' })]).toEqual([
      ...[1, 1, 0],
    ]);
  });
});

describe('words', () => {
  it('are made alike: small, without marks, one space between and at both ends', () => {
    expect(foldWords('  ¡Me DUELE,\n el pécho!  ')).toBe(' me duele el pecho ');
    expect(foldWords("can’t — can't")).toBe(' cant cant ');
    expect(foldWords('')).toBe('  ');
  });

  it('are looked for whole, and with a star by their beginning', () => {
    const own = foldWords('Chest pains since noon');
    expect([saysSo(own, 'chest pain'), saysSo(own, 'chest pain*'), saysSo(own, 'hest pains')]).toEqual([
      ...[false, true, false],
    ]);
  });
});
