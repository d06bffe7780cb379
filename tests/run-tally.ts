// Counts a report of the test runner by the house's rule: a test that did not run has failed.

export interface Tally {
  passed: number;
  failed: number;
}

/** The part of the runner's JSON report that is read here. */
export interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: { status: string }[] }[];
}

/**
 * `endedWell`: the runner's exit code was 0. Without a report the stage is one failure; a file that
 * could not be loaded is one; an unclean end that no test explains is one; no test at all is one,
 * unless words chose the files (`mayBeEmpty`).
 */
export function tally(report: Report | undefined, endedWell: boolean, mayBeEmpty: boolean): Tally {
  if (!report) return mayBeEmpty && endedWell ? { passed: 0, failed: 0 } : { passed: 0, failed: 1 };
  const passed = report.numPassedTests;
  const unloaded = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = report.numFailedTests + report.numPendingTests + report.numTodoTests + unloaded;
  if (failed > 0) return { passed, failed };
  const isEmpty = passed === 0 && !mayBeEmpty;
  return { passed, failed: isEmpty || !endedWell ? 1 : 0 };
}
