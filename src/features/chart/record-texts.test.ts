import { describe, expect, it } from 'vitest';
import { instantOf, writeCode, writeDay, writeRange, writeSize, writeValue } from './record-texts.ts';

const say = (key: string) => key;
const range = (low: string | null, high: string | null, text: string | null = null) => ({
  low,
  high,
  text,
  lowNumber: null,
  highNumber: null,
});

describe('dates of the record', () => {
  it.each([
    ['2026-11-21T23:30:00-05:00', '21-Nov-2026'],
    ['2026-11-21', '21-Nov-2026'],
    ['2019-03', 'Mar 2019'],
    ['2019', '2019'],
    ['last spring', 'last spring'],
  ])('%s is %s, the day where it was recorded', (recorded, written) =>
    expect(writeDay(recorded)).toBe(written),
  );
  it('a partial one counts from its beginning; none is none', () => {
    expect(instantOf('2019')).toBe(Date.UTC(2019, 0, 1));
    expect(instantOf(null)).toBeNull();
    expect(instantOf('soon')).toBeNull();
  });
});

describe('values of the record', () => {
  const quantity = { kind: 'quantity', text: '4.0', comparator: null, unit: 'mmol/L', number: 4 } as const;
  it('keep spelling, unit and comparator', () => {
    expect(writeValue(quantity, say)).toBe('4.0 mmol/L');
    expect(writeValue({ ...quantity, comparator: '<' }, say)).toBe('<4.0 mmol/L');
    expect(writeValue({ ...quantity, unit: null }, say)).toBe('4.0');
  });
  it('tell nothing recorded from a stated absence', () => {
    expect(writeValue(null, say)).toBe('chart.value.none');
    expect(writeValue({ kind: 'absent', reason: null }, say)).toBe('chart.value.absent');
    expect(writeValue({ kind: 'absent', reason: 'not performed' }, say)).toBe('not performed');
  });
  it.each([
    [range('3.5', '5.1'), '3.5–5.1'],
    [range('3.5', null), '≥ 3.5'],
    [range(null, '5.10'), '≤ 5.10'],
    [range('1', '2', 'negative'), 'negative'],
    [null, ''],
  ])('a range %j is written %s', (given, written) => expect(writeRange(given)).toBe(written));
});

it('codes become words, bytes what a person says', () => {
  expect(writeCode('entered-in-error')).toBe('entered in error');
  expect([999, 1000, 2_500_000].map(writeSize)).toEqual(['999 B', '1 kB', '2.5 MB']);
});
