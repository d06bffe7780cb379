// `npm run bench [-- prefix …]`: runs the benchmarks of this folder, prints a table, and merges the
// rows into bench-results.json, so that a run of some leaves the others as they were.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Bench, BenchRow } from './row.ts';

const HERE = import.meta.dirname;
const RESULTS = path.resolve(HERE, '../../bench-results.json');
const NOT_BENCHES = ['run.ts', 'row.ts'];

const prefixes = process.argv.slice(2);
const isWanted = (id: string): boolean =>
  prefixes.length === 0 || prefixes.some((prefix) => id.startsWith(prefix));

const found: BenchRow[] = [];
let failed = 0;
for (const file of readdirSync(HERE)
  .filter((name) => /^[a-z-]+\.ts$/.test(name) && !NOT_BENCHES.includes(name))
  .sort()) {
  const module = (await import(`./${file}`)) as { bench?: Bench; ids?: readonly string[] };
  // A module that names its rows is left out when none of them is wanted.
  if (!module.bench || !(module.ids?.some(isWanted) ?? true)) continue;
  process.stdout.write(`${file} …\n`);
  try {
    found.push(...(await module.bench()).filter((row) => isWanted(row.id)));
  } catch (error) {
    failed += 1;
    process.stdout.write(`${file} failed: ${error instanceof Error ? error.stack : String(error)}\n`);
  }
}
write(found);
print(found);
if (failed > 0 || found.length === 0) process.exitCode = 1;
// Peers keep timers and pools of their own; what was measured is written.
process.exit();

function write(rows: readonly BenchRow[]): void {
  const kept = earlier().filter((row) => !rows.some((one) => one.id === row.id));
  const all = [...kept, ...rows].map(inFull).sort((a, b) => a.id.localeCompare(b.id));
  writeFileSync(RESULTS, `${JSON.stringify(all, null, 2)}\n`);
}

/** Every row has every member; what a count has none of is null. */
function inFull(row: BenchRow): { id: string } {
  const none = { baseline: null, ratio: null, p50: null, p95: null, seed: null };
  return { ...none, ...row };
}

function earlier(): BenchRow[] {
  try {
    return JSON.parse(readFileSync(RESULTS, 'utf8')) as BenchRow[];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function print(rows: readonly BenchRow[]): void {
  const lines = rows.map((row) => [
    row.id,
    `${row.value.toPrecision(4)} ${row.unit}`,
    row.ratio === undefined ? '' : `× ${row.ratio.toPrecision(3)}`,
    row.baseline ?? '',
    `n=${row.n}`,
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...lines.map((line) => line[column]?.length ?? 0)));
  for (const line of lines)
    process.stdout.write(`${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}\n`);
}
