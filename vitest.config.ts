// Unit tests stand beside the file they test, the law of the house in tests/*.test.ts; stories in
// tests/integration (server) and tests/e2e (browser). Those with pictures and sound run one file after another:
// two calls at once on a small machine would measure each other. `npm test` runs the other browser stories beside
// them, in a process of their own (decision 0069).
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

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

/**
 * Small files that take long, the longest first. Where nothing is known of an earlier run, as in continuous
 * integration, the runner begins with the largest file and would come to these when all else is done.
 */
const LONG = [
  'faults/kill-points',
  'properties/reconnect',
  'properties/callback-state-machine',
  'integration/start',
  'properties/mutants',
  'properties/interleavings',
  'integration/process',
].map((name) => new RegExp(`/tests/${name}\\.test\\.ts$`));

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const found = LONG.findIndex((name) => name.test(moduleId));
      return found === -1 ? LONG.length : found;
    };
    return (await super.sort(files)).toSorted((one, other) => place(one) - place(other));
  }
}

export default defineConfig({
  test: {
    allowOnly: false,
    sequence: { sequencer: LongestFirst },
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
          maxWorkers: 1,
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
          isolate: false,
          sequence: { groupOrder: 3 },
          retry: TOLD_AGAIN,
          testTimeout: BROWSER,
          hookTimeout: BROWSER,
        },
      },
    ],
  },
});
