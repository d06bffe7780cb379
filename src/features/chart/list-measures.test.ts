import { describe, expect, it } from 'vitest';
import type { ObservationRow } from '#domain/chart';
import { listMeasures, orderVitals } from './list-measures.ts';

const quantity = (number: number, unit = 'kg') =>
  ({ kind: 'quantity', text: String(number), comparator: null, unit, number }) as const;
const reading = (id: string, date: string | null, change: Partial<ObservationRow> = {}): ObservationRow => ({
  id,
  resourceType: 'Observation',
  text: 'Weight',
  date,
  dateIs: 'taken',
  status: 'final',
  isCurrent: true,
  author: null,
  codes: [],
  encounterId: null,
  lastUpdated: null,
  folded: [],
  measure: '29463-7',
  value: quantity(80),
  range: null,
  interpretation: null,
  components: [],
  isHome: false,
  device: null,
  notes: [],
  ...change,
});
const part = (measure: string, number: number) => ({
  text: measure,
  measure,
  value: quantity(number, 'mm[Hg]'),
  range: null,
  interpretation: null,
});

it('measures of one day stand by name, newer days before older ones', () => {
  const found = listMeasures([
    reading('a', '2026-01-01T09:00:00Z', { text: 'Sodium', measure: 's' }),
    reading('b', '2026-01-01T08:00:00Z', { text: 'Calcium', measure: 'c' }),
    reading('c', '2026-02-01', { text: 'TSH', measure: 't' }),
    reading('d', null, { text: 'Albumin', measure: 'a' }),
  ]);
  expect(found.map(({ name }) => name)).toEqual(['TSH', 'Calcium', 'Sodium', 'Albumin']);
});

it('vital signs stand in the order they are read, home before clinic, unknown ones last', () => {
  const of = (id: string, measure: string, change: Partial<ObservationRow> = {}) =>
    reading(id, '2026-01-01', { measure, ...change });
  const found = orderVitals(
    listMeasures([
      of('pain', '72514-3|{score}', { text: 'A pain score' }),
      of('height', '8302-2|cm'),
      of('pulse', '8867-4|/min'),
      of('clinic', '85354-9|'),
      of('home', '85354-9|', { isHome: true }),
    ]),
  );
  expect(found.map(({ rows }) => rows[0].id)).toEqual(['home', 'clinic', 'pulse', 'height', 'pain']);
});

describe('readings of one kind', () => {
  it('stand together, newest first, undated last', () => {
    const [only, ...others] = listMeasures([
      reading('a', '2026-01-01'),
      reading('b', null),
      reading('c', '2026-03-01T10:00:00-05:00'),
    ]);
    expect(others).toEqual([]);
    expect(only?.rows.map(({ id }) => id)).toEqual(['c', 'a', 'b']);
  });

  it('home readings stand apart from the clinic’s', () => {
    const found = listMeasures([reading('a', '2026-01-01'), reading('b', '2026-02-01', { isHome: true })]);
    expect(found.map(({ isHome }) => isHome)).toEqual([true, false]);
  });

  it('makes one curve of one unit: pounds are not drawn among kilograms', () => {
    const found = listMeasures([
      reading('a', '2026-01-01', { value: quantity(176, '[lb_av]') }),
      reading('b', '2026-02-01'),
      reading('c', '2026-03-01', { value: quantity(81) }),
    ]);
    expect(found[0]?.lines[0]?.points.map(({ value }) => value)).toEqual([81, 80]);
    expect(found[0]?.rows).toHaveLength(3);
  });

  it('draws systolic and diastolic as two curves, without a band', () => {
    const pressure = (id: string, date: string, high: number, low: number) =>
      reading(id, date, { value: null, components: [part('sys', high), part('dia', low)] });
    const [only] = listMeasures([pressure('a', '2026-01-01', 150, 90), pressure('b', '2026-02-01', 132, 80)]);
    expect(only?.lines.map(({ points }) => points.map(({ value }) => value))).toEqual([
      [132, 150],
      [80, 90],
    ]);
    expect(only?.band).toBeUndefined();
  });

  it('gives the band of the newest reading, open at one end where recorded so', () => {
    const range = { low: null, high: '5.1', text: null, lowNumber: null, highNumber: 5.1 };
    const found = listMeasures([reading('a', '2026-01-01'), reading('b', '2026-02-01', { range })]);
    expect(found[0]?.band).toEqual({ low: null, high: 5.1 });
  });

  it('draws nothing of one number or of words', () => {
    expect(listMeasures([reading('a', '2026-01-01')])[0]?.lines).toEqual([]);
    const word = { value: { kind: 'text', text: 'former smoker' } as const };
    expect(listMeasures([reading('a', '2026', word), reading('b', '2025', word)])[0]?.lines).toEqual([]);
  });
});
