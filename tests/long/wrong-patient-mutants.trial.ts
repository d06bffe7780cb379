// Every guard against somebody else's record taken away in turn: how many of them nobody would miss.
import type { Trial } from './figure.ts';
import { runProperty } from './run-property.ts';

export const trial: Trial = async () => {
  const { claims, broken, isGreen, seconds } = runProperty('tests/properties/mutants.test.ts', {
    WEBSIDE_TEST_MUTANTS: 'all',
  });
  const id = 'T8.mutants.claims-broken';
  return [{ id, n: claims, value: broken, bar: 0, pass: isGreen, seconds, seed: 0 }];
};
