// Tells of the stories that failed once and held when they were told again: the failure where it happened, the name in
// the file that WEBSIDE_TEST_UNSTEADY names, one a line. A reporter of the test runner.
import { appendFileSync } from 'node:fs';
import type { Reporter, TestCase } from 'vitest/node';

export default class UnsteadyReporter implements Reporter {
  onTestCaseResult(test: TestCase): void {
    const file = process.env.WEBSIDE_TEST_UNSTEADY;
    if (!file || !test.diagnostic()?.flaky) return;
    appendFileSync(file, `${test.module.moduleId}: ${test.fullName}\n`);
    for (const { stack, message } of test.result().errors ?? [])
      process.stderr.write(`Failed once, then held: ${test.fullName}\n${stack ?? message}\n`);
  }
}
