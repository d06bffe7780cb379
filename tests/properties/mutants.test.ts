// The guards against somebody else's record, taken away one by one in copies of the server: the story that is named
// for each must fail, and fail by what it saw, while in the copy that is as it was every story passes. On a push the few
// that matter most are tried (tests/long tries all), and every one is looked at whether it still fits.
import { beforeAll, describe, expect, it } from 'vitest';
import { MUTANTS } from './mutants/mutants.ts';
import { countPlaces, runMutants, UNCHANGED, type Verdict } from './mutants/run-mutants.ts';

const LIMIT_MS = 900_000;
const ALL = process.env.WEBSIDE_TEST_MUTANTS === 'all';
const tried = MUTANTS.filter(({ isAlwaysTried }) => isAlwaysTried || ALL);
let verdicts: Map<string, Verdict>;

beforeAll(async () => {
  verdicts = await runMutants(tried);
}, LIMIT_MS);

it('as it is, every story passes, those that are named below among them', () => {
  const { passed = [], failed } = verdicts.get(UNCHANGED) ?? {};
  expect([...(failed ?? ['did not run'])]).toEqual([]);
  expect(passed).toEqual(expect.arrayContaining(MUTANTS.map(({ caughtBy }) => caughtBy)));
});

describe('a guard that is taken away', () => {
  it.each(tried.map((mutant) => [mutant.name, mutant] as const))('%s is noticed', (name, { caughtBy }) => {
    const { passed, failed } = verdicts.get(name) ?? {};
    expect([name, passed]).toEqual([name, []]);
    // Not by a crash on the way.
    expect(failed?.get(caughtBy)).toMatch(/Violation|AssertionError/);
  });
});

it.each(MUTANTS)('the texts of $name stand exactly once', async (mutant) => {
  expect(await countPlaces(mutant)).toEqual(mutant.changes.map(() => 1));
});
