// The chart's stream, end to end: real launches on three personalities, real HTTP, the sandbox's own people.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHART_LISTS, ChartLine } from '#domain/chart';
import { type Stack, startStack } from '../fixtures/stack.ts';
import { apiOf, askAdmin, launchIdOf, mintLaunch, Visitor } from '../fixtures/visitor.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.close());

async function launch(request: Parameters<typeof mintLaunch>[1] = {}) {
  const visitor = new Visitor();
  const arrived = await visitor.follow(await mintLaunch(stack, { patient: 'ada-martin', ...request }));
  const launchId = launchIdOf(arrived);
  return { visitor, launchId, api: apiOf(stack, visitor, launchId) };
}

async function linesOf(answer: Response): Promise<ChartLine[]> {
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toContain('application/x-ndjson');
  const lines = (await answer.text()).trimEnd().split('\n');
  return lines.map((line) => ChartLine.parse(JSON.parse(line)));
}

const stateOf = (lines: ChartLine[], list: string) => lines.find((line) => line.list === list)?.state;

describe.each(['generic', 'epic', 'oracle'] as const)('the chart on %s', (personality) => {
  it('comes whole, who it is and the allergies first, each list once', async () => {
    const { api } = await launch({ personality });
    const lines = await linesOf(await api.get('chart'));
    expect(lines.slice(0, 2).map(({ list }) => list)).toEqual(['patient', 'allergies']);
    expect(lines.map(({ list }) => list).toSorted()).toEqual([...CHART_LISTS].toSorted());
    expect(lines.filter(({ state }) => state !== 'ready')).toEqual([]);
    const rows = lines.flatMap((line) => (line.state === 'ready' ? line.rows.length : 0));
    expect(rows.reduce((sum, one) => sum + one, 0)).toBeGreaterThan(20);
    expect(lines.flatMap((line) => (line.state === 'ready' ? line.unshown : []))).toEqual([]);
  });
});
