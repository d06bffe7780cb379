import { describe, expect, it } from 'vitest';
import { sortRows, turnSorting } from './sort-rows.ts';

describe('sorting a table', () => {
  it('turns from ascending to descending to as it came', () => {
    const first = turnSorting(null, 'state');
    expect(first).toEqual({ column: 'state', descending: false });
    const second = turnSorting(first, 'state');
    expect(second).toEqual({ column: 'state', descending: true });
    expect(turnSorting(second, 'state')).toBeNull();
  });
  it('begins anew on another column', () =>
    expect(turnSorting({ column: 'state', descending: true }, 'what')).toEqual({
      column: 'what',
      descending: false,
    }));
  it('sorts numbers as numbers and words with their numbers', () => {
    expect(sortRows([10, 9, 100], (n) => n, false)).toEqual([9, 10, 100]);
    expect(sortRows(['item 10', 'item 9'], (word) => word, false)).toEqual(['item 9', 'item 10']);
  });
  it('leaves equal rows as they came, both ways, and the rows given alone', () => {
    const rows = ['b1', 'a1', 'b2', 'a2'];
    expect(sortRows(rows, (row) => row[0] ?? '', false)).toEqual(['a1', 'a2', 'b1', 'b2']);
    expect(sortRows(rows, (row) => row[0] ?? '', true)).toEqual(['b1', 'b2', 'a1', 'a2']);
    expect(rows).toEqual(['b1', 'a1', 'b2', 'a2']);
  });
});
