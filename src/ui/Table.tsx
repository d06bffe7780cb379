// A table that sorts within its groups. Narrow: each row becomes a card of the same table, its head
// hidden from sight and still read. Must not know what it shows.
import { type ReactNode, useState } from 'react';
import { type Sorting, sortRows, turnSorting } from './sort-rows.ts';
import './table.css';

export interface Column<Row> {
  id: string;
  head: string;
  cell: (row: Row) => ReactNode;
  /** What the column sorts by; without it the column does not sort. */
  order?: (row: Row) => string | number;
  /** Where it goes in a narrow card: beside the name, on a line of its own, or there with its head before it. */
  narrow?: 'beside' | 'wide' | 'labelled';
}

interface TableProps<Row> {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  /** Rows stand under their group's heading, in the order of this list. */
  groups: readonly { id: string; head: string }[];
  groupOf: (row: Row) => string;
}

export function Table<Row>({ caption, columns, rows, rowId, groups, groupOf }: TableProps<Row>) {
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const order = columns.find((column) => column.id === sorting?.column)?.order;
  const sorted = sorting && order ? sortRows(rows, order, sorting.descending) : rows;
  return (
    <table className="table">
      <caption className="hidden-but-read">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <Head
              key={column.id}
              head={column.head}
              sorts={column.order !== undefined}
              sorting={sorting?.column === column.id ? sorting : null}
              onSort={() => setSorting(turnSorting(sorting, column.id))}
            />
          ))}
        </tr>
      </thead>
      {groups.map((group) => {
        const own = sorted.filter((row) => groupOf(row) === group.id);
        if (own.length === 0) return null;
        return (
          <tbody key={group.id}>
            <tr>
              <th scope="rowgroup" colSpan={columns.length}>
                {group.head}
              </th>
            </tr>
            {own.map((row) => (
              <Line key={rowId(row)} columns={columns} row={row} />
            ))}
          </tbody>
        );
      })}
    </table>
  );
}

interface HeadProps {
  head: string;
  sorts: boolean;
  sorting: Sorting | null;
  onSort: () => void;
}

function Head({ head, sorts, sorting, onSort }: HeadProps) {
  const direction = sorting ? (sorting.descending ? 'descending' : 'ascending') : 'none';
  if (!sorts)
    return (
      <th scope="col">
        <span className="table-still">{head}</span>
      </th>
    );
  return (
    <th scope="col" aria-sort={direction}>
      <button type="button" className="table-sort" onClick={onSort}>
        {head}
      </button>
    </th>
  );
}

function Line<Row>({ columns, row }: { columns: readonly Column<Row>[]; row: Row }) {
  return (
    <tr>
      {columns.map((column, place) =>
        place === 0 ? (
          <th key={column.id} scope="row">
            {column.cell(row)}
          </th>
        ) : (
          <td key={column.id} className={`table-${column.narrow ?? 'wide'}`} data-head={column.head}>
            {column.cell(row)}
          </td>
        ),
      )}
    </tr>
  );
}
