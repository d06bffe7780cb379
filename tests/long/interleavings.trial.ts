// The property of tests/properties/interleavings.test.ts over ten thousand interleavings: how many of its claims did
// not hold.
import type { Trial } from './figure.ts';
import { runProperty } from './run-property.ts';

const COUNT = 10_000;
const SEED = 20_261_123;

export const trial: Trial = async () => {
  const { broken, isGreen, seconds } = runProperty('tests/properties/interleavings.test.ts', {
    WEBSIDE_TEST_INTERLEAVINGS: `${COUNT}`,
    WEBSIDE_TEST_SEED: `${SEED}`,
  });
  const id = 'T8.interleavings.claims-broken';
  return [{ id, n: COUNT, value: broken, bar: 0, pass: isGreen, seconds, seed: SEED }];
};
