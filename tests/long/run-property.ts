// Runs one property file with more of everything than `npm test` does, and counts which of its claims did not hold.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');

export interface PropertyRun {
  claims: number;
  broken: number;
  /** Everything ran and held. */
  isGreen: boolean;
  seconds: number;
}

export function runProperty(
  file: string,
  more: Record<string, string>,
  project: 'integration' | 'e2e' = 'integration',
): PropertyRun {
  const began = performance.now();
  const folder = mkdtempSync(path.join(tmpdir(), 'webside-property-'));
  const report = path.join(folder, 'report.json');
  const vitest = path.join(ROOT, 'node_modules/vitest/vitest.mjs');
  const args = ['run', '--project', project, '--reporter=default', '--reporter=json', file];
  const done = spawnSync(process.execPath, [vitest, ...args, `--outputFile.json=${report}`], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...more },
  });
  const read = JSON.parse(readFileSync(report, 'utf8')) as { numTotalTests: number; numPassedTests: number };
  rmSync(folder, { recursive: true, force: true });
  const claims = read.numTotalTests;
  const broken = claims - read.numPassedTests;
  const isGreen = done.status === 0 && claims > 0 && broken === 0;
  return { claims, broken, isGreen, seconds: (performance.now() - began) / 1000 };
}
