import { describe, expect, it } from 'vitest';
import example from './example.json' with { type: 'json' };
import { readObservation } from './observation.ts';

const read = (parts: object) => readObservation({ resourceType: 'Observation', id: 'x', ...parts });
const row = (parts: object) => {
  const one = read(parts);
  if (one.state !== 'shown') throw new Error(`not shown: ${JSON.stringify(one)}`);
  return one.row;
};

describe('reading a Observation', () => {
  it('reads the example', () => {
    expect(readObservation(example)).toMatchObject({
      state: 'shown',
      row: {
        text: 'Potassium',
        value: { text: '4.0', unit: 'mmol/L' },
        range: { low: '3.5', high: '5.0' },
        interpretation: 'N',
        measure: '2823-3|mmol/L',
        isHome: false,
      },
    });
  });
  it('entered in error is no row', () => {
    expect(read({ status: 'entered-in-error' }).state).toBe('entered-in-error');
  });
  it('keeps spelling and precision', () => {
    const text = (quantity: object) => row({ valueQuantity: quantity }).value;
    const precision = [
      { url: 'http://hl7.org/fhir/StructureDefinition/quantity-precision', valueInteger: 2 },
    ];
    expect(text({ value: 4, extension: precision })).toMatchObject({ text: '4.00' });
    expect(text({ value: 4.125, extension: precision })).toMatchObject({ text: '4.125' });
    expect(text({ value: 4, comparator: '<', unit: 'mg/L' })).toMatchObject({
      text: '4',
      comparator: '<',
      unit: 'mg/L',
    });
  });
  it('marks what was measured at home, by category or by who measured it', () => {
    const category = [{ coding: [{ code: 'vital-signs' }] }, { coding: [{ code: 'home' }] }];
    expect(row({ category }).isHome).toBe(true);
    expect(row({ performer: [{ reference: 'Patient/x' }] }).isHome).toBe(true);
    expect(row({ performer: [{ reference: 'Patient/x' }, { reference: 'Practitioner/y' }] }).isHome).toBe(
      false,
    );
    expect(row({}).isHome).toBe(false);
  });
  it('reads components of a blood pressure', () => {
    const component = [{ code: { text: 'Systolic' }, valueQuantity: { value: 138, unit: 'mmHg' } }];
    expect(row({ component }).components).toMatchObject([{ text: 'Systolic', value: { text: '138' } }]);
  });
  it('never works out an interpretation, and chooses no range among several', () => {
    const high = (value: number) => ({ high: { value } });
    const measured = row({ valueQuantity: { value: 9 }, referenceRange: [high(5), high(6)] });
    expect([measured.interpretation, measured.range]).toEqual([null, null]);
  });
  it('two values, or a kind that no line can show, are said to be unshowable', () => {
    expect(read({ valueString: 'a', valueQuantity: { value: 1 } }).state).toBe('cannot-show');
    expect(read({ valueSampledData: { origin: {} } }).state).toBe('cannot-show');
    expect(read({ component: [{ valueString: 'a', valueInteger: 1 }] }).state).toBe('cannot-show');
  });
  it('absent with a reason is not the same as no value', () => {
    expect(row({ dataAbsentReason: { text: 'refused' } }).value).toEqual({
      kind: 'absent',
      reason: 'refused',
    });
    expect(row({}).value).toBeNull();
  });
});
