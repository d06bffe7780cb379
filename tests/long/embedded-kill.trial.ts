// T60: an embedded database whose process is killed at random moments while it writes. What it said was
// committed must be there after the next start, and every start must succeed.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Figure } from './figure.ts';
import { randomFrom } from './random-from.ts';

const KILLS = 20;
const SEED = 20_260_722;
const RESTART_BAR = 5;

interface Run {
  kept: number[];
  acknowledged: number[];
  openedAfter: number;
}

export async function trial(): Promise<Figure[]> {
  const began = performance.now();
  const folder = mkdtempSync(path.join(tmpdir(), 'webside-kill-'));
  const random = randomFrom(SEED);
  const acknowledged: number[] = [];
  const starts: number[] = [];
  let lost = 0;
  let failedStarts = 0;
  try {
    for (let kill = 0; kill <= KILLS; kill += 1) {
      const isLast = kill === KILLS;
      const run = await runOnce(
        folder,
        isLast ? 'look' : String((acknowledged.at(-1) ?? 0) + 2),
        random() * 1_500,
      );
      if (!run) {
        failedStarts += 1;
        continue;
      }
      const kept = new Set(run.kept);
      lost += acknowledged.filter((number) => !kept.has(number)).length;
      acknowledged.push(...run.acknowledged);
      // The first start makes the database; a restart finds one.
      if (kill > 0) starts.push(run.openedAfter);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const seconds = (performance.now() - began) / 1000;
  const slowest =
    starts.sort((a, b) => a - b)[Math.ceil(starts.length * 0.95) - 1] ?? Number.POSITIVE_INFINITY;
  const common = { seconds, seed: SEED };
  return [
    {
      id: 'T60.lost',
      n: acknowledged.length,
      value: lost,
      bar: 0,
      pass: lost === 0 && acknowledged.length > KILLS,
      ...common,
    },
    {
      id: 'T60.failed-starts',
      n: KILLS + 1,
      value: failedStarts,
      bar: 0,
      pass: failedStarts === 0,
      ...common,
    },
    {
      id: 'T60.restart-p95',
      n: starts.length,
      value: slowest,
      bar: RESTART_BAR,
      pass: slowest <= RESTART_BAR,
      ...common,
    },
  ];
}

/** Starts the child, lets it write for `killAfter` milliseconds from its opening, and kills it. */
async function runOnce(folder: string, first: string, killAfter: number): Promise<Run | undefined> {
  const began = performance.now();
  const child = spawn(
    process.execPath,
    [path.join(import.meta.dirname, 'embedded-kill.child.ts'), folder, first],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const ended = once(child, 'exit');
  let run: Run | undefined;
  let timer: NodeJS.Timeout | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    if (run) {
      run.acknowledged.push(Number(line));
      continue;
    }
    const { kept } = JSON.parse(line) as { kept: number[] };
    run = { kept, acknowledged: [], openedAfter: (performance.now() - began) / 1000 };
    if (first !== 'look') timer = setTimeout(() => killHard(child), killAfter);
  }
  await ended;
  clearTimeout(timer);
  return run;
}

function killHard(child: ChildProcess): void {
  child.kill('SIGKILL');
}
