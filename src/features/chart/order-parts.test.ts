import { describe, expect, it } from 'vitest';
import { orderParts, pressureUnit, type ReadingPart } from './order-parts.ts';

const part = (measure: string, number: number, unit = 'mm[Hg]'): ReadingPart => ({
  text: null,
  measure,
  value: { kind: 'quantity', text: String(number), comparator: null, unit, number },
  range: null,
  interpretation: null,
});
const high = part('8480-6|mm[Hg]', 134);
const low = part('8462-4|mm[Hg]', 82);
const pulse = part('8867-4|/min', 70, '/min');

describe('the parts of a blood pressure', () => {
  it.each([
    ['recorded in that order', [high, low]],
    ['recorded the other way round', [low, high]],
  ])('%s are systolic over diastolic', (_, parts) => {
    expect(orderParts(parts)).toEqual([high, low]);
    expect(pressureUnit(orderParts(parts))).toBe('mm[Hg]');
  });

  it('keeps what else was recorded with it, behind it and by name', () => {
    expect(orderParts([pulse, low, high])).toEqual([high, low, pulse]);
    expect(pressureUnit([high, low, pulse])).toBeNull();
  });

  it('two other parts are no pressure, nor two units, nor a half', () => {
    expect(orderParts([pulse, low])).toEqual([pulse, low]);
    expect(pressureUnit([pulse, part('9279-1|/min', 14, '/min')])).toBeNull();
    expect(pressureUnit([high, part('8462-4|kPa', 11, 'kPa')])).toBeNull();
    expect(pressureUnit([high, { ...low, value: { kind: 'absent', reason: null } }])).toBeNull();
    expect(pressureUnit([high])).toBeNull();
  });
});
