// `npm run test:long [-- id …]`: the trials that take longer than a push may wait. Each gives figures
// with the bar they must reach; the rows are written to figures.json. Ends like `npm test`.
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Figure, Trial } from './long/figure.ts';

const HERE = path.join(import.meta.dirname, 'long');
const RESULTS = path.resolve(import.meta.dirname, '../figures.json');

const asked = process.argv.slice(2);
const trials = readdirSync(HERE)
  .filter((name) => name.endsWith('.trial.ts'))
  .sort();
const figures: Figure[] = [];
let crashed = 0;
for (const file of trials) {
  const { trial } = (await import(`./long/${file}`)) as { trial: Trial };
  if (asked.length > 0 && !asked.some((word) => file.includes(word))) continue;
  process.stdout.write(`${file} …\n`);
  try {
    figures.push(...(await trial()));
  } catch (error) {
    crashed += 1;
    process.stdout.write(`${file} failed: ${error instanceof Error ? error.stack : String(error)}\n`);
  }
}
writeFileSync(RESULTS, `${JSON.stringify(figures, null, 2)}\n`);
for (const { id, value, bar, n, seconds, pass } of figures)
  process.stdout.write(
    `${pass ? 'passed' : 'FAILED'}  ${id}  ${value} (bar ${bar}, n ${n}, ${seconds.toFixed(0)} s)\n`,
  );

const passed = figures.filter((figure) => figure.pass).length;
const failed = figures.length - passed + crashed + (figures.length + crashed === 0 ? 1 : 0);
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
