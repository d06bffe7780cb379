// For every law, small files that break it and small files that keep it. The key is the law's sentence.
import { DANGER_SAMPLES } from './danger-fixtures.ts';
import { DANGER_LAWS } from './dangers.ts';
import { HABIT_LAWS } from './habits.ts';
import { IMPORT_LAWS } from './imports.ts';

/** `around`: other files of the same tree, by path. */
export type Sample = [path: string, text: string, around?: Record<string, string>];
interface Fixtures {
  breaking: Sample[];
  keeping: Sample[];
}

const LAWS = [...IMPORT_LAWS, ...HABIT_LAWS, ...DANGER_LAWS];

/** Finds the law by the beginning of its sentence; throws when no law begins so. */
function law(begins: string, breaking: Sample[], keeping: Sample[]): [string, Fixtures] {
  const found = LAWS.filter(({ says }) => says.startsWith(begins));
  if (found.length !== 1 || !found[0]) throw new Error(`${found.length} laws begin with "${begins}"`);
  return [found[0].says, { breaking, keeping }];
}

const later = ['TO', 'DO'].join('');

export const FIXTURES: ReadonlyMap<string, Fixtures> = new Map([
  law(
    'Only three forms',
    [
      ['src/domain/visit/x.ts', "import { a } from '../audit/a.ts';"],
      ['src/domain/visit/x.ts', "import { a } from './deep/a.ts';"],
      ['src/domain/visit/x.ts', "import { a } from './a';"],
      ['src/domain/visit/x.ts', "export * from './a.js';"],
      ['server/visit/x.ts', "type A = import('../db/index.ts').A;"],
      ['server/visit/x.ts', 'const a = await import(name);'],
      ['server/visit/x.ts', "import { a } from '/srv/a.ts';"],
      ['server/visit/x.ts', "import { a } from '#elsewhere/a';"],
      ['server/visit/x.test.ts', "import { a } from '../audit/a';"],
    ],
    [
      ['src/domain/visit/x.ts', "import { a } from './a.ts'; import { z } from 'zod';"],
      ['server/visit/x.ts', "import { a } from '#domain/visit'; // from '../a.ts'"],
      ['src/main.tsx', "import { App } from './app/index.ts';"],
      ['server/visit/x.test.ts', "import { a } from '../audit/a.ts';"],
    ],
  ),
  law(
    'A folder takes only',
    [
      ['src/domain/visit/x.ts', "import { a } from '#server/db';"],
      ['src/domain/visit/x.ts', "import type { A } from '#profiles/visit-note';"],
      ['src/ui/button.tsx', "import { a } from '#domain/visit';"],
      ['server/visit/x.ts', "import { a } from '#features/visit';"],
      ['server/visit/x.ts', "import { a } from '#lib/dates';"],
      ['src/app/x.ts', "import { a } from '#server/http';"],
    ],
    [
      ['src/app/x.ts', "import { a } from '#features/visit';"],
      ['fhir-profiles/visit-note/x.ts', "import { a } from '#domain/visit';"],
    ],
  ),
  law(
    'Features never import each other',
    [
      ['src/features/visit/x.tsx', "import { a } from '#features/chart';"],
      ['src/features/visit/x.tsx', "import type { A } from '#server/http';"],
    ],
    [['src/features/visit/x.tsx', "import { a } from '#domain/chart';"]],
  ),
  law(
    'Rules and profiles are true',
    [
      ['src/domain/visit/x.ts', "import { useState } from 'react';"],
      ['src/domain/visit/x.ts', "import express from 'express';"],
      ['fhir-profiles/visit-note/x.ts', "import Client from 'fhirclient';"],
    ],
    [
      ['src/domain/visit/x.ts', "import { z } from 'zod';"],
      ['fhir-profiles/visit-note/x.ts', "import type { Encounter } from '@medplum/fhirtypes';"],
    ],
  ),
  law(
    "The server's layers",
    [
      ['server/http/x.ts', "import { a } from '#server/smart';"],
      ['server/db/x.ts', "import { a } from '#server/audit';"],
      ['server/chart/x.ts', "import { a } from '#server/visit';"],
      ['server/smart/x.ts', "import { a } from '#server/ehr';"],
      ['server/plumbing/x.ts', 'export const a = 1;'],
    ],
    [
      ['server/chart/x.ts', "import { a } from '#server/ehr';"],
      ['server/write-back/x.ts', "import { a } from '#server/billing';"],
      ['server/app.ts', "import { a } from '#server/chart';"],
    ],
  ),
  law(
    'The areas of #domain',
    [
      ['src/domain/consent/x.ts', "import { a } from '#domain/visit';"],
      ['src/domain/launch/x.ts', "import { a } from '#domain/chart';"],
      ['src/domain/shared/x.ts', 'export const a = 1;'],
    ],
    [['src/domain/visit/x.ts', "import { a } from '#domain/consent'; import { b } from '#domain/launch';"]],
  ),
  law(
    'A screen belongs',
    [['src/features/dashboard/x.tsx', '// x']],
    [['src/features/launch/x.tsx', '// x']],
  ),
  law(
    'Nothing but server/main.ts',
    [
      ['server/app.ts', "import { startSandbox } from '#server/sandbox';"],
      ['server/context.ts', "import { a } from './sandbox/index.ts';"],
      ['src/app/x.ts', "import type { A } from '#server/sandbox/contract';"],
    ],
    [
      ['server/main.ts', "import { startSandbox } from '#server/sandbox';"],
      ['server/sandbox/fhir/x.ts', "import type { A } from '#server/sandbox/contract';"],
      ['tests/integration/x.test.ts', "import { startSandbox } from '#server/sandbox';"],
    ],
  ),
  law(
    'The sandbox EHR is the outside world',
    [
      ['server/sandbox/fhir/x.ts', "import { a } from '#server/db';"],
      ['server/sandbox/fhir/x.ts', "import { a } from '#domain/launch';"],
    ],
    [['server/sandbox/fhir/x.ts', "import express from 'express';"]],
  ),
  law(
    'Whoever reads through #server/ehr',
    [
      ['server/write-back/send.ts', "import type { Ehr } from '#server/ehr';"],
      [
        'server/chart/banner.ts',
        "import type { Ehr } from '#server/ehr';",
        {
          'server/chart/routes.ts': "import { a } from './banner.ts';",
          'server/chart/index.ts': "export * from './banner.ts';",
        },
      ],
      [
        'server/chart/banner.ts',
        "import type { Ehr } from '#server/ehr';",
        { 'server/chart/warm.ts': "import { a } from './banner.ts';" },
      ],
    ],
    [
      ['server/write-back/send.ts', "import type { Ehr } from '#server/ehr'; needs.recordAccess();"],
      ['server/chart/routes.ts', "import { read } from '#server/ehr'; read();"],
      [
        'server/chart/banner.ts',
        "import type { Ehr } from '#server/ehr';",
        {
          'server/chart/routes.ts': "import { a } from './banner.ts';",
          'server/chart/index.ts': "export { r } from './routes.ts';",
        },
      ],
      ['server/context.ts', "import { createEhr } from '#server/ehr';"],
    ],
  ),
  law(
    'No clock, random',
    [
      ['src/domain/visit/x.ts', 'const now = new Date();'],
      ['src/domain/visit/x.ts', 'const now = Date.now();'],
      ['src/domain/visit/x.ts', 'const id = Math.random();'],
      ['src/domain/visit/x.ts', 'const id = crypto.randomUUID();'],
      ['fhir-profiles/visit-note/x.ts', "await fetch('https://ehr.example/');"],
      ['fhir-profiles/visit-note/x.ts', "import { readFileSync } from 'node:fs';"],
    ],
    [
      ['src/domain/visit/x.ts', 'const day = new Date(now); // not Date.now()'],
      ['server/visit/x.ts', 'const now = new Date();'],
    ],
  ),
  law(
    'Only server/config.ts',
    [
      ['server/main.ts', 'const port = process.env.PORT;'],
      ['src/main.tsx', 'const { PORT } = process.env;'],
    ],
    [
      ['server/config.ts', 'const port = process.env.PORT;'],
      ['server/main.ts', "const says = 'process.env';"],
    ],
  ),
  law(
    'Product code does not',
    [['server/main.ts', "console.log('x');"]],
    [['server/main.ts', "log.info('x');"]],
  ),
  law(
    'A name says what',
    [
      ['src/lib/string-utils.ts', '// x'],
      ['src/features/visit/common/x.ts', '// x'],
      ['server/visit/visit.ts', 'export class VisitManager {}'],
      ['server/visit/visit.ts', 'export const loadUserInfo = 1;'],
      ['server/visit/visit.ts', 'export interface PatientData { a: 1 }'],
    ],
    [['server/db/data-key.ts', 'export const dataKey = 1;']],
  ),
  law(
    'Nothing is left for later',
    [
      ['server/main.ts', `// ${later}: later`],
      ['server/main.ts', `// ${['@ts', 'ignore'].join('-')}`],
      ['tests/e2e/x.spec.ts', `/* ${['biome', 'ignore'].join('-')} lint */`],
    ],
    [['server/main.ts', '// what to do']],
  ),
  law(
    'A test is never',
    [
      ['server/visit/x.test.ts', "it.skip('x', () => {});"],
      ['tests/e2e/x.spec.ts', "describe.only('x', () => {});"],
      ['tests/e2e/x.spec.ts', "it.todo('x');"],
    ],
    [['server/visit/x.test.ts', "it.each([1])('x', () => {}); // it.skip"]],
  ),
  law(
    'A test that replaces',
    [
      ['server/http/x.test.ts', "vi.mock('node:dns');"],
      ['tests/integration/x.test.ts', "vi.doMock('node:dns');"],
    ],
    [
      ['server/http/x.mocking.test.ts', "vi.mock('node:dns');"],
      ['server/http/x.test.ts', "vi.spyOn(log, 'warn');"],
    ],
  ),
  law(
    'A file begins',
    [['server/x.ts', 'export const a = 1;']],
    [['server/x.ts', '// Counts to one.\nexport const a = 1;']],
  ),
  ...DANGER_SAMPLES.map((samples) => law(...samples)),
  law('No file over', [['server/x.ts', '//\n'.repeat(401)]], [['server/x.ts', '//\n'.repeat(400)]]),
]);
