import { describe, expect, it } from 'vitest';
import { countTests } from './count-tests.ts';

const result = (measure: string | null, date: string | null) => ({
  reference: 'Observation/x',
  measure,
  date,
});
const POTASSIUM = 'loinc|2823-3';
const SODIUM = 'loinc|2951-2';
const TSH = 'loinc|3016-3';

describe('how many tests some results are at the least', () => {
  it('none are none, one is one', () => {
    expect(countTests([])).toBe(0);
    expect(countTests([result(TSH, '2026-11-02')])).toBe(1);
  });

  it('of one day: one, they may be one panel', () =>
    expect(countTests([result(POTASSIUM, '2026-11-02T08:00:00Z'), result(SODIUM, '2026-11-02')])).toBe(1));

  it('the same measure on two days: one test looked at twice', () =>
    expect(countTests([result(TSH, '2026-11-02'), result(TSH, '2026-05-02')])).toBe(1));

  it('different measures on different days: two', () =>
    expect(countTests([result(TSH, '2026-11-02'), result(SODIUM, '2026-11-03')])).toBe(2));

  it('a panel seen twice stays one, also where two results meet through a third alone', () => {
    const before = result(SODIUM, '2026-05-02');
    const now = result(POTASSIUM, '2026-11-02');
    expect(countTests([before, now])).toBe(2);
    expect(countTests([before, now, result(SODIUM, '2026-11-02')])).toBe(1);
    expect(countTests([before, now, result(SODIUM, '2026-11-02'), result(TSH, '2026-08-01')])).toBe(2);
  });

  it('told to the month alone: it could be any day of it, and no day of another', () => {
    expect(countTests([result(TSH, '2026-11'), result(SODIUM, '2026-11-03')])).toBe(1);
    expect(countTests([result(TSH, '2026-11-03'), result(SODIUM, '2026-11')])).toBe(1);
    expect(countTests([result(TSH, '2026-10'), result(SODIUM, '2026-11-03')])).toBe(2);
  });

  it('without a day or a measure nothing tells it apart', () => {
    expect(countTests([result(TSH, null), result(SODIUM, '2026-11-03')])).toBe(1);
    expect(countTests([result(null, '2026-11-02'), result(SODIUM, '2026-11-03')])).toBe(1);
  });
});
