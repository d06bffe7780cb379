import { beforeEach, expect, it } from 'vitest';
import { createPace, type Pace } from './pace.ts';

let now = new Date('2026-11-20T15:00:00Z');
let pace: Pace;
const skip = (ms: number) => {
  now = new Date(now.getTime() + ms);
};
const beginAll = () => {
  let begun = 0;
  while (pace.begin('a')) begun += 1;
  return begun;
};
beforeEach(() => {
  now = new Date('2026-11-20T15:00:00Z');
  const tenants = [
    { id: 'a', maxParallel: 2 },
    { id: 'b', maxParallel: 1 },
  ];
  pace = createPace({ tenants, random: () => 0, now: () => now });
});

it('gives each hospital its own places, two for each call that its EHR takes at once', () => {
  expect(pace.countFree()).toBe(6);
  expect(beginAll()).toBe(4);
  expect(pace.countFree()).toBe(2);
  expect(pace.begin('b')).toBe(true);
  expect(pace.listResting()).toEqual(['a']);
  pace.end('a', 'reached');
  expect(pace.begin('a')).toBe(true);
});

it('rests after the EHR went away, longer each time, and no other hospital with it', () => {
  beginAll();
  for (let one = 0; one < 4; one += 1) pace.end('a', 'away');
  expect(pace.countFree()).toBe(2);
  expect(pace.begin('a')).toBe(false);
  expect(pace.begin('b')).toBe(true);
  skip(1_000);
  expect(pace.begin('a')).toBe(true);
  pace.end('a', 'away');
  skip(1_000);
  expect(pace.begin('a')).toBe(false);
  skip(1_000);
  expect(pace.begin('a')).toBe(true);
});

it('comes back one by one, not all at once', () => {
  pace.begin('a');
  pace.end('a', 'away');
  skip(1_000);
  const widths: number[] = [];
  for (let round = 0; round < 4; round += 1) {
    const begun = beginAll();
    widths.push(begun);
    pace.end('a', 'reached');
    for (let one = 1; one < begun; one += 1) pace.end('a', 'not-asked');
  }
  expect(widths).toEqual([1, 2, 4, 4]);
});

it('keeps to the EHR’s word', () => {
  pace.begin('a');
  pace.end('a', 'away', 30);
  skip(29_000);
  expect(pace.begin('a')).toBe(false);
  skip(1_000);
  expect(pace.begin('a')).toBe(true);
});

it('what was not asked of the EHR says nothing about it', () => {
  pace.begin('a');
  pace.end('a', 'away');
  skip(1_000);
  pace.begin('a');
  pace.end('a', 'not-asked');
  expect(beginAll()).toBe(1);
});
