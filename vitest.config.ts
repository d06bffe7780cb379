// Unit tests stand beside the file they test; integration stories in tests/integration. Browser
// stories (tests/e2e) run with the same runner, one file after another, under the project `e2e`.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['{src,server,fhir-profiles,launch}/**/*.test.ts', 'tests/architecture.test.ts'], testTimeout: 20_000 } },
      { test: { name: 'integration', include: ['tests/integration/**/*.test.ts', 'tests/properties/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 90_000, fileParallelism: true, maxWorkers: 2 } },
      { test: { name: 'e2e', include: ['tests/e2e/**/*.spec.ts'], testTimeout: 120_000, hookTimeout: 120_000, fileParallelism: false } },
    ],
  },
});
