// The stages of `npm test`, and how each is counted. Every stage is a process of its own, or several side by
// side, so that a crash is a failure of that stage and not of the count.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { NOTHING, type Report, sum, type Tally, tally } from './run-tally.ts';

export { sum, type Tally } from './run-tally.ts';

interface Stage {
  name: string;
  says: string;
  /** Takes words that choose test files. */
  filterable: boolean;
  run(filters: string[]): Promise<Tally>;
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
  tests('unit', 'beside the files, and the law of the house', ['unit*']),
  tests('integration', 'stories through the server, on both databases', ['integration']),
  // A call leaves a core to others and never meets another call (decision 0069).
  tests('e2e', 'stories in a real browser, calls beside the others', ['e2e-calls', 'e2e']),
];

/** A tool that says yes or no: one check, passed or failed. */
async function check(tool: string, args: string[]): Promise<Tally> {
  const endedWell = await runNode(tool, args, cleanEnvironment());
  return endedWell ? { ...NOTHING, passed: 1 } : { ...NOTHING, failed: 1 };
}

/** `sides`: the test runner's projects, in a process each, all at the same time. */
function tests(name: string, says: string, sides: string[]): Stage {
  // Two that each think the terminal is theirs write over each other: in continuous integration they write lines.
  const env = { ...cleanEnvironment(), ...(sides.length > 1 && { CI: '1' }) };
  const run = async (filters: string[]) =>
    sum(await Promise.all(sides.map((side) => vitest(side, filters, env))));
  return { name, says, filterable: true, run };
}

async function vitest(project: string, filters: string[], env: NodeJS.ProcessEnv): Promise<Tally> {
  const folder = mkdtempSync(path.join(tmpdir(), 'webside-run-'));
  const file = path.join(folder, 'report.json');
  const unsteadyFile = path.join(folder, 'unsteady.txt');
  const args = [
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
    '--reporter=./tests/unsteady-reporter.ts',
    ...(filters.length > 0 ? ['--passWithNoTests'] : []),
    ...filters,
  ];
  const endedWell = await runNode('vitest/vitest.mjs', args, { ...env, WEBSIDE_TEST_UNSTEADY: unsteadyFile });
  const report = readReport(file);
  const unsteady = existsSync(unsteadyFile) ? readFileSync(unsteadyFile, 'utf8').trim().split('\n') : [];
  rmSync(folder, { recursive: true, force: true });
  return { ...tally(report, endedWell, filters.length > 0), unsteady };
}

/** Whether a script of a package ends without a fault. */
async function runNode(script: string, args: string[], env: NodeJS.ProcessEnv): Promise<boolean> {
  const child = spawn(process.execPath, [path.join(ROOT, 'node_modules', script), ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    env,
  });
  const [status] = await once(child, 'exit');
  return status === 0;
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
