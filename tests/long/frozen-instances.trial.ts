// T73: one of two instances is frozen in the middle of a delivery, past its whole lease, and goes on when the other
// has long ended it. What it held it neither sends again nor writes down.
import { freezeOnce } from '../faults/freeze.ts';
import { openHouse } from '../faults/house.ts';
import { addUp, nothingWrong } from '../faults/judge.ts';
import { peopleAt, WITHOUT_ENCOUNTER } from '../faults/walk.ts';
import type { Figure } from './figure.ts';

/** Leased; intent written; answer unread. In the first two nothing has left, in the third everything has. */
const FROZEN_AT = ['K3', 'K4', 'K7'] as const;
/** A lease, and a little. */
const WAIT_SECONDS = 62;

export async function trial(): Promise<Figure[]> {
  const began = performance.now();
  const house = await openHouse({ kind: 'postgresql', leasesEndAtDeath: false });
  const all = nothingWrong();
  let stale = 0;
  let tries = 0;
  try {
    for (const personality of ['generic', 'oracle'] as const)
      for (const point of FROZEN_AT) {
        const people = await peopleAt(
          house,
          personality,
          WITHOUT_ENCOUNTER[tries % WITHOUT_ENCOUNTER.length],
        );
        const { verdict, before, after } = await freezeOnce(house, people, point, WAIT_SECONDS);
        tries += 1;
        addUp(all, verdict);
        if (after.length !== before.length) stale += 1;
        process.stdout.write(`  ${personality} ${point}: ${after.join(' ')} ${verdict.words.join(' · ')}\n`);
      }
  } finally {
    await house.close();
  }
  const common = { n: tries, bar: 0, seconds: (performance.now() - began) / 1000, seed: 0 };
  const none = (id: string, value: number): Figure => ({ id, value, pass: value === 0, ...common });
  return [
    none('T73.written-by-the-frozen', stale),
    none('T73.doubled', all.doubled),
    none('T73.lost', all.lost),
    none('T73.stuck', all.stuck),
  ];
}
