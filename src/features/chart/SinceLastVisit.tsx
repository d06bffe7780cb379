// What is new in the record since the patient was last seen; each line leads to its entry.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AnyRow, DigestLine, DigestList, SinceLastVisit as Since } from '#domain/chart';
import { Button } from '#ui/Button';
import { Fold } from '#ui/Fold';
import { Loading } from '#ui/Loading';
import { useText } from '#ui/text';
import { type ChartLines, DIGEST_LISTS, digestQuery } from './chart-queries.ts';
import { useChartScene } from './chart-scene.ts';
import { writeDay } from './record-texts.ts';

const IN_SIGHT = 6;

interface SinceLastVisitProps {
  lines: ChartLines;
  isOver: boolean;
  currentEncounterId: string | null;
  now: string;
  isOpen: boolean;
  onToggle: (isOpen: boolean) => void;
}

export function SinceLastVisit(props: SinceLastVisitProps) {
  const { lines, isOver, currentEncounterId, now, isOpen, onToggle } = props;
  const say = useText();
  const { launchId } = useChartScene();
  const digest = useQuery(digestQuery(launchId, { lines, isOver, currentEncounterId, now }));
  const since = digest.data;
  const missing = DIGEST_LISTS.filter((list) => isOver && lines[list]?.state !== 'ready');
  return (
    <Fold
      id="chart-since"
      title={say('chart.since')}
      note={
        since?.ok &&
        say('chart.since.visit', { date: writeDay(since.visit.date), text: since.visit.text ?? '' })
      }
      isOpen={isOpen}
      onToggle={onToggle}
    >
      {!since && <Loading words={say('chart.loading')} />}
      {since && <Digest since={since} lines={lines} />}
      {since?.ok && missing.length > 0 && (
        <p className="sight sight-care">
          {say('chart.since.missing', { lists: missing.map((list) => say(`chart.list.${list}`)).join(', ') })}
        </p>
      )}
    </Fold>
  );
}

function Digest({ since, lines }: { since: Since; lines: ChartLines }) {
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
        <span className="digest-kind">
          {say('chart.since.kind', { list: line.list, change: line.change })}
        </span>{' '}
        {row ? (
          <button type="button" className="entry-open" onClick={() => openDetails(row)}>
            {name}
          </button>
        ) : (
          name
        )}
        {line.count > 1 && (
          <span className="entry-facts"> {say('chart.since.count', { count: line.count })}</span>
        )}
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
