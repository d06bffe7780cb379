// One measure: the newest value with its letter, its trend with the reference band, and the table behind.
import { lazy, Suspense, useState } from 'react';
import { formatDate, localDay } from '#lib/dates';
import { Button } from '#ui/Button';
import { useText } from '#ui/text';
import { useChartScene } from './chart-scene.ts';
import type { Measure } from './list-measures.ts';
import { MeasureTable } from './MeasureTable.tsx';
import { ReadingValue } from './ReadingValue.tsx';
import { instantOf, writeDay, writeRange } from './record-texts.ts';

const Trend = lazy(() => import('#ui/Trend').then(({ Trend }) => ({ default: Trend })));

interface MeasureCardProps {
  measure: Measure;
  /** Laboratory results show their curve when asked; vital signs at once. */
  isTrendOpen: boolean;
}

export function MeasureCard({ measure, isTrendOpen }: MeasureCardProps) {
  const say = useText();
  const { openDetails } = useChartScene();
  const [isOpen, setOpen] = useState(false);
  const [newest, previous] = measure.rows;
  const name = measure.name ?? say('chart.nameless');
  const hasTrend = measure.lines.length > 0 && (isTrendOpen || isOpen);
  const range = writeRange(newest.range);
  return (
    <li className="measure" id={`entry-Observation-${newest.id}`} tabIndex={-1}>
      <p className="entry-head">
        <button type="button" className="entry-open" onClick={() => openDetails(newest)}>
          {name}
          {measure.isHome && <span className="mark-home">{say('chart.home')}</span>}
        </button>
        <span className="entry-date">
          {newest.date ? writeDay(newest.date) : say('chart.date.none')}
          {measure.rows.length > 1 && (
            <Button
              small
              className="measure-more"
              aria-expanded={isOpen}
              aria-label={say('chart.values.of', { name, count: measure.rows.length })}
              onClick={() => setOpen(!isOpen)}
            >
              {isOpen ? say('chart.values.less') : say('chart.values', { count: measure.rows.length })}
            </Button>
          )}
        </span>
      </p>
      <p className="measure-newest">
        <ReadingValue row={newest} />
        {range && <span className="entry-facts">{say('chart.range', { range })}</span>}
        {previous && (
          <span className="entry-facts">
            {say('chart.before')} <ReadingValue row={previous} plain />
            {previous.date && `, ${writeDay(previous.date)}`}
          </span>
        )}
      </p>
      {hasTrend && (
        <Suspense fallback={<div className="trend-waiting" />}>
          <Trend
            label={say('chart.trend', trendFacts(measure, name))}
            lines={measure.lines}
            band={measure.band}
            writeDate={dateWriter(measure)}
          />
        </Suspense>
      )}
      {measure.lines.length === 2 && hasTrend && (
        <p className="entry-facts">
          {say('chart.trend.lines', { solid: measure.lines[0]?.name, dashed: measure.lines[1]?.name })}
        </p>
      )}
      {isOpen && <MeasureTable name={name} rows={measure.rows} />}
    </li>
  );
}

function trendFacts(measure: Measure, name: string) {
  const dated = measure.rows.map(({ date }) => date).filter((date) => instantOf(date) !== null);
  const [last, first] = [dated.at(0), dated.at(-1)];
  return {
    name,
    count: measure.rows.length,
    first: first ? writeDay(first) : '',
    last: last ? writeDay(last) : '',
  };
}

const SHORT_MS = 150 * 24 * 3_600_000;

/** The axis tells days over weeks and months over years; the whole dates stand in the table. */
function dateWriter({ lines }: Measure): (at: number) => string {
  const instants = lines.flatMap(({ points }) => points.map(({ at }) => at));
  const isShort = Math.max(...instants) - Math.min(...instants) < SHORT_MS;
  return isShort ? writeShortDay : writeMonth;
}

function writeShortDay(at: number): string {
  return formatDate(localDay(new Date(at))).slice(0, 6);
}

function writeMonth(at: number): string {
  return formatDate(localDay(new Date(at)).slice(0, 7));
}
