// The stages of `npm test`, and how each is counted. Every stage is a process of its own, so that a
// crash is a failure of that stage and not of the count.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Report, type Tally, tally } from './run-tally.ts';

export interface StageTally extends Tally {
  /** Failed once, and held when told again. */
  unsteady: string[];
}

interface Stage {
  name: string;
  says: string;
  /** Takes words that choose test files. */
  filterable: boolean;
  run(filters: string[]): StageTally;
}

const ROOT = path.dirname(import.meta.dirname);

export const STAGES: readonly Stage[] = [
  {
    name: 'types',
    says: 'the compiler over the whole tree',
    filterable: false,
    run: () => check('typescript/bin/tsc', ['--noEmit', '-p', '.']),
  },
  {
    name: 'lint',
    says: 'lint and format',
    filterable: false,
    run: () => check('@biomejs/biome/bin/biome', ['ci', '--error-on-warnings', '.']),
  },
  project('unit', 'beside the files, and the law of the house'),
  project('integration', 'stories through the server, on both databases'),
  project('e2e', 'stories in a real browser'),
];

/** A tool that says yes or no: one check, passed or failed. */
function check(tool: string, args: string[]): StageTally {
  const done = spawnSync(process.execPath, [path.join(ROOT, 'node_modules', tool), ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: cleanEnvironment(),
  });
  return done.status === 0
    ? { passed: 1, failed: 0, names: [], unsteady: [] }
    : { passed: 0, failed: 1, names: [], unsteady: [] };
}

function project(name: string, says: string): Stage {
  return { name, says, filterable: true, run: (filters) => vitest(`${name}*`, filters) };
}

function vitest(name: string, filters: string[]): StageTally {
  const folder = mkdtempSync(path.join(tmpdir(), 'webside-run-'));
  const file = path.join(folder, 'report.json');
  const unsteadyFile = path.join(folder, 'unsteady.txt');
  const args = [
    'run',
    '--project',
    name,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
    '--reporter=./tests/unsteady-reporter.ts',
  ];
  const done = spawnSync(
    process.execPath,
    [
      path.join(ROOT, 'node_modules/vitest/vitest.mjs'),
      ...args,
      ...(filters.length > 0 ? ['--passWithNoTests'] : []),
      ...filters,
    ],
    {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...cleanEnvironment(), WEBSIDE_TEST_UNSTEADY: unsteadyFile },
    },
  );
  const report = readReport(file);
  const unsteady = existsSync(unsteadyFile) ? readFileSync(unsteadyFile, 'utf8').trim().split('\n') : [];
  rmSync(folder, { recursive: true, force: true });
  return { ...tally(report, done.status === 0, filters.length > 0), unsteady };
}

function readReport(file: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report;
  } catch (error) {
    process.stderr.write(`No report of the tests: ${String(error)}\n`);
    return undefined;
  }
}

/** Settings of whoever runs the tests must not reach the app under test. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const own = /^(PORT|SANDBOX_.*|PUBLIC_URL|DATABASE_URL|REDIS_URL|NODE_ENV|WEBSIDE_(?!TEST_).*)$/;
  return Object.fromEntries(Object.entries(process.env).filter(([key]) => !own.test(key)));
}
