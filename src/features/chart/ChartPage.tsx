// The chart of this launch's patient. It fills as the lists come; each list tells its own state; nothing
// moves but what arrives.
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, useRef, useState } from 'react';
import type { AnyRow } from '#domain/chart';
import type { SessionView } from '#domain/launch';
import { ApiError } from '#lib/api';
import { formatInstant } from '#lib/dates';
import { Button } from '#ui/Button';
import { Notice } from '#ui/Notice';
import { useText } from '#ui/text';
import { ChartPart } from './ChartPart.tsx';
import { KEYS, ONE_COLUMN, type PartName, TWO_COLUMNS } from './chart-order.ts';
import { chartQuery } from './chart-queries.ts';
import { type ChartScene, ChartSceneContext, PrintedContext } from './chart-scene.ts';
import { withMoreWords } from './more-words.ts';
import { SinceLastVisit } from './SinceLastVisit.tsx';
import { useFolds } from './useFolds.ts';
import { usePrintList } from './usePrintList.ts';
import { useShortcuts } from './useShortcuts.ts';
import { useWide } from './useWide.ts';
import './chart.css';

const DetailSheet = lazy(() =>
  withMoreWords(import('./DetailSheet.tsx')).then((file) => ({ default: file.DetailSheet })),
);
const ShortcutSheet = lazy(() =>
  withMoreWords(import('./ShortcutSheet.tsx')).then((file) => ({ default: file.ShortcutSheet })),
);
const LISTS = ONE_COLUMN.filter((part) => part !== 'since');

export interface ChartPageProps {
  view: SessionView;
  /** Keys of what stands beside the chart; `press` is true where it did something. */
  besides?: { keys: readonly { name: string; value: string }[]; press: (key: string) => boolean };
}

export function ChartPage({ view, besides }: ChartPageProps) {
  const say = useText();
  const { launchId } = view;
  const chart = useQuery(chartQuery(launchId));
  const [details, setDetails] = useState<AnyRow | null>(null);
  const [isKeysOpen, setKeysOpen] = useState(false);
  const [hasKeys, setKeys] = useState(true);
  const box = useRef<HTMLDivElement>(null);
  const isWide = useWide(box);
  const folds = useFolds(isWide);
  const { printed, print } = usePrintList();
  const scene = useMemo((): ChartScene => ({ launchId, openDetails: setDetails }), [launchId]);

  const goTo = (part: PartName) => {
    folds.set(part, true);
    const heading = document.querySelector<HTMLElement>(`#chart-${part} .fold-button`);
    heading?.scrollIntoView({ block: 'start' });
    heading?.focus({ preventScroll: true });
  };
  useShortcuts(hasKeys, (key) => {
    const part = Object.hasOwn(KEYS, key) ? KEYS[key] : undefined;
    if (part) goTo(part);
    else if (key === '?') setKeysOpen(true);
    else if (key === 'o' || key === 'f') folds.setAll(key === 'o');
    else return besides?.press(key) ?? false;
    return true;
  });

  const lines = chart.data ?? {};
  const isOver = !chart.isFetching;
  const readAt = LISTS.map((list) => lines[list]).find((line) => line?.state === 'ready')?.asOf ?? null;
  const hasRead = LISTS.filter((list) => lines[list]?.state === 'ready').length;
  if (chart.error instanceof ApiError && chart.error.status === 403 && hasRead === 0)
    return (
      <Notice tone="care" title={say('chart.refused.title')}>
        <p>{say('chart.refused.meaning')}</p>
      </Notice>
    );
  const draw = (part: PartName) => {
    const frame = { isOpen: folds.isOpen(part), onToggle: (isOpen: boolean) => folds.set(part, isOpen) };
    return (
      <div key={part} className="chart-part" data-printed={printed === part || undefined}>
        <PrintedContext value={printed === part}>
          {part === 'since' ? (
            <SinceLastVisit
              {...frame}
              lines={lines}
              isOver={isOver}
              currentEncounterId={view.encounterId}
              now={view.now}
            />
          ) : (
            <ChartPart
              {...frame}
              part={part}
              lines={lines}
              isOver={isOver}
              readAt={readAt && formatInstant(readAt)}
              onPrint={() => print(part)}
            />
          )}
        </PrintedContext>
      </div>
    );
  };
  return (
    <ChartSceneContext value={scene}>
      <div className="chart" ref={box} data-printing={printed ?? undefined}>
        <div className="chart-head">
          <h1>{say('chart.title')}</h1>
          <p role="status" className="small soft">
            {say(isOver ? 'chart.over' : 'chart.coming', { read: hasRead, all: LISTS.length })}
            {isOver && readAt && ` · ${say('chart.from', { date: formatInstant(readAt) })}`}
          </p>
          <Button small onClick={() => setKeysOpen(true)}>
            {say('chart.shortcuts')}
          </Button>
        </div>
        <p className="chart-printed small">{say('chart.printed', { date: formatInstant(view.now) })}</p>
        {isOver && chart.isError && (
          <Notice tone="care" title={say('chart.broken.title')} live="polite">
            <p>{say('chart.broken.meaning')}</p>
            <p>
              <Button small onClick={() => void chart.refetch()}>
                {say('chart.broken.again')}
              </Button>
            </p>
          </Notice>
        )}
        <div className="chart-columns" data-wide={isWide || undefined}>
          {isWide
            ? TWO_COLUMNS.map((column) => (
                <div key={column[0]} className="chart-column">
                  {column.map(draw)}
                </div>
              ))
            : ONE_COLUMN.map(draw)}
        </div>
      </div>
      <Suspense>
        {details && <DetailSheet launchId={launchId} row={details} onClose={() => setDetails(null)} />}
        {isKeysOpen && (
          <ShortcutSheet
            isOn={hasKeys}
            besides={besides?.keys ?? []}
            onSwitch={setKeys}
            onClose={() => setKeysOpen(false)}
          />
        )}
      </Suspense>
    </ChartSceneContext>
  );
}
