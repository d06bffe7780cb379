// Copies of the server with a guard taken away, each in a folder of its own with the one story that must notice,
// and one run of the tests over all of them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Mutant } from './mutants.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const STORIES = 'tests/properties/wrong-patient.test.ts';
/** What the stories run. */
const PARTS = [
  ...[
    'package.json',
    'smart-manifest.json',
    'server',
    'src/domain',
    'fhir-profiles',
    'launch',
    'public/locales',
  ],
  ...['tests/fixtures', 'tests/properties/interleavings', STORIES],
];
/** The copy that is as it was: there every story must pass. */
export const UNCHANGED = 'unchanged';

export interface Verdict {
  passed: string[];
  /** By name, with what was said. */
  failed: Map<string, string>;
}

/** How many times each text to be replaced stands in its file. */
export async function countPlaces({ changes }: Mutant): Promise<number[]> {
  return Promise.all(
    changes.map(
      async ({ file, from }) => (await readFile(path.join(ROOT, file), 'utf8')).split(from).length - 1,
    ),
  );
}

/** Verdicts by the name of the copy. */
export async function runMutants(mutants: readonly Mutant[]): Promise<Map<string, Verdict>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'webside-mutants-'));
  try {
    await symlink(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
    await plantCopy(path.join(folder, UNCHANGED));
    for (const mutant of mutants) {
      const copy = path.join(folder, mutant.name);
      await plantCopy(copy);
      for (const { file, from, to } of mutant.changes) await replace(path.join(copy, file), from, to);
      await replace(path.join(copy, STORIES), `it('${mutant.caughtBy}'`, `it.only('${mutant.caughtBy}'`);
    }
    return await runStories(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function plantCopy(copy: string): Promise<void> {
  for (const part of PARTS) {
    await mkdir(path.dirname(path.join(copy, part)), { recursive: true });
    await cp(path.join(ROOT, part), path.join(copy, part), { recursive: true });
  }
  await symlink(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'));
}

async function replace(file: string, from: string, to: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  if (text.split(from).length !== 2) throw new Error(`${file}: not exactly once: ${from}`);
  await writeFile(
    file,
    text.replace(from, () => to),
  );
}

interface Report {
  testResults: {
    name: string;
    assertionResults: { title: string; status: string; failureMessages: string[] }[];
  }[];
}

async function runStories(folder: string): Promise<Map<string, Verdict>> {
  const test = {
    include: [`*/${STORIES}`],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    allowOnly: true,
  };
  await writeFile(path.join(folder, 'vitest.config.mjs'), `export default ${JSON.stringify({ test })};\n`);
  const report = path.join(folder, 'report.json');
  const vitest = path.join(ROOT, 'node_modules/vitest/vitest.mjs');
  // Nothing of the run that this is part of.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST')));
  const args = [vitest, 'run', '--reporter=json', `--outputFile.json=${report}`];
  const child = spawn(process.execPath, args, { cwd: folder, env, stdio: 'ignore' });
  await once(child, 'exit');
  const { testResults } = JSON.parse(await readFile(report, 'utf8')) as Report;
  return new Map(
    testResults.map(({ name, assertionResults }) => [
      path.relative(folder, name).split(path.sep)[0] ?? '',
      {
        passed: assertionResults.filter(({ status }) => status === 'passed').map(({ title }) => title),
        failed: new Map(
          assertionResults
            .filter(({ status }) => status === 'failed')
            .map(({ title, failureMessages }) => [title, failureMessages.join('\n')]),
        ),
      },
    ]),
  );
}
