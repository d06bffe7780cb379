import { describe, expect, it } from 'vitest';
import { type Report, tally } from './run-tally.ts';

const report = (over: Partial<Report>): Report => ({
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [{ status: 'passed', assertionResults: [{ status: 'passed' }] }],
  ...over,
});

describe('counting a run', () => {
  it('counts what passed when everything ran', () => {
    expect(tally(report({}), true, false)).toEqual({ passed: 3, failed: 0 });
  });

  it.each([
    ['failed', { numFailedTests: 2 }],
    ['skipped', { numPendingTests: 2 }],
    ['left for later', { numTodoTests: 2 }],
  ])('counts a %s test as failed', (_name, over) => {
    expect(tally(report(over), true, false)).toEqual({ passed: 3, failed: 2 });
  });

  it('counts a file that could not be loaded, and does not count a failed test twice', () => {
    const unloaded = { status: 'failed', assertionResults: [] };
    const failing = { status: 'failed', assertionResults: [{ status: 'failed' }] };
    expect(tally(report({ numFailedTests: 1, testResults: [unloaded, failing] }), false, false).failed).toBe(
      2,
    );
  });

  it('counts a crash without a report', () => {
    expect(tally(undefined, false, false)).toEqual({ passed: 0, failed: 1 });
    expect(tally(undefined, false, true)).toEqual({ passed: 0, failed: 1 });
  });

  it('counts an unclean end that no test explains, such as an unhandled rejection', () => {
    expect(tally(report({}), false, false)).toEqual({ passed: 3, failed: 1 });
  });

  it('counts a stage without any test as failed, unless words chose the files', () => {
    const none = report({ numPassedTests: 0, testResults: [] });
    expect(tally(none, true, false)).toEqual({ passed: 0, failed: 1 });
    expect(tally(none, true, true)).toEqual({ passed: 0, failed: 0 });
  });
});
