// One or more lines over time with the band of reference values behind them (uPlot on a canvas, coloured
// by the tokens). A picture beside its table, never instead of it. Must not know what it shows.
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import './trend.css';
import { alignLines, type TrendLine } from './align-lines.ts';

export type { TrendLine } from './align-lines.ts';

interface TrendProps {
  /** Read out instead of the picture. */
  label: string;
  lines: readonly TrendLine[];
  /** Reference range in the unit of the lines; one end may be open. */
  band?: { low: number | null; high: number | null } | undefined;
  /** Writes an instant (ms) below the chart. */
  writeDate: (at: number) => string;
}

const HEIGHT = 96;
/** More points than this are drawn as a line alone. */
const MOST_POINTS = 40;

export function Trend({ label, lines, band, writeDate }: TrendProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const box = place.current;
    if (!box) return;
    const chart = new uPlot(optionsOf(box, lines, band, writeDate), alignLines(lines), box);
    const resize = new ResizeObserver(() => chart.setSize({ width: box.clientWidth, height: HEIGHT }));
    resize.observe(box);
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    const recolour = () => chart.redraw();
    scheme.addEventListener('change', recolour);
    return () => {
      scheme.removeEventListener('change', recolour);
      resize.disconnect();
      chart.destroy();
    };
  }, [lines, band, writeDate]);
  return <div ref={place} className="trend" role="img" aria-label={label} />;
}

type Band = TrendProps['band'];

function optionsOf(
  box: HTMLElement,
  lines: readonly TrendLine[],
  band: Band,
  writeDate: (at: number) => string,
): uPlot.Options {
  const ink = (token: string, forced: string) => () => colourOf(box, token, forced);
  const axis = {
    stroke: ink('--soft', 'CanvasText'),
    grid: { stroke: ink('--line', 'GrayText'), width: 1 },
    ticks: { show: false },
    font: `12px ${getComputedStyle(box).fontFamily}`,
  };
  return {
    width: box.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    select: { show: false, left: 0, top: 0, width: 0, height: 0 },
    padding: [8, 32, 0, 0],
    scales: { x: { time: true }, y: { range: (_chart, least, most) => rangeOf(least, most, band) } },
    axes: [
      {
        ...axis,
        size: 24,
        gap: 4,
        // The two ends of the curve: what lies between them stands in the table.
        splits: (chart: uPlot) => listEnds(chart.data[0]),
        values: (_chart: uPlot, splits: number[]) => splits.map((second) => writeDate(second * 1000)),
      },
      { ...axis, size: 44, gap: 4, space: 28 },
    ],
    series: [
      {},
      ...lines.map(({ points }, place) => ({
        stroke: ink('--accent', 'CanvasText'),
        width: 2,
        spanGaps: true,
        ...(place > 0 && { dash: [4, 3] }),
        points: { show: points.length <= MOST_POINTS, size: 5, fill: ink('--accent', 'CanvasText') },
      })),
    ],
    hooks: { drawClear: [(chart) => paintBand(chart, box, band)] },
  };
}

function listEnds(seconds: ArrayLike<number>): number[] {
  const [first, last] = [seconds[0], seconds[seconds.length - 1]];
  if (first === undefined || last === undefined) return [];
  return first === last ? [first] : [first, last];
}

/** Room for the lines and for the ends of the band. */
function rangeOf(least: number | null, most: number | null, band: Band): [number, number] {
  const known = [least, most, band?.low, band?.high].filter((value) => typeof value === 'number');
  if (known.length === 0) return [0, 1];
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const room = (high - low || Math.abs(high) || 1) * 0.12;
  return [low - room, high + room];
}

function paintBand(chart: uPlot, box: HTMLElement, band: Band): void {
  if (!band) return;
  const { ctx, bbox } = chart;
  const yOf = (value: number | null, open: number) =>
    value === null
      ? open
      : Math.min(Math.max(chart.valToPos(value, 'y', true), bbox.top), bbox.top + bbox.height);
  const top = yOf(band.high, bbox.top);
  const bottom = yOf(band.low, bbox.top + bbox.height);
  ctx.save();
  ctx.fillStyle = colourOf(box, '--good-wash', 'Canvas');
  ctx.fillRect(bbox.left, top, bbox.width, bottom - top);
  // The ends of the band by lines, so that it is not told by colour alone.
  ctx.strokeStyle = colourOf(box, '--good', 'CanvasText');
  ctx.setLineDash([2, 3]);
  for (const [value, y] of [
    [band.high, top],
    [band.low, bottom],
  ] as const) {
    if (value === null) continue;
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
  }
  ctx.restore();
}

function colourOf(box: HTMLElement, token: string, forced: string): string {
  if (matchMedia('(forced-colors: active)').matches) return forced;
  return getComputedStyle(box).getPropertyValue(token).trim();
}
