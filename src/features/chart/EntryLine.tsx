// One entry of the record: its name opens the details, its facts and its date stand below.
import { memo, type ReactNode } from 'react';
import type { AnyRow } from '#domain/chart';
import { useText } from '#ui/text';
import { useChartScene } from './chart-scene.ts';
import { writeDated, writeDay } from './record-texts.ts';
import { type EntryListName, listRowFacts } from './row-texts.ts';

interface EntryLineProps {
  list: EntryListName;
  row: AnyRow;
  /** Takes the place of the facts, and may open something in place. */
  below: ((facts: string[]) => ReactNode) | undefined;
}

export const EntryLine = memo(function EntryLine({ list, row, below }: EntryLineProps) {
  const say = useText();
  const { openDetails } = useChartScene();
  const facts = listRowFacts(list, row, say);
  const isGrave = list === 'allergies' && 'criticality' in row && row.criticality === 'high';
  return (
    <li className="entry" id={`entry-${row.resourceType}-${row.id}`} tabIndex={-1}>
      <p className="entry-head">
        <button type="button" className="entry-open" onClick={() => openDetails(row)}>
          {row.text ?? say('chart.nameless')}
        </button>
        <span className="entry-date">
          {list === 'encounters' && row.date ? writeDay(row.date) : writeDated(row, say)}
        </span>
      </p>
      {below === undefined && facts.length > 0 && (
        <p className={isGrave ? 'entry-facts strong' : 'entry-facts'}>{facts.join(' · ')}</p>
      )}
      {row.folded.length > 0 && (
        <p className="entry-facts">{say('chart.folded', { count: row.folded.length })}</p>
      )}
      {below?.(facts)}
    </li>
  );
});
