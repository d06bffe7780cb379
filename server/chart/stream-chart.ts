// The chart as lines, in the order in which the EHR answers; who it is and what they must not be given come
// first. After a record of somebody else nothing more is sent.
import type { ChartLine, ChartListName } from '#domain/chart';
import type { RunningChart } from './held-charts.ts';

const FIRST: readonly ChartListName[] = ['patient', 'allergies'];

export async function* streamChart(chart: RunningChart): AsyncGenerator<string> {
  for await (const line of inOrder(chart)) {
    yield `${JSON.stringify(line)}\n`;
    if (line.state === 'wrong-patient') return;
  }
}

async function* inOrder(chart: RunningChart): AsyncGenerator<ChartLine> {
  for (const list of FIRST) {
    const line = chart.get(list);
    if (line) yield await line;
  }
  const waiting = new Map([...chart].filter(([list]) => !FIRST.includes(list)));
  while (waiting.size > 0) {
    const line = await Promise.race(waiting.values());
    waiting.delete(line.list);
    yield line;
  }
}
