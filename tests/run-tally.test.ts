import { describe, expect, it } from 'vitest';
import { type Report, sum, tally } from './run-tally.ts';

const file = (status: string, ...tests: string[]) => ({
  name: 'a.test.ts',
  status,
  assertionResults: tests.map((one) => ({ status: one, fullName: `is ${one}` })),
});

const report = (over: Partial<Report>): Report => ({
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [file('passed', 'passed')],
  ...over,
});

describe('counting a run', () => {
  it('counts what passed when everything ran', () => {
    expect(tally(report({}), true, false)).toEqual({ passed: 3, failed: 0, names: [], unsteady: [] });
  });

  it.each([
    ['failed', { numFailedTests: 2 }],
    ['skipped', { numPendingTests: 2 }],
    ['left for later', { numTodoTests: 2 }],
  ])('counts a %s test as failed', (_name, over) => {
    expect(tally(report(over), true, false)).toMatchObject({ passed: 3, failed: 2 });
  });

  it('counts a file that could not be loaded, and does not count a failed test twice', () => {
    const testResults = [file('failed'), file('failed', 'failed')];
    expect(tally(report({ numFailedTests: 1, testResults }), false, false).failed).toBe(2);
  });

  it('names what did not pass, and no more', () => {
    const testResults = [file('failed'), file('failed', 'passed', 'failed', 'skipped')];
    expect(tally(report({ numFailedTests: 1, numPendingTests: 1, testResults }), false, false).names).toEqual(
      ['a.test.ts: is failed (failed)', 'a.test.ts: is skipped (skipped)', 'a.test.ts'],
    );
  });

  it('counts a crash without a report', () => {
    expect(tally(undefined, false, false)).toEqual({ passed: 0, failed: 1, names: [], unsteady: [] });
    expect(tally(undefined, false, true)).toEqual({ passed: 0, failed: 1, names: [], unsteady: [] });
  });

  it('counts an unclean end that no test explains, such as an unhandled rejection', () => {
    expect(tally(report({}), false, false)).toEqual({ passed: 3, failed: 1, names: [], unsteady: [] });
  });

  it('counts a stage without any test as failed, unless words chose the files', () => {
    const none = report({ numPassedTests: 0, testResults: [] });
    expect(tally(none, true, false)).toEqual({ passed: 0, failed: 1, names: [], unsteady: [] });
    expect(tally(none, true, true)).toEqual({ passed: 0, failed: 0, names: [], unsteady: [] });
  });

  it('adds up what ran side by side and one after another, and forgets no name', () => {
    expect(sum([])).toEqual({ passed: 0, failed: 0, names: [], unsteady: [] });
    const calls = { passed: 2, failed: 1, names: ['a call'], unsteady: [] };
    const others = { passed: 40, failed: 2, names: ['a chart', 'a lock'], unsteady: ['a door'] };
    expect(sum([calls, others])).toEqual({
      passed: 42,
      failed: 3,
      names: ['a call', 'a chart', 'a lock'],
      unsteady: ['a door'],
    });
  });
});
