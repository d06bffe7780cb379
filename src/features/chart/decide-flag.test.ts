import { describe, expect, it } from 'vitest';
import { decideFlag } from './decide-flag.ts';

const quantity = (number: number, comparator: string | null = null) =>
  ({ kind: 'quantity', text: String(number), comparator, unit: 'mmol/L', number }) as const;
const range = { low: '3.5', high: '5.1', text: null, lowNumber: 3.5, highNumber: 5.1 };
const letter = (value: ReturnType<typeof quantity>, interpretation: string | null = null) =>
  decideFlag({ value, range, interpretation })?.letter ?? null;

describe('the letter beside a value', () => {
  it.each(['H', 'LL', 'HH', 'A', 'R'])('%s of the record stays', (code) =>
    expect(decideFlag({ value: quantity(4), range, interpretation: code })).toEqual({
      letter: code,
      isByRange: false,
    }),
  );
  it.each(['N', 'n', 'NEG', 'S'])('%s of the record is nothing to mark', (code) =>
    expect(letter(quantity(9), code)).toBeNull(),
  );
  it.each([
    [3.4, 'L'],
    [3.5, null],
    [5.1, null],
    [5.2, 'H'],
  ])('%d without a letter is %s', (number, expected) => expect(letter(quantity(number))).toBe(expected));
  it('says nothing that a comparator leaves open', () => {
    expect(letter(quantity(6, '<'))).toBeNull();
    expect(letter(quantity(3, '>'))).toBeNull();
    expect(letter(quantity(3, '<'))).toBe('L');
    expect(letter(quantity(6, '>='))).toBe('H');
  });
  it('says nothing without a range, a number or a value', () => {
    expect(decideFlag({ value: quantity(9), range: null, interpretation: null })).toBeNull();
    expect(decideFlag({ value: { kind: 'text', text: 'high' }, range, interpretation: null })).toBeNull();
    expect(decideFlag({ value: null, range, interpretation: null })).toBeNull();
  });
});
