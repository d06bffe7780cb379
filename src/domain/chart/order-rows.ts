// The order in which a clinician expects a list, and what is folded into one line. Decides nothing about words.
import type { ChartListName } from './chart-line.ts';
import type { EntryRow, MedicationRow, ObservationRow, ProblemRow } from './chart-rows.ts';
import { readMoment } from './read-moment.ts';

/** Lists whose current entries stand before the others. */
const CURRENT_FIRST: readonly ChartListName[] = ['allergies', 'problems', 'medications', 'coverage'];

/** Newest first, undated last, current ones before where the list is about now. Equal ones keep their order. */
export function orderRows<Row extends EntryRow>(list: ChartListName, rows: readonly Row[]): Row[] {
  const isCurrentFirst = CURRENT_FIRST.includes(list);
  const timeOf = (row: Row) => readMoment(row.date)?.from ?? Number.NEGATIVE_INFINITY;
  const ranked = rows.map((row) => ({ row, time: timeOf(row) }));
  ranked.sort((a, b) => {
    if (isCurrentFirst && a.row.isCurrent !== b.row.isCurrent) return a.row.isCurrent ? -1 : 1;
    return a.time === b.time ? 0 : b.time - a.time;
  });
  return ranked.map(({ row }) => row);
}

/**
 * The same id twice (servers repeat entries between pages) is one row. The same statement twice – a diagnosis
 * repeated at every visit, a reading sent by two ways – is one row that names the others in `folded`. Documents,
 * visits, appointments and coverage are never folded: two of them are two.
 */
export function foldRows<Row extends EntryRow>(list: ChartListName, rows: readonly Row[]): Row[] {
  const kept = new Map<string, Row>();
  for (const row of new Map(rows.map((one) => [one.id, one])).values()) {
    const key = sameness(list, row);
    const known = kept.get(key);
    if (!known) kept.set(key, row);
    else {
      const [shown, hidden] = isBetter(row, known) ? [row, known] : [known, row];
      kept.set(key, { ...shown, folded: [...known.folded, hidden.id] });
    }
  }
  return [...kept.values()];
}

/** An entry of the problem list speaks for the diagnoses of single visits. */
function isBetter(row: EntryRow, known: EntryRow): boolean {
  const onList = (one: EntryRow) =>
    'category' in one && Array.isArray(one.category) && one.category.includes('problem-list-item');
  return onList(row) && !onList(known);
}

function sameness(list: ChartListName, row: EntryRow): string {
  const what = [row.text?.trim().toLowerCase() ?? '', row.codes.map(({ code }) => code).toSorted()];
  // Nothing says what it is: it may be anything, and nothing is the same.
  if (row.text === null && row.codes.length === 0) return row.id;
  if (list === 'problems') {
    const { isCurrent, verification, ended } = row as ProblemRow;
    return JSON.stringify([what, isCurrent, verification, isCurrent ? null : (ended ?? row.date)]);
  }
  if (list === 'medications') {
    const { dosage, intent } = row as MedicationRow;
    return JSON.stringify([what, row.status, row.date, dosage, intent]);
  }
  if (list === 'vitals' || list === 'labs') {
    const { value, components, isHome, notes } = row as ObservationRow;
    return JSON.stringify([what, row.status, row.date, value, components, isHome, notes]);
  }
  if (list === 'immunizations' || list === 'procedures')
    return JSON.stringify([what, row.status, row.date, row.date === null ? row.id : null]);
  return row.id;
}
