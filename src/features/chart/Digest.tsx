// The lines of the digest: what changed, when, and the way to the entry itself.
import { useState } from 'react';
import type { AnyRow, DigestLine, DigestList, SinceLastVisit as Since } from '#domain/chart';
import { Button } from '#ui/Button';
import { useText } from '#ui/text';
import type { ChartLines } from './chart-queries.ts';
import { useChartScene } from './chart-scene.ts';
import { writeDay } from './record-texts.ts';

const IN_SIGHT = 6;

export function Digest({ since, lines }: { since: Since; lines: ChartLines }) {
  const say = useText();
  const [isWhole, setWhole] = useState(false);
  if (!since.ok) {
    const code = since.reasons[0]?.code === 'no-earlier-visit' ? 'no-earlier-visit' : 'encounters-missing';
    return <p className="sight sight-empty">{say(`chart.since.${code}`)}</p>;
  }
  if (since.lines.length === 0) return <p className="sight sight-empty">{say('chart.since.nothing')}</p>;
  const isLong = since.lines.length > IN_SIGHT + 2;
  const seen = isLong && !isWhole ? since.lines.slice(0, IN_SIGHT) : since.lines;
  return (
    <>
      <ul className="digest">
        {seen.map((line) => (
          <DigestEntry
            key={`${line.list} ${line.id} ${line.change}`}
            line={line}
            row={rowOf(lines, line.list, line.id)}
          />
        ))}
      </ul>
      {isLong && (
        <p>
          <Button small aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
            {isWhole ? say('chart.fewer') : say('chart.all', { count: since.lines.length })}
          </Button>
        </p>
      )}
    </>
  );
}

function DigestEntry({ line, row }: { line: DigestLine; row: AnyRow | undefined }) {
  const say = useText();
  const { openDetails } = useChartScene();
  const name = line.text ?? say('chart.nameless');
  return (
    <li className="entry-head">
      <span>
        {row ? (
          <button type="button" className="entry-open" onClick={() => openDetails(row)}>
            {name}
          </button>
        ) : (
          name
        )}
        <span className="entry-facts">
          {' '}
          {say('chart.since.kind', { list: line.list, change: line.change })}
          {line.count > 1 && `, ${say('chart.since.count', { count: line.count })}`}
        </span>
      </span>
      <span className="entry-date">{writeDay(line.date)}</span>
    </li>
  );
}

function rowOf(lines: ChartLines, list: DigestList, id: string): AnyRow | undefined {
  const line = lines[list];
  if (line?.state !== 'ready') return undefined;
  return (line.rows as readonly AnyRow[]).find((row) => row.id === id);
}
