import { describe, expect, it } from 'vitest';
import { readPeriod, readSpan, spanMatches } from './search-dates.ts';

const iso = (text: string) => {
  const span = readSpan(text);
  return span && [new Date(span.start).toISOString(), new Date(span.end).toISOString()];
};

describe('readSpan', () => {
  it.each([
    ['2026', '2026-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
    ['2026-12', '2026-12-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z', '2024-03-01T00:00:00.000Z'],
    ['2026-01-02T03:04', '2026-01-02T03:04:00.000Z', '2026-01-02T03:05:00.000Z'],
    ['2026-01-02T03:04:05Z', '2026-01-02T03:04:05.000Z', '2026-01-02T03:04:06.000Z'],
    ['2026-01-02T03:04:05.5Z', '2026-01-02T03:04:05.500Z', '2026-01-02T03:04:05.501Z'],
    ['2026-01-02T03:04:05.123456Z', '2026-01-02T03:04:05.123Z', '2026-01-02T03:04:05.124Z'],
    ['2026-01-01T01:00:00+02:00', '2025-12-31T23:00:00.000Z', '2025-12-31T23:00:01.000Z'],
    ['2026-01-01T01:00:00-05:30', '2026-01-01T06:30:00.000Z', '2026-01-01T06:30:01.000Z'],
  ])('%s lasts from %s to %s', (text, start, end) => {
    expect(iso(text)).toEqual([start, end]);
  });

  it.each([
    '',
    '26',
    '2026-1',
    '2026-13',
    '2026-02-30',
    '2026-01-02T03',
    '2026-01-02T25:00',
    '2026-01-02Z',
    'today',
  ])('takes %j for no date', (text) => {
    expect(readSpan(text)).toBeUndefined();
  });
});

describe('readPeriod', () => {
  it('leaves a missing side open and an empty period without a span', () => {
    expect(readPeriod({ start: '2026' })?.end).toBe(Infinity);
    expect(readPeriod({ end: '2026' })?.start).toBe(-Infinity);
    expect(readPeriod({})).toBeUndefined();
    expect(readPeriod({ start: 'nonsense', end: '2026' })).toBeUndefined();
  });
});

describe('spanMatches', () => {
  const wanted = { start: 10, end: 20 };
  const before = { start: 1, end: 10 };
  const inside = { start: 12, end: 18 };
  const after = { start: 20, end: 30 };
  const around = { start: 5, end: 25 };
  it.each([
    ['eq', [false, true, false, false]],
    ['ne', [true, false, true, true]],
    ['gt', [false, false, true, true]],
    ['lt', [true, false, false, true]],
    ['ge', [false, true, true, true]],
    ['le', [true, true, false, true]],
    ['sa', [false, false, true, false]],
    ['eb', [true, false, false, false]],
  ] as const)('%s over before, inside, after, around', (prefix, expected) => {
    expect([before, inside, after, around].map((found) => spanMatches(prefix, wanted, found))).toEqual(
      expected,
    );
  });
});
