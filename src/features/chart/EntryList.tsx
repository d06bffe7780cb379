// Entries of one list: what is current in sight, the rest folded away behind its number.
import { type ReactNode, useContext, useState } from 'react';
import type { AnyRow } from '#domain/chart';
import { Button } from '#ui/Button';
import { useText } from '#ui/text';
import { PrintedContext } from './chart-scene.ts';
import { EntryLine } from './EntryLine.tsx';
import type { EntryListName } from './row-texts.ts';

/** Lists where what is over is history, not noise: shown by date alone. */
const BY_DATE_ALONE: EntryListName[] = ['encounters', 'immunizations', 'procedures'];
/** Of history the newest; of what is current, all that a person can have. */
const IN_SIGHT: Partial<Record<EntryListName, number>> = {
  allergies: 60,
  problems: 60,
  medications: 60,
  coverage: 20,
};
const NEWEST = 6;

interface EntryListProps<Row extends AnyRow> {
  list: EntryListName;
  rows: readonly Row[];
  /** What opens in place below an entry. */
  below?: (row: Row, facts: string[]) => ReactNode;
}

export function EntryList<Row extends AnyRow>({ list, rows, below }: EntryListProps<Row>) {
  const say = useText();
  const isPast = (row: Row) => !row.isCurrent && !BY_DATE_ALONE.includes(list);
  const current = rows.filter((row) => !isPast(row));
  const past = rows.filter(isPast);
  return (
    <>
      {current.length > 0 ? (
        <Entries list={list} rows={current} below={below} />
      ) : (
        <p className="sight sight-empty">{say('chart.none.current')}</p>
      )}
      {past.length > 0 && (
        <details className="entries-past">
          <summary>{say(`chart.past.${list}`, { count: past.length })}</summary>
          <Entries list={list} rows={past} below={below} />
        </details>
      )}
    </>
  );
}

function Entries<Row extends AnyRow>({
  list,
  rows,
  below,
}: {
  list: EntryListName;
  rows: readonly Row[];
  below: ((row: Row, facts: string[]) => ReactNode) | undefined;
}) {
  const say = useText();
  const [isWhole, setWhole] = useState(false);
  const isPrinted = useContext(PrintedContext);
  const most = IN_SIGHT[list] ?? NEWEST;
  const isLong = rows.length > most + 2;
  const seen = isLong && !isWhole && !isPrinted ? rows.slice(0, most) : rows;
  return (
    <>
      <ul className="entries">
        {seen.map((row) => (
          <EntryLine key={row.id} list={list} row={row} below={below && ((facts) => below(row, facts))} />
        ))}
      </ul>
      {isLong && (
        <p>
          <Button small onClick={() => setWhole(!isWhole)} aria-expanded={isWhole}>
            {isWhole ? say('chart.fewer') : say('chart.all', { count: rows.length })}
          </Button>
        </p>
      )}
    </>
  );
}
