import { describe, expect, it } from 'vitest';
import type { EntryRow } from './chart-rows.ts';
import { foldRows, orderRows } from './order-rows.ts';

const row = (id: string, parts: Partial<EntryRow> & Record<string, unknown> = {}): EntryRow => ({
  id,
  resourceType: 'X',
  text: id,
  date: null,
  dateIs: 'recorded',
  status: null,
  isCurrent: true,
  author: null,
  codes: [],
  encounterId: null,
  lastUpdated: null,
  folded: [],
  ...parts,
});
const ids = (rows: EntryRow[]) => rows.map(({ id }) => id);

describe('the order of a list', () => {
  it('newest first, partial dates by their beginning, undated last, equal ones as they came', () => {
    const rows = [
      row('undated'),
      row('year', { date: '2020' }),
      row('month', { date: '2020-03' }),
      row('day', { date: '2020-03-02' }),
    ];
    expect(ids(orderRows('labs', rows))).toEqual(['day', 'month', 'year', 'undated']);
    expect(ids(orderRows('labs', [row('b'), row('a')]))).toEqual(['b', 'a']);
  });
  it('compares instants, not texts', () => {
    const rows = [
      row('east', { date: '2026-01-01T01:00:00+05:00' }),
      row('west', { date: '2025-12-31T23:00:00-05:00' }),
    ];
    expect(ids(orderRows('labs', rows))).toEqual(['west', 'east']);
  });
  it('current problems stand before those that are over; a day that does not exist is no date', () => {
    const rows = [
      row('over', { date: '2026', isCurrent: false }),
      row('now', { date: '1990' }),
      row('odd', { date: '2026-02-31' }),
    ];
    expect(ids(orderRows('problems', rows))).toEqual(['now', 'odd', 'over']);
    expect(ids(orderRows('encounters', rows))).toEqual(['over', 'now', 'odd']);
  });
});

describe('what is folded', () => {
  const problem = (id: string, parts: object = {}) =>
    row(id, {
      text: 'Asthma',
      category: ['encounter-diagnosis'],
      verification: 'confirmed',
      ended: null,
      severity: null,
      ...parts,
    });
  it('a diagnosis repeated at every visit is one line, and the problem list speaks for it', () => {
    const [shown, ...others] = foldRows('problems', [
      problem('v1'),
      problem('list', { category: ['problem-list-item'] }),
      problem('v2'),
    ]);
    expect([shown?.id, shown?.folded, others]).toEqual(['list', ['v1', 'v2'], []]);
  });
  it('over is not the same as current, nor is another name', () => {
    expect(
      foldRows('problems', [
        problem('a'),
        problem('b', { isCurrent: false }),
        problem('c', { text: 'Gout' }),
      ]),
    ).toHaveLength(3);
  });
  it('the same id twice is one; two documents are two', () => {
    expect(
      foldRows('documents', [
        row('a', { text: 'Note' }),
        row('a', { text: 'Note' }),
        row('b', { text: 'Note' }),
      ]),
    ).toHaveLength(2);
  });
  it('entries that do not say what they are never fall together', () => {
    expect(foldRows('problems', [problem('a', { text: null }), problem('b', { text: null })])).toHaveLength(
      2,
    );
  });
  it('two medications of different dose are two', () => {
    const medication = (id: string, dosage: string) =>
      row(id, { text: 'Lisinopril', dosage, intent: 'order' });
    expect(foldRows('medications', [medication('a', '10 mg'), medication('b', '20 mg')])).toHaveLength(2);
    expect(foldRows('medications', [medication('a', '10 mg'), medication('b', '10 mg')])).toHaveLength(1);
  });
});
