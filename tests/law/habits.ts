// Laws about single files that are not about imports: purity, names, what may not be left behind.
import path from 'node:path';
import type { Law } from './imports.ts';

const isTest = (file: string): boolean => file.startsWith('tests/') || /\.test\.tsx?$/.test(file);
const isPure = (file: string): boolean => /^(src\/domain|fhir-profiles)\//.test(file) && !isTest(file);
const isProduct = (file: string): boolean =>
  /^(src|server|launch|fhir-profiles)\//.test(file) && !isTest(file);

const IMPURE =
  /^(Date\.now|new Date\(\)|Date\(\)|Math\.random|performance\.now|fetch\(\)|crypto\..*|setTimeout\(\)|setInterval\(\)|localStorage\..*|process\..*)$/;
const EMPTY_WORDS = [
  'util',
  'utils',
  'helper',
  'helpers',
  'common',
  'misc',
  'manager',
  'service',
  'data',
  'info',
];

export const HABIT_LAWS: readonly Law[] = [
  {
    says: 'No clock, random, network or node: in src/domain and fhir-profiles; the moment is passed in.',
    breaks: (file) =>
      isPure(file.path)
        ? [
            ...[...file.reaches].filter((reach) => IMPURE.test(reach)).map((reach) => `uses ${reach}`),
            ...file.imports
              .filter((one) => one.specifier.startsWith('node:'))
              .map((one) => `imports ${one.specifier}`),
          ]
        : [],
  },
  {
    says: 'Only server/config.ts reads the environment.',
    breaks: (file) =>
      isProduct(file.path) && file.path !== 'server/config.ts' && file.reaches.has('process.env')
        ? ['reads process.env']
        : [],
  },
  {
    says: 'Product code does not write to the console; it is handed a log.',
    breaks: (file) =>
      isProduct(file.path)
        ? [...file.reaches].filter((reach) => reach.startsWith('console.')).map((reach) => `uses ${reach}`)
        : [],
  },
  {
    says: 'A name says what a thing is: no util, helper, common, misc, manager, service, data, info.',
    breaks: (file) => {
      const { dir, name } = path.posix.parse(file.path.replace(/\.test\.tsx?$/, '.ts'));
      const words = isTest(file.path) ? [name] : [name, ...file.exports];
      return [...dir.split('/'), ...words.map(lastWordOf)]
        .filter((word) => EMPTY_WORDS.includes(word))
        .map((word) => `has a name that ends in ${word}`);
    },
  },
  {
    says: 'Nothing is left for later, and no rule of the tools is switched off.',
    breaks: (file) =>
      LEFT_BEHIND.filter((mark) => mark.test(file.text)).map(
        (mark) => `contains ${mark.source.replaceAll(/[\\[\]]|\\b/g, '')}`,
      ),
  },
  {
    says: 'A test is never skipped, left for later, or run alone.',
    breaks: (file) =>
      ['it', 'test', 'describe']
        .flatMap((word) => ['skip', 'only', 'todo', 'fails'].map((how) => `${word}.${how}`))
        .filter((reach) => isTest(file.path) && file.reaches.has(reach))
        .map((reach) => `uses ${reach}`),
  },
  {
    says: 'A test that replaces a module is called *.mocking.test.ts: it has a process of its own (decision 0059).',
    breaks: (file) =>
      /\bvi\.(do)?mock\(/i.test(file.text) &&
      isTest(file.path) &&
      !/^tests\/law\/|\.mocking\.test\.ts$/.test(file.path)
        ? ['replaces a module']
        : [],
  },
  {
    says: 'A file begins by saying what it does.',
    breaks: (file) =>
      /^(#!.*\n)?\/[/*]/.test(file.text) || isTest(file.path) ? [] : ['has no first line that says so'],
  },
  {
    says: 'No file over 400 lines.',
    breaks: ({ text }) => (text.split('\n').length > 401 ? [`has ${text.split('\n').length - 1} lines`] : []),
  },
];

/** Written so that this line does not find itself. */
const LEFT_BEHIND = [
  /\bTOD[O]\b/,
  /\bFIXM[E]\b/,
  /@ts-(ignor[e]|nochec[k]|expect-erro[r])/,
  /biome-ignor[e]/,
];

/** visit-data → data; loadUserInfo → info */
function lastWordOf(name: string): string {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return words.at(-1) ?? '';
}
