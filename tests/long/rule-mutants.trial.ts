// Each rule changed a little, one way after the other: some test must fail. What no test misses is told by file and
// line. A folder of rules is one figure (decision 0056).
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Figure, Trial } from './figure.ts';
import { instrumentCopy, type Mutant } from './mutants/instrument.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const FOLDERS = ['billing', 'consent', 'licensure', 'prescribing', 'red-flags', 'rules'];
const TESTS = ['tests/rules/*.test.ts', ...FOLDERS.map((folder) => `src/domain/${folder}/*.test.ts`)];
/** Of a hundred. */
const BAR = 90;

/** `npm run test:long -- rule-mutants red-flags`: of that folder alone. */
export const trial: Trial = async () => {
  const asked = FOLDERS.filter((folder) => process.argv.slice(2).includes(folder));
  const figures: Figure[] = [];
  for (const folder of asked.length > 0 ? asked : FOLDERS) figures.push(await tryFolder(folder));
  return figures;
};

async function tryFolder(folder: string): Promise<Figure> {
  const began = performance.now();
  const scratch = mkdtempSync(path.join(tmpdir(), 'webside-mutants-'));
  try {
    const mutants = await instrumentCopy(ROOT, scratch, [folder]);
    const said = tryMutants(scratch, mutants);
    const count = (what: string) => mutants.filter(({ id }) => said.get(id) === what).length;
    for (const { id, file, line, kind, replacement } of mutants)
      if (said.get(id) === 'missed')
        process.stdout.write(
          `  ${file}:${line} ${kind} ${replacement.replaceAll(/\s+/g, ' ').slice(0, 80)}\n`,
        );
    const n = count('killed') + count('missed');
    const value = n === 0 ? 0 : Math.floor((1000 * count('killed')) / n) / 10;
    const seconds = (performance.now() - began) / 1000;
    return { id: `rules.mutants.${folder}`, n, value, bar: BAR, pass: value >= BAR, seconds, seed: 0 };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function tryMutants(copy: string, mutants: readonly Mutant[]): Map<string, string> {
  const child = path.join(copy, 'tests/long/mutants/try-mutants.child.ts');
  const ids = JSON.stringify(mutants.map(({ id }) => id));
  const done = spawnSync(process.execPath, ['--no-warnings', child, JSON.stringify(TESTS), ids], {
    ...{ cwd: copy, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 64 * 1024 * 1024 },
  });
  const said = new Map(
    done.stdout
      .trim()
      .split('\n')
      .map((line) => line.split(' ') as [string, string]),
  );
  if (done.status !== 0 || mutants.some(({ id }) => !said.has(id)))
    throw new Error('not every mutant could be tried; the tests must hold as they stand');
  return said;
}
