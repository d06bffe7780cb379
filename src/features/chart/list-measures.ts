// Readings of one kind put together: the newest first, and what of them may stand in one trend. Numbers
// serve the curve alone; what is printed stays as recorded.
import type { ObservationRow } from '#domain/chart';
import type { TrendLine } from '#ui/Trend';
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

/** Home readings stand apart from those taken in the clinic. Measures in the order of their newest reading. */
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
  return [...groups].map(([key, group]) => {
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
}

/** The parts of one reading that are drawn: its own value, or each component (systolic, diastolic). */
function partsOf(row: ObservationRow) {
  return row.components.length > 0 ? row.components : [row];
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
