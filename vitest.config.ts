// Unit tests stand beside the file they test, the law of the house in tests/*.test.ts; stories in
// tests/integration (server) and tests/e2e (browser, one file after another).
import { defineConfig } from 'vitest/config';

// A test that hangs fails; the limits are far above what a slow machine needs and assert no speed.
const UNIT = 30_000;
const INTEGRATION = 300_000;
const BROWSER = 240_000;

export default defineConfig({
  test: {
    maxWorkers: 2,
    allowOnly: false,
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            '{src,server,fhir-profiles,launch}/**/*.test.{ts,tsx}',
            'tests/*.test.ts',
            'tests/{bench,rules}/*.test.ts',
          ],
          testTimeout: UNIT,
          hookTimeout: UNIT,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['tests/{integration,properties,faults}/**/*.test.ts'],
          testTimeout: INTEGRATION,
          hookTimeout: INTEGRATION,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.spec.ts'],
          testTimeout: BROWSER,
          hookTimeout: BROWSER,
          fileParallelism: false,
        },
      },
    ],
  },
});
