// How a table's rows are put in order: numbers as numbers, words as people sort them, equal rows as they came.

export interface Sorting {
  column: string;
  descending: boolean;
}

/** First press: ascending; second: descending; third: as it came. */
export function turnSorting(now: Sorting | null, column: string): Sorting | null {
  if (now?.column !== column) return { column, descending: false };
  return now.descending ? null : { column, descending: true };
}

export function sortRows<Row>(
  rows: readonly Row[],
  order: (row: Row) => string | number,
  descending: boolean,
): Row[] {
  const compare = (one: Row, other: Row) => {
    const a = order(one);
    const b = order(other);
    if (typeof a === 'number' && typeof b === 'number') return a - b;
    return String(a).localeCompare(String(b), undefined, { numeric: true });
  };
  return rows.toSorted((one, other) => (descending ? compare(other, one) : compare(one, other)));
}
