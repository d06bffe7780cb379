import { describe, expect, it } from 'vitest';
import { ticksIn } from './rig/processes.ts';
import { countWaves } from './rig/waves.ts';
import { sumKb } from './rig/weigh.ts';

const span = (from: number, to: number) => ({
  startedAt: new Date(from).toISOString(),
  at: new Date(to).toISOString(),
});

describe('waves', () => {
  it('are counted by what waited for what', () => {
    expect(countWaves([])).toBe(0);
    expect(countWaves([span(0, 300), span(10, 310), span(20, 290)])).toBe(1);
    expect(countWaves([span(0, 300), span(300, 600), span(310, 640), span(700, 900)])).toBe(3);
  });

  it('do not grow by one slow request beside them', () => {
    expect(countWaves([span(0, 1000), span(0, 300), span(310, 600)])).toBe(2);
  });
});

it('reads user and system time of a process, whatever its name', () => {
  const rest = 'S 1 1 1 0 -1 4194304 100 0 0 0 123 45 0 0 20 0 11 0 100 1 1';
  expect(ticksIn(`77 (node) ${rest}`)).toBe(168);
  expect(ticksIn(`77 (a) b (c)) ${rest}`)).toBe(168);
});

it('counts kilobytes by the thousand', () =>
  expect(
    sumKb([
      { url: 'a', bytes: 1500 },
      { url: 'b', bytes: 500 },
    ]),
  ).toBe(2));
