// What a benchmark gives back, and how two variants are timed fairly: in turns, ratio by ratio.
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** One line of bench-results.json. `ratio` is ours over the peer, both from the same run. */
export interface BenchRow {
  id: string;
  value: number;
  unit: string;
  /** What the peer is, and its version. */
  baseline?: string;
  ratio?: number;
  /** Rounds, or things counted. */
  n: number;
  p50?: number;
  p95?: number;
  seed?: number;
}

/** A module of this folder that measures exports this. */
export type Bench = () => Promise<BenchRow[]>;

/** How far the peer may seem to differ from itself before a run says nothing. */
const CONTROL: [number, number] = [0.87, 1.15];

/**
 * Times `ours` and `peer` in turns (ours, peer, peer again as a control, each round) and gives µs per call.
 * A run whose peer differs from itself by more than the control allows is repeated, at most three times.
 */
export async function compare(options: {
  rounds: number;
  ours: { calls: number; call(): Promise<unknown> | unknown };
  peer: { calls: number; call(): Promise<unknown> | unknown };
}): Promise<{ ours: number[]; peer: number[]; ratio: number; control: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const figures = await takeTurns(options);
    const isSteady = figures.control >= CONTROL[0] && figures.control <= CONTROL[1];
    if (isSteady || attempt === 3) return figures;
  }
}

async function takeTurns({ rounds, ours, peer }: Parameters<typeof compare>[0]) {
  const times = { ours: [] as number[], peer: [] as number[], again: [] as number[] };
  for (let round = 0; round <= rounds; round += 1) {
    const one = { ours: await timed(ours), peer: await timed(peer), again: await timed(peer) };
    if (round === 0) continue; // the first warms up
    times.ours.push(one.ours);
    times.peer.push(one.peer);
    times.again.push(one.again);
  }
  const by = (a: number[], b: number[]): number =>
    median(a.map((value, round) => value / (b[round] ?? value)));
  return {
    ours: times.ours,
    peer: times.peer,
    ratio: by(times.ours, times.peer),
    control: by(times.again, times.peer),
  };
}

/** What was measured of each variant, round by round, and the median of the ratios of two of them. */
export interface Rounds<Name extends string> {
  times: Record<Name, number[]>;
  ratio(ours: Name, peer: Name): number;
}

/**
 * Measures every variant once a round, in the order given, after one round of warming up. The caller measures
 * one peer twice, as a control: what it differs from itself is what the run cannot see.
 */
export async function takeRounds<Name extends string>(
  rounds: number,
  variants: Record<Name, () => Promise<number>>,
): Promise<Rounds<Name>> {
  const names = Object.keys(variants) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round <= rounds; round += 1)
    for (const name of names) {
      const value = await variants[name]();
      if (round > 0) times[name].push(value);
    }
  const ratio = (ours: Name, peer: Name) =>
    median(times[ours].map((value, round) => value / (times[peer][round] ?? Number.NaN)));
  return { times, ratio };
}

/** µs per call. */
async function timed({
  calls,
  call,
}: {
  calls: number;
  call(): Promise<unknown> | unknown;
}): Promise<number> {
  const began = performance.now();
  for (let done = 0; done < calls; done += 1) await call();
  return ((performance.now() - began) * 1000) / calls;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** `share` 0–1 of the sorted values, the nearest one. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1));
  return sorted[place] ?? Number.NaN;
}

/** Version of an installed package, for `baseline`. */
export function versionOf(name: string): string {
  const file = path.resolve(import.meta.dirname, '../../node_modules', name, 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
