// The law of the house: reads every source file and says the sentence that is broken. Each law is
// first shown a small file that breaks it, so that a law which no longer sees anything fails too.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Variables } from '../server/config.ts';
import { DANGER_LAWS } from './law/dangers.ts';
import { FIXTURES } from './law/fixtures.ts';
import { HABIT_LAWS } from './law/habits.ts';
import { IMPORT_LAWS, type Law } from './law/imports.ts';
import { readSource } from './law/source-file.ts';
import {
  brokenLinks,
  downloadAddresses,
  filesBelow,
  machinePaths,
  ROOT,
  read,
  strangersAtTheTop,
  topLevel,
  variablesOfExample,
  variablesOfTable,
} from './law/tree.ts';

const LAWS = [...IMPORT_LAWS, ...HABIT_LAWS, ...DANGER_LAWS];
const SOURCES = filesBelow(['src', 'server', 'launch', 'fhir-profiles', 'tests'], /\.tsx?$/).map((file) =>
  readSource(file, read(file)),
);

function judge(law: Law, file: string, text: string, around: Record<string, string> = {}): string[] {
  const judged = readSource(file, text);
  const others = Object.entries(around).map(([path, content]) => readSource(path, content));
  return law.breaks(judged, [judged, ...others]);
}

describe.each(LAWS.map((law) => ({ law, says: law.says })))('$says', ({ law }) => {
  it('is kept by every file', () => {
    const breaches = SOURCES.flatMap((file) =>
      law.breaks(file, SOURCES).map((what) => `${file.path} ${what}`),
    );
    expect(breaches).toEqual([]);
  });

  it('sees what breaks it, and lets pass what keeps it', () => {
    const fixtures = FIXTURES.get(law.says);
    expect(fixtures?.breaking.length, 'a law without a file that breaks it').toBeGreaterThan(0);
    for (const [file, text, around] of fixtures?.breaking ?? [])
      expect(judge(law, file, text, around), `${file}: ${text}`).not.toEqual([]);
    for (const [file, text, around] of fixtures?.keeping ?? [])
      expect(judge(law, file, text, around), `${file}: ${text}`).toEqual([]);
  });
});

describe('the tree', () => {
  it('has sources, and the laws read all of them', () => {
    expect(SOURCES.length).toBeGreaterThan(100);
  });

  it('names the same settings in the code, the example and the operator’s page', () => {
    const known = Object.keys(Variables.shape).sort();
    expect(variablesOfExample(read('.env.example'))).toEqual(known);
    expect(variablesOfTable(read('docs/operations.md'))).toEqual(known);
    expect(variablesOfExample('# the port\nPORT=8080\n#DATABASE_URL=')).toEqual(['DATABASE_URL', 'PORT']);
    expect(variablesOfTable('| `PORT` | the app | 8080 |\n| `x` |')).toEqual(['PORT']);
  });

  it('has at its top what the plan names, and nothing else', () => {
    expect(strangersAtTheTop(topLevel())).toEqual([]);
    expect(strangersAtTheTop(['src', 'lib', 'Dockerfile'])).toEqual(['lib', 'Dockerfile']);
  });

  it('has texts whose links lead somewhere', () => {
    const texts = [
      ...filesBelow(['docs', 'fhir-profiles'], /\.md$/),
      ...topLevel().filter((file) => file.endsWith('.md')),
    ];
    const exists = (file: string): boolean => existsSync(path.join(ROOT, file));
    expect(
      texts.flatMap((text) => brokenLinks(read(text), text, exists).map((to) => `${text} → ${to}`)),
    ).toEqual([]);
    const text = '[a](docs/a.md) [b](docs/b.md#there) [c](https://example.org/)';
    expect(brokenLinks(text, 'README.md', (file) => file === 'docs/b.md')).toEqual(['docs/a.md']);
  });

  it('has a README of at most 120 lines', () => {
    expect(read('README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(120);
  });

  it('locks packages by digest, without download addresses', () => {
    expect(downloadAddresses(read('package-lock.json'))).toEqual([]);
    const lock = {
      packages: { 'node_modules/a': { resolved: 'https://packages.example/a.tgz' }, 'node_modules/b': {} },
    };
    expect(downloadAddresses(JSON.stringify(lock))).toEqual(['node_modules/a']);
  });

  it('names no path of one machine', () => {
    const texts = filesBelow(
      ['src', 'server', 'launch', 'fhir-profiles', 'tests', 'docs', 'public'],
      /\.(tsx?|md|json|html|css|sql)$/,
    );
    const found = [...texts, 'README.md', 'package.json'].flatMap((file) =>
      machinePaths(read(file)).map((place) => `${file}: ${place}`),
    );
    expect(found).toEqual([]);
    expect(machinePaths(`see ${path.posix.join('/', 'home', 'ada', 'notes')}`)).toHaveLength(1);
  });
});
