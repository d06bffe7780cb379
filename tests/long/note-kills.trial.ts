// T96: the tab in which a note is written, killed fifty times at a moment nobody chose.
import type { Trial } from './figure.ts';
import { runProperty } from './run-property.ts';

const KILLS = 50;
const SEED = 5;

export const trial: Trial = async () => {
  const { broken, isGreen, seconds } = runProperty(
    'tests/e2e/note-kills.spec.ts',
    { WEBSIDE_TEST_KILLS: `${KILLS}`, WEBSIDE_TEST_SEED: `${SEED}` },
    'e2e',
  );
  const id = 'T96.note-kills.claims-broken';
  return [{ id, n: KILLS, value: broken, bar: 0, pass: isGreen, seconds, seed: SEED }];
};
