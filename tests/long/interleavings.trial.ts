// The property of tests/properties/interleavings.test.ts over ten thousand interleavings: how many of its claims
// did not hold.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Trial } from './figure.ts';

const COUNT = 10_000;
const SEED = 20_261_123;
const ROOT = path.resolve(import.meta.dirname, '../..');
const PROPERTY = 'tests/properties/interleavings.test.ts';

export const trial: Trial = async () => {
  const began = performance.now();
  const folder = mkdtempSync(path.join(tmpdir(), 'webside-interleavings-'));
  const report = path.join(folder, 'report.json');
  const args = ['run', '--project', 'integration', '--reporter=default', '--reporter=json', PROPERTY];
  const done = spawnSync(
    process.execPath,
    [path.join(ROOT, 'node_modules/vitest/vitest.mjs'), ...args, `--outputFile.json=${report}`],
    {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, WEBSIDE_TEST_INTERLEAVINGS: `${COUNT}`, WEBSIDE_TEST_SEED: `${SEED}` },
    },
  );
  const { numTotalTests, numPassedTests } = JSON.parse(readFileSync(report, 'utf8')) as Record<
    string,
    number
  >;
  rmSync(folder, { recursive: true, force: true });
  const claims = numTotalTests ?? 0;
  const broken = claims - (numPassedTests ?? 0);
  const pass = done.status === 0 && claims === 3 && broken === 0;
  const seconds = (performance.now() - began) / 1000;
  return [
    { id: 'T8.interleavings.claims-broken', n: COUNT, value: broken, bar: 0, pass, seconds, seed: SEED },
  ];
};
