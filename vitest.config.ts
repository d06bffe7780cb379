// Unit tests stand beside the file they test, the law of the house in tests/*.test.ts; stories in
// tests/integration (server) and tests/e2e (browser). Those with pictures and sound run one file after another:
// two calls at once on a small machine would measure each other.
import { defineConfig } from 'vitest/config';

// A test that hangs fails; the limits are far above what a slow machine needs and assert no speed.
const UNIT = 120_000;
const INTEGRATION = 300_000;
const BROWSER = 240_000;

// A real browser with a camera, on a machine that others use: what fails is told once more, and named at the run's end
// if it then holds (decision 0070).
const TOLD_AGAIN = 1;

// Node's own modules replaced: nobody else may meet them.
const MOCKING = ['**/*.mocking.test.ts'];
const CALLS = ['tests/e2e/{video-,visit,main-job}*.spec.ts'];

export default defineConfig({
  test: {
    allowOnly: false,
    projects: [
      {
        test: {
          name: 'unit',
          maxWorkers: 2,
          include: [
            '{src,server,fhir-profiles,launch}/**/*.test.{ts,tsx}',
            'tests/*.test.ts',
            'tests/{bench,rules}/*.test.ts',
          ],
          exclude: MOCKING,
          // Files share a process (decision 0059).
          isolate: false,
          testTimeout: UNIT,
          hookTimeout: UNIT,
        },
      },
      {
        test: {
          name: 'unit-mocking',
          maxWorkers: 2,
          include: MOCKING,
          exclude: ['node_modules/**'],
          testTimeout: UNIT,
          hookTimeout: UNIT,
        },
      },
      {
        test: {
          name: 'integration',
          // They mostly wait: for a database, a clock, another server.
          maxWorkers: 4,
          // Files share a process (decision 0059): loading the server, the FHIR definitions and WebAssembly for each
          // file anew costs more than many a story.
          isolate: false,
          sequence: { groupOrder: 1 },
          include: ['tests/{integration,properties,faults}/**/*.test.ts'],
          testTimeout: INTEGRATION,
          hookTimeout: INTEGRATION,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.spec.ts'],
          exclude: CALLS,
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
          retry: TOLD_AGAIN,
          testTimeout: BROWSER,
          hookTimeout: BROWSER,
        },
      },
      {
        test: {
          name: 'e2e-calls',
          include: CALLS,
          maxWorkers: 1,
          sequence: { groupOrder: 3 },
          retry: TOLD_AGAIN,
          testTimeout: BROWSER,
          hookTimeout: BROWSER,
        },
      },
    ],
  },
});
