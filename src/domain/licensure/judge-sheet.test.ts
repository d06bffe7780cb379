import { describe, expect, it } from 'vitest';
import { judgeSheet, type KnownLine } from './judge-sheet.ts';
import { EXAMPLE_SHEET, MOST_SHEET_ROWS, NEEDED_COLUMNS, SHEET_COLUMNS, UNREAD_COLUMNS } from './sheet.ts';

const HEADER = [...SHEET_COLUMNS] as string[];
const RIGHT = {
  practitioner: 'Practitioner/7',
  profession: 'physician',
  kind: 'licence',
  state: 'NY',
  number: 'MD 204-417',
  status: 'active',
  first_day: '2025-01-01',
  last_day: '2026-12-31',
  compact: '',
  residence_state: '',
};
const cells = (change: Partial<typeof RIGHT> = {}) => Object.values({ ...RIGHT, ...change });
const judge = (...changes: Partial<typeof RIGHT>[]) => judgeSheet([HEADER, ...changes.map(cells)], []);
const faultsOf = (change: Partial<typeof RIGHT>) =>
  judge(change).rows?.[0]?.faults.map(({ code, column }) => [code, column]);

const KNOWN: KnownLine = {
  practitioner: 'Practitioner/7',
  profession: 'physician',
  kind: 'licence',
  state: 'NY',
  number: 'MD204417',
  status: 'active',
  from: '2025-01-01',
  to: '2026-12-31',
  compact: null,
  residenceState: false,
  origin: 'by-hand',
  isVerified: true,
};
const against = (known: Partial<KnownLine>, change: Partial<typeof RIGHT> = {}) =>
  judgeSheet([HEADER, cells(change)], [{ ...KNOWN, ...known }]).rows?.[0];

describe('the sheet as a whole', () => {
  it('needs a header, and a row below it', () => {
    expect(judgeSheet([], [])).toEqual({ ok: false, fault: { code: 'empty', found: '' } });
    expect(judgeSheet([['', ' ']], [])).toMatchObject({ fault: { code: 'empty' } });
    expect(judgeSheet([HEADER], [])).toMatchObject({ fault: { code: 'no-rows' } });
    expect(judgeSheet([HEADER, ['', ' ']], [])).toMatchObject({ fault: { code: 'no-rows' } });
  });
  it.each(NEEDED_COLUMNS)('is not read without the column %s', (column) => {
    const header = HEADER.filter((name) => name !== column);
    expect(judgeSheet([header, cells()], [])).toMatchObject({
      fault: { code: 'column-missing', found: column },
    });
  });
  it.each(['number', 'compact', 'residence_state'])('may leave out the column %s', (column) => {
    const at = HEADER.indexOf(column);
    const without = (row: string[]) => row.filter((_, place) => place !== at);
    expect(judgeSheet([without(HEADER), without(cells())], []).rows?.[0]?.standing).toBe('new');
  });
  it('knows its columns however they are spelled, and no others', () => {
    const loud = HEADER.map((name) => ` ${name.toUpperCase().replace('_', ' - ')} `);
    expect(judgeSheet([loud, cells()], []).rows?.[0]?.standing).toBe('new');
    expect(judgeSheet([[...HEADER, 'salary'], cells()], [])).toEqual({
      ok: false,
      fault: { code: 'column-unknown', found: 'salary' },
    });
    expect(judgeSheet([[...HEADER, 'state'], cells()], [])).toMatchObject({
      fault: { code: 'column-twice', found: 'state' },
    });
  });
  it('takes the columns of an export, and nothing that stands in them', () => {
    const row = judgeSheet(
      [
        [...HEADER, ...UNREAD_COLUMNS],
        [...cells(), 'ehr', 'Irene Vasquez', '2026-01-05', 'board'],
      ],
      [],
    ).rows?.[0];
    expect(row?.standing).toBe('new');
    expect(JSON.stringify(row)).not.toMatch(/Vasquez|board|ehr/);
  });
  it('is as long as it may be, and no longer', () => {
    const rows = (count: number) => Array.from({ length: count }, (_, at) => cells({ number: `A${at}` }));
    expect(judgeSheet([HEADER, ...rows(MOST_SHEET_ROWS)], []).rows).toHaveLength(MOST_SHEET_ROWS);
    expect(judgeSheet([HEADER, ...rows(MOST_SHEET_ROWS + 1)], [])).toMatchObject({
      fault: { code: 'too-many-rows', found: `${MOST_SHEET_ROWS + 1}` },
    });
  });
  it('that comes as the example is right in every row', () => {
    const records = EXAMPLE_SHEET.trimEnd()
      .split('\r\n')
      .map((line) => line.split(','));
    expect(judgeSheet(records, []).rows?.map(({ standing }) => standing)).toEqual([
      'new',
      'new',
      'new',
      'new',
    ]);
  });
});

describe('a row', () => {
  it('is the line that would be entered', () => {
    expect(judge({ profession: 'Physician', state: 'ny', status: ' ACTIVE ', compact: 'nlc' }).rows).toEqual([
      {
        row: 2,
        standing: 'new',
        losesVerification: false,
        faults: [],
        line: {
          practitioner: 'Practitioner/7',
          profession: 'physician',
          kind: 'licence',
          state: 'NY',
          number: 'MD 204-417',
          status: 'active',
          from: '2025-01-01',
          to: '2026-12-31',
          compact: 'NLC',
          residenceState: false,
        },
      },
    ]);
  });
  it('may join the parts of a word by blanks and underscores, and have a number of sixty characters', () =>
    expect(
      judge({ profession: 'Speech _ Language  Pathologist', number: 'A'.repeat(60) }).rows?.[0],
    ).toMatchObject({ standing: 'new', line: { profession: 'speech-language-pathologist' } }));
  it('of a kind nobody knows is not asked for a state as well', () =>
    expect(faultsOf({ kind: 'license', state: '' })).toEqual([['unknown-word', 'kind']]));
  it('is counted as the spreadsheet counts, blank rows too', () => {
    const { rows } = judgeSheet([HEADER, ['', ''], cells(), [''], cells({ state: 'XX' })], []);
    expect(rows?.map(({ row, standing }) => [row, standing])).toEqual([
      [3, 'new'],
      [5, 'wrong'],
    ]);
  });
  it.each([
    ['practitioner', '', 'missing'],
    ['practitioner', 'Helen Brooks', 'not-a-person'],
    ['practitioner', 'Patient/7', 'not-a-person'],
    ['profession', '', 'missing'],
    ['profession', 'doctor', 'unknown-word'],
    ['kind', '', 'missing'],
    ['kind', 'license', 'unknown-word'],
    ['state', '', 'missing'],
    ['state', 'New York', 'unknown-state'],
    ['state', 'ZZ', 'unknown-state'],
    ['number', '=HYPERLINK("x")', 'odd-characters'],
    ['number', '@SUM(1)', 'odd-characters'],
    ['number', '-1+1', 'odd-characters'],
    ['number', "'=1+1", 'odd-characters'],
    ['number', '<b>1</b>', 'odd-characters'],
    ['number', 'A\nB', 'odd-characters'],
    ['number', 'A'.repeat(61), 'too-long'],
    ['compact', 'A'.repeat(21), 'too-long'],
    ['status', '', 'missing'],
    ['status', 'ok', 'unknown-word'],
    ['first_day', '', 'missing'],
    ['last_day', '', 'missing'],
    ['last_day', '12/31/2026', 'not-a-day'],
    ['last_day', '2026-02-30', 'not-a-day'],
    ['residence_state', 'perhaps', 'unknown-word'],
  ] as const)('with %s %j is wrong: %s', (column, cell, code) => {
    expect(faultsOf({ [column]: cell })).toEqual([[code, column]]);
  });
  it('tells all its faults at once, and what was found, shortened', () => {
    expect(faultsOf({ state: 'XX', status: '', last_day: 'soon' })).toEqual([
      ['unknown-state', 'state'],
      ['missing', 'status'],
      ['not-a-day', 'last_day'],
    ]);
    const long = judge({ practitioner: 'x'.repeat(500) }).rows?.[0]?.faults[0]?.found;
    expect(long).toBe(`${'x'.repeat(39)}…`);
  });
  it('may begin and end on one day, and not end before it begins', () => {
    expect(faultsOf({ first_day: '2026-12-31' })).toEqual([]);
    expect(faultsOf({ first_day: '2027-01-01' })).toEqual([['ends-before-it-begins', 'last_day']]);
  });
  it('needs no state where its kind has none, and names its compact where it is a privilege', () => {
    expect(faultsOf({ kind: 'psypact-apit', state: '' })).toEqual([]);
    expect(faultsOf({ kind: 'letter-of-qualification', state: '' })).toEqual([]);
    expect(faultsOf({ kind: 'compact-privilege' })).toEqual([['missing', 'compact']]);
    expect(faultsOf({ kind: 'compact privilege', compact: 'PT' })).toEqual([]);
  });
  it('says yes and no to the state of residence', () => {
    const said = (residence_state: string) => judge({ residence_state }).rows?.[0]?.line?.residenceState;
    expect([said('yes'), said('No'), said('')]).toEqual([true, false, false]);
  });
  it('with more cells than columns is wrong, with empty ones behind it is not', () => {
    expect(judgeSheet([HEADER, [...cells(), 'x']], []).rows?.[0]?.faults).toEqual([
      { code: 'more-cells-than-columns', column: null, found: '' },
    ]);
    expect(judgeSheet([HEADER, [...cells(), '', ' ']], []).rows?.[0]?.standing).toBe('new');
  });
  it('that stands twice is wrong the second time, however its number is written', () => {
    const { rows } = judgeSheet([HEADER, cells(), cells({ number: 'md204417' }), cells({ state: 'NJ' })], []);
    expect(rows?.map(({ standing, faults }) => [standing, faults[0]?.code, faults[0]?.found])).toEqual([
      ['new', undefined, undefined],
      ['wrong', 'twice-in-the-sheet', '2'],
      ['new', undefined, undefined],
    ]);
  });
  it('takes an apostrophe of an export off again, and no other', () => {
    const read = (number: string) => judge({ number }).rows?.[0];
    expect(read("'-5")?.faults[0]).toMatchObject({ code: 'odd-characters', found: '-5' });
    expect(read("'5")?.faults[0]).toMatchObject({ code: 'odd-characters', found: "'5" });
  });
});

describe('a row beside the register', () => {
  it('is new for another person, kind, state or number', () => {
    for (const other of [
      { practitioner: 'Practitioner/8' },
      { kind: 'telehealth-registration' },
      { state: 'NJ' },
      { number: 'MD204418' },
      { number: null },
    ])
      expect(against(other)?.standing).toBe('new');
  });
  it('changes nothing where all is the same, and keeps its verification', () => {
    expect(against({})).toMatchObject({ standing: 'unchanged', losesVerification: false });
    expect(against({ origin: 'ehr' })).toMatchObject({ standing: 'unchanged' });
  });
  it.each([
    { profession: 'nurse' },
    { compact: 'NLC' },
    { status: 'expired' },
    { from: '2024-01-01' },
    { to: '2027-12-31' },
    { residenceState: true },
  ])('that differs in what decides takes the verification away: %o', (known) => {
    expect(against(known)).toMatchObject({ standing: 'changes', losesVerification: true });
    expect(against({ ...known, isVerified: false })).toMatchObject({
      standing: 'changes',
      losesVerification: false,
    });
  });
  it.each(['suspended', 'revoked'])('never says that a %s line is active again', (status) => {
    expect(against({ status })?.faults).toEqual([
      { code: 'register-says-barred', column: 'status', found: status },
    ]);
    expect(against({ status }, { status })?.standing).toBe('unchanged');
    expect(against({ status: 'active' }, { status })?.standing).toBe('changes');
  });
  it('does not change what the EHR keeps', () => {
    expect(against({ origin: 'ehr', to: '2025-12-31' })?.faults[0]?.code).toBe('kept-by-the-ehr');
    expect(against({ origin: 'file', to: '2025-12-31' })?.standing).toBe('changes');
  });
});
