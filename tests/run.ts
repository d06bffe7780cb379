// The story of `npm test`: types, lint, then the three kinds of tests, each counted. What could not
// run counts as failed; nothing is skipped. Ends with the count alone on the last line.
//   npm test                  everything
//   npm test -- lint unit     some stages (types, lint, unit, integration, e2e)
//   npm test -- crypto        the test files whose path contains the word
//   npm test -- e2e launch    both
import path from 'node:path';
import { loadPacks } from '../server/rules/index.ts';
import { warnOfEndings } from './pack-warning.ts';
import { STAGES, sum, type Tally } from './run-stages.ts';

const asked = process.argv.slice(2);
const named = STAGES.filter((stage) => asked.includes(stage.name));
const filters = asked.filter((word) => !named.some((stage) => stage.name === word));
const stages = STAGES.filter((stage) => {
  if (asked.length === 0 || named.includes(stage)) return true;
  return filters.length > 0 && stage.filterable && !named.some((one) => one.filterable);
});

const tallies: Tally[] = [];
for (const stage of stages) {
  print(`\n── ${stage.name}: ${stage.says}`);
  const began = performance.now();
  const tally = await stage.run(filters);
  tallies.push(tally);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  print(`── ${stage.name}: ${tally.passed} passed, ${tally.failed} failed, ${seconds} s`);
}
const total = sum(tallies);
if (total.passed + total.failed === 0) {
  print(`Nothing matches ${asked.join(' ')}.`);
  total.failed = 1;
}
warnOfEndings(loadPacks(), new Date().toISOString().slice(0, 10)).forEach(print);
for (const name of total.unsteady) print(`Failed once, then held: ${path.relative(process.cwd(), name)}`);
for (const name of total.names) print(`Failed: ${path.relative(process.cwd(), name)}`);
print(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
