import { describe, expect, it } from 'vitest';
import { TESTS, VITALS } from '#server/sandbox/patients/terms';
import { amountOf, interpretationOf, PRECISION_EXTENSION, rangeOf, rangeText } from './amount.ts';

describe('amountOf', () => {
  it('keeps the decimals that a JSON number would lose', () => {
    expect(amountOf(TESTS.potassium, '4.0')).toEqual({
      extension: [{ url: PRECISION_EXTENSION, valueInteger: 1 }],
      value: 4,
      unit: 'mmol/L',
      system: 'http://unitsofmeasure.org',
      code: 'mmol/L',
    });
    expect(amountOf(TESTS.tsh, '2.10').extension?.[0]?.valueInteger).toBe(2);
  });

  it('adds nothing where the number says it all', () => {
    expect(amountOf(TESTS.potassium, '4.1')).not.toHaveProperty('extension');
    expect(amountOf(VITALS.pulse, '72')).not.toHaveProperty('extension');
  });

  it('refuses what is no number', () => {
    expect(() => amountOf(TESTS.potassium, 'pending')).toThrow();
    expect(() => amountOf(TESTS.potassium, '')).toThrow();
  });
});

describe('interpretationOf', () => {
  it('is normal on both limits and out of range beyond them', () => {
    expect(['3.4', '3.5', '5.0', '5.1'].map((value) => interpretationOf(TESTS.potassium, value))).toEqual([
      'L',
      'N',
      'N',
      'H',
    ]);
  });

  it('knows ranges with one limit, and values without a range', () => {
    expect(interpretationOf(TESTS.egfr, '59')).toBe('L');
    expect(interpretationOf(TESTS.egfr, '60')).toBe('N');
    expect(interpretationOf(TESTS.ldl, '100')).toBe('H');
    expect(interpretationOf(VITALS.pulse, '190')).toBeUndefined();
  });
});

describe('rangeOf', () => {
  it('prints the range as the laboratory does', () => {
    expect(rangeText(TESTS.potassium)).toBe('3.5–5.0 mmol/L');
    expect(rangeText(TESTS.egfr)).toBe('≥ 60 mL/min/1.73 m2');
    expect(rangeText(TESTS.ldl)).toBe('≤ 99 mg/dL');
  });

  it('keeps the decimals of the limits', () => {
    expect(rangeOf(TESTS.potassium)?.[0]?.high?.extension?.[0]?.valueInteger).toBe(1);
    expect(rangeOf(VITALS.pulse)).toBeUndefined();
  });
});
