// As much of vitest as the tests of the rules speak, so that they can be run again and again in one process: collected
// once, then called. A word it does not know throws when the tests are loaded.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';

export interface Collected {
  name: string;
  run: () => unknown;
}
export const collected: Collected[] = [];
const path: string[] = [];

type Body = (...given: never[]) => unknown;
const spread = (row: unknown): never[] => (Array.isArray(row) ? row : [row]) as never[];

export function describe(name: string, ...rest: unknown[]): void {
  path.push(name);
  (rest.at(-1) as Body)();
  path.pop();
}
describe.each =
  (rows: readonly unknown[]) =>
  (name: string, ...rest: unknown[]): void => {
    for (const row of rows) describe(name, () => (rest.at(-1) as Body)(...spread(row)));
  };

export function it(name: string, run: () => unknown): void {
  collected.push({ name: [...path, name].join(' › '), run });
}
it.each = (rows: readonly unknown[]) => (name: string, run: Body) => {
  for (const row of rows) it(name, () => run(...spread(row)));
};

/** Of a matcher that stands inside an expected value. */
class Among {
  readonly wanted: readonly unknown[];
  constructor(wanted: readonly unknown[]) {
    this.wanted = wanted;
  }
}

/** `isPart`: what the expected value does not name may be there. Undefined is as good as absent. */
function fits(actual: unknown, wanted: unknown, isPart: boolean): boolean {
  if (wanted instanceof Among)
    return (
      Array.isArray(actual) && wanted.wanted.every((one) => actual.some((other) => fits(other, one, false)))
    );
  if (Array.isArray(wanted))
    return (
      Array.isArray(actual) &&
      actual.length === wanted.length &&
      wanted.every((one, at) => fits(actual[at], one, isPart))
    );
  if (!isPlain(wanted)) return isDeepStrictEqual(actual, wanted);
  if (!isPlain(actual)) return false;
  const names = isPart ? Object.keys(wanted) : [...new Set([...Object.keys(wanted), ...Object.keys(actual)])];
  return names.every((name) => fits(actual[name], wanted[name], isPart));
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  return [Object.prototype, null].includes(Object.getPrototypeOf(value));
}

export function expect(actual: unknown) {
  return { ...matchers(actual, true), not: matchers(actual, false) };
}
expect.arrayContaining = (wanted: readonly unknown[]) => new Among(wanted);

function matchers(actual: unknown, isWanted: boolean) {
  const say = (is: boolean) => assert.equal(is, isWanted);
  const list = actual as unknown[] & string;
  return {
    toBe: (wanted: unknown) => say(Object.is(actual, wanted)),
    toEqual: (wanted: unknown) => say(fits(actual, wanted, false)),
    toMatchObject: (wanted: unknown) => say(fits(actual, wanted, true)),
    toContain: (wanted: never) => say(list.includes(wanted)),
    toContainEqual: (wanted: unknown) => say([...list].some((one) => fits(one, wanted, false))),
    toHaveLength: (wanted: number) => say(list.length === wanted),
    toHaveProperty: ([name]: [string]) => say(Object.hasOwn(actual as object, name)),
    toMatch: (wanted: RegExp) => say(wanted.test(list)),
    toBeUndefined: () => say(actual === undefined),
    toBeNull: () => say(actual === null),
    toBeTruthy: () => say(Boolean(actual)),
    toBeGreaterThan: (wanted: number) => say((actual as number) > wanted),
    toBeGreaterThanOrEqual: (wanted: number) => say((actual as number) >= wanted),
    toBeLessThan: (wanted: number) => say((actual as number) < wanted),
    toMatchFileSnapshot: (file: string) => say(readFileSync(file, 'utf8') === actual),
    toThrow: (wanted?: RegExp | (new (...given: never[]) => Error)) =>
      say(throwsAs(actual as () => unknown, wanted)),
  };
}

function throwsAs(run: () => unknown, wanted?: RegExp | (new (...given: never[]) => Error)): boolean {
  try {
    run();
    return false;
  } catch (thrown) {
    if (!wanted) return true;
    return wanted instanceof RegExp ? wanted.test(String(thrown)) : thrown instanceof wanted;
  }
}
