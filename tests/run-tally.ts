// Counts a report of the test runner by the house's rule: a test that did not run has failed.

export interface Tally {
  passed: number;
  failed: number;
  /** What failed, as a person would look for it; a stage that failed as a whole names nothing. */
  names: string[];
  /** What failed once, and held when it was told again (decision 0070). */
  unsteady: string[];
}

export const NOTHING: Tally = { passed: 0, failed: 0, names: [], unsteady: [] };

/** The part of the runner's JSON report that is read here. */
export interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { name: string; status: string; assertionResults: { status: string; fullName: string }[] }[];
}

/**
 * `endedWell`: the runner's exit code was 0. Without a report the stage is one failure; a file that
 * could not be loaded is one; an unclean end that no test explains is one; no test at all is one,
 * unless words chose the files (`mayBeEmpty`).
 */
export function tally(report: Report | undefined, endedWell: boolean, mayBeEmpty: boolean): Tally {
  if (!report) return { ...NOTHING, failed: mayBeEmpty && endedWell ? 0 : 1 };
  const passed = report.numPassedTests;
  const unloaded = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  const failed = report.numFailedTests + report.numPendingTests + report.numTodoTests + unloaded.length;
  const names = report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter((test) => test.status !== 'passed')
      .map((test) => `${name}: ${test.fullName} (${test.status})`),
  );
  if (failed > 0)
    return { ...NOTHING, passed, failed, names: [...names, ...unloaded.map(({ name }) => name)] };
  const isEmpty = passed === 0 && !mayBeEmpty;
  return { ...NOTHING, passed, failed: isEmpty || !endedWell ? 1 : 0 };
}

export function sum(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((all, { passed }) => all + passed, 0),
    failed: tallies.reduce((all, { failed }) => all + failed, 0),
    names: tallies.flatMap(({ names }) => names),
    unsteady: tallies.flatMap(({ unsteady }) => unsteady),
  };
}
