// Which parts the chart has, where they stand, and which key leads to each.
import type { ChartListName } from '#domain/chart';

export type PartName = 'since' | Exclude<ChartListName, 'patient'>;

/** One column: what matters before the first word is said comes first. */
export const ONE_COLUMN: readonly PartName[] = [
  'since',
  'allergies',
  'problems',
  'medications',
  'vitals',
  'labs',
  'documents',
  'encounters',
  'appointments',
  'immunizations',
  'procedures',
  'coverage',
];

/** Two columns: words on the left, numbers on the right. */
export const TWO_COLUMNS: readonly (readonly PartName[])[] = [
  [
    'since',
    'allergies',
    'problems',
    'medications',
    'documents',
    'encounters',
    'appointments',
    'immunizations',
    'procedures',
    'coverage',
  ],
  ['vitals', 'labs'],
];

/** Open at first in one column; the others tell their number in the heading. */
export const OPEN_WHEN_NARROW: readonly PartName[] = ['since', 'allergies', 'problems', 'medications'];

export const KEYS: Readonly<Record<string, PartName>> = {
  s: 'since',
  a: 'allergies',
  p: 'problems',
  m: 'medications',
  v: 'vitals',
  l: 'labs',
  d: 'documents',
  e: 'encounters',
  t: 'appointments',
  i: 'immunizations',
  r: 'procedures',
  c: 'coverage',
};
