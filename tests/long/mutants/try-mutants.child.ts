// Inside the copy: loads the tests of the rules once, looks which of them pass by which mutant, then switches one
// mutant on after the other and runs those tests until one fails. Writes one word a mutant to its standard output.
import { globSync } from 'node:fs';
import { registerHooks } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Collected } from './few-words-of-vitest.ts';

interface Switches {
  activeMutant?: string;
  currentTestId?: string;
  hitCount?: number;
  hitLimit?: number;
  mutantCoverage?: { static: Record<string, number>; perTest: Record<string, Record<string, number>> };
}

const COPY = path.resolve(import.meta.dirname, '../../..');
const WORDS = pathToFileURL(path.join(import.meta.dirname, 'few-words-of-vitest.ts')).href;
/** One starts a process; the other finds by chance, in a hundred thousand cases, what a case by hand should name. */
const LEFT_OUT = ['command.test.ts', 'second-count.test.ts'];
/** A mutant that is passed this often runs in a circle. */
const CIRCLE = 5_000_000;

registerHooks({
  resolve: (name, context, next) =>
    name === 'vitest' ? { url: WORDS, shortCircuit: true } : next(name, context),
});
const switches: Switches = {};
Object.assign(globalThis, { __stryker__: switches });
const { collected } = (await import(WORDS)) as { collected: Collected[] };
for (const file of globSync(JSON.parse(process.argv[2] ?? '[]') as string[], { cwd: COPY }).sort())
  if (!LEFT_OUT.includes(path.basename(file))) await import(pathToFileURL(path.join(COPY, file)).href);

const tests: { test: Collected; id: string; ms: number }[] = [];
for (const [at, test] of collected.entries()) {
  const id = String(at);
  switches.currentTestId = id;
  const began = performance.now();
  // As it stands every test holds; otherwise nothing that follows would say anything.
  await test.run();
  tests.push({ test, id, ms: performance.now() - began });
}
delete switches.currentTestId;
const covered = switches.mutantCoverage ?? { static: {}, perTest: {} };
const quickFirst = tests.sort((one, other) => one.ms - other.ms);

for (const mutant of JSON.parse(process.argv[3] ?? '[]') as string[]) {
  const those = quickFirst.filter(({ id }) => covered.perTest[id]?.[mutant]);
  const isOnlyMadeAtLoad = those.length === 0 && covered.static[mutant] !== undefined;
  const said = isOnlyMadeAtLoad ? 'left-out' : (await isMissed(mutant, those)) ? 'missed' : 'killed';
  process.stdout.write(`${mutant} ${said}\n`);
}

async function isMissed(mutant: string, those: readonly { test: Collected }[]): Promise<boolean> {
  Object.assign(switches, { activeMutant: mutant, hitCount: 0, hitLimit: CIRCLE });
  try {
    for (const { test } of those) await test.run();
    return true;
  } catch {
    return false;
  } finally {
    // An empty one is no mutant's number.
    switches.activeMutant = '';
  }
}
