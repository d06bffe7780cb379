// All values of one measure behind its trend: as recorded, newest first, each a way to its details.
import { useContext, useState } from 'react';
import type { ObservationRow } from '#domain/chart';
import { Button } from '#ui/Button';
import { useText } from '#ui/text';
import { PrintedContext, useChartScene } from './chart-scene.ts';
import { ReadingValue } from './ReadingValue.tsx';
import { writeMoment, writeRange } from './record-texts.ts';

const IN_SIGHT = 12;

export function MeasureTable({ name, rows }: { name: string; rows: readonly ObservationRow[] }) {
  const say = useText();
  const { openDetails } = useChartScene();
  const [isWhole, setWhole] = useState(false);
  const isPrinted = useContext(PrintedContext);
  const seen = isWhole || isPrinted ? rows : rows.slice(0, IN_SIGHT);
  return (
    <>
      <table className="values">
        <caption className="hidden-but-read">{name}</caption>
        <thead>
          <tr>
            <th scope="col">{say('chart.column.taken')}</th>
            <th scope="col">{say('chart.column.value')}</th>
            <th scope="col">{say('chart.column.range')}</th>
          </tr>
        </thead>
        <tbody>
          {seen.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                <button type="button" className="entry-open" onClick={() => openDetails(row)}>
                  {row.date ? writeMoment(row.date) : say('chart.date.none')}
                </button>
              </th>
              <td>
                <ReadingValue row={row} />
                {row.notes.map((note) => (
                  <span key={note} className="values-note">
                    {note}
                  </span>
                ))}
              </td>
              <td>{writeRange(row.range)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > IN_SIGHT && (
        <p>
          <Button small onClick={() => setWhole(!isWhole)}>
            {isWhole ? say('chart.fewer') : say('chart.all', { count: rows.length })}
          </Button>
        </p>
      )}
    </>
  );
}
