// Readings of one kind put together: the newest first, and what of them may stand in one trend. Numbers
// serve the curve alone; what is printed stays as recorded.
import type { ObservationRow } from '#domain/chart';
import type { TrendLine } from '#ui/Trend';
import { orderParts } from './order-parts.ts';
import { instantOf } from './record-texts.ts';

export interface Measure {
  key: string;
  name: string | null;
  isHome: boolean;
  /** Newest first; never empty. */
  rows: [ObservationRow, ...ObservationRow[]];
  /** Empty where fewer than two numbers of the newest reading's unit are known. */
  lines: TrendLine[];
  /** Of the newest reading, where one line is drawn. */
  band: { low: number | null; high: number | null } | undefined;
}

/** LOINC, in the order in which vital signs are read; other measures follow. */
const VITALS: readonly string[] = [
  ...['85354-9', '55284-4', '8480-6', '8462-4'],
  ...['8867-4', '9279-1', '2708-6', '59408-5', '8310-5', '8331-1'],
  ...['15074-8', '2339-0', '41653-7'],
  ...['29463-7', '8302-2', '39156-5', '9843-4'],
];

/** Vital signs in their known order, home before clinic; all other measures stay as they stood. */
export function orderVitals(measures: readonly Measure[]): Measure[] {
  const rank = ({ key, isHome }: Measure) => {
    const place = VITALS.indexOf(key.split('|', 1)[0] ?? '');
    return place === -1 ? Number.POSITIVE_INFINITY : 2 * place + (isHome ? 0 : 1);
  };
  const ranked = measures.map((measure) => ({ measure, rank: rank(measure) }));
  ranked.sort((one, other) => (one.rank === other.rank ? 0 : one.rank - other.rank));
  return ranked.map(({ measure }) => measure);
}

/**
 * Home readings stand apart from those taken in the clinic. Measures by the day of their newest reading, those
 * of one day by name.
 */
export function listMeasures(rows: readonly ObservationRow[]): Measure[] {
  const newestFirst = rows.toSorted(
    (one, other) => (instantOf(other.date) ?? -Infinity) - (instantOf(one.date) ?? -Infinity),
  );
  const groups = new Map<string, [ObservationRow, ...ObservationRow[]]>();
  for (const row of newestFirst) {
    const key = `${row.measure}|${row.isHome ? 'home' : 'clinic'}`;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  const measures = [...groups].map(([key, group]): Measure => {
    const lines = listLines(group);
    return {
      key,
      name: group[0].text,
      isHome: group[0].isHome,
      rows: group,
      lines,
      band: lines.length === 1 ? bandOf(group[0]) : undefined,
    };
  });
  const dayOf = ({ rows: [newest] }: Measure) => newest.date?.slice(0, 10) ?? '';
  return measures.toSorted(
    (one, other) =>
      dayOf(other).localeCompare(dayOf(one)) || (one.name ?? '').localeCompare(other.name ?? '', 'en'),
  );
}

/** The parts of one reading that are drawn: its own value, or each component (systolic, diastolic). */
function partsOf(row: ObservationRow) {
  return row.components.length > 0 ? orderParts(row.components) : [row];
}

function listLines(rows: readonly [ObservationRow, ...ObservationRow[]]): TrendLine[] {
  return partsOf(rows[0]).flatMap((wanted) => {
    if (wanted.value?.kind !== 'quantity') return [];
    const { unit } = wanted.value;
    const points = rows.flatMap((row) => {
      const value = partsOf(row).find(({ measure }) => measure === wanted.measure)?.value;
      const at = instantOf(row.date);
      return value?.kind === 'quantity' && value.unit === unit && at !== null
        ? [{ at, value: value.number }]
        : [];
    });
    return points.length > 1 ? [{ name: wanted.text ?? '', points }] : [];
  });
}

function bandOf(row: ObservationRow): Measure['band'] {
  const range = partsOf(row)[0]?.range;
  if (!range || (range.lowNumber === null && range.highNumber === null)) return undefined;
  return { low: range.lowNumber, high: range.highNumber };
}
