// A whole visit through a killed server, networks cut for 5, 15 and 40 seconds, and a fifth of all packets lost.
import type { Trial } from './figure.ts';
import { runProperty } from './run-property.ts';

export const trial: Trial = async () => {
  const { claims, broken, isGreen, seconds } = runProperty(
    'tests/e2e/visit-faults.spec.ts',
    { WEBSIDE_TEST_FAULTS: 'all' },
    'e2e',
  );
  const id = 'visit-faults.claims-broken';
  return [{ id, n: claims, value: broken, bar: 0, pass: isGreen, seconds, seed: 0 }];
};
