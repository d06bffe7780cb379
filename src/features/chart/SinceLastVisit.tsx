// What is new in the record since the patient was last seen; each line leads to its entry.
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Fold } from '#ui/Fold';
import { Loading } from '#ui/Loading';
import { useText } from '#ui/text';
import { type ChartLines, DIGEST_LISTS, digestQuery } from './chart-queries.ts';
import { useChartScene } from './chart-scene.ts';
import { withMoreWords } from './more-words.ts';
import { writeDay } from './record-texts.ts';

const Digest = lazy(() => withMoreWords(import('./Digest.tsx')).then((file) => ({ default: file.Digest })));

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
      {since && (
        <Suspense fallback={<Loading words={say('chart.loading')} />}>
          <Digest since={since} lines={lines} />
        </Suspense>
      )}
      {since?.ok && missing.length > 0 && (
        <p className="sight sight-care">
          {say('chart.since.missing', { lists: missing.map((list) => say(`chart.list.${list}`)).join(', ') })}
        </p>
      )}
    </Fold>
  );
}
