// T60, T68: a hundred kills of the app at random moments on both databases, and twenty crashes of PostgreSQL, all under
// load. What was acknowledged arrives once, in order; every start succeeds.
import { setTimeout as sleep } from 'node:timers/promises';
import { type House, openHouse } from '../faults/house.ts';
import { type UnderLoad, underLoad } from '../faults/under-load.ts';
import type { Figure } from './figure.ts';
import { randomFrom } from './random-from.ts';

const SEED = 20_261_122;
const KILLS = 100;
const RESTARTS = 20;
const LONGEST_MS = 4_000;

export async function trial(): Promise<Figure[]> {
  return [
    ...(await kills('embedded', KILLS / 2)),
    ...(await kills('postgresql', KILLS / 2)),
    ...(await restarts()),
  ];
}

async function kills(kind: House['kind'], wanted: number): Promise<Figure[]> {
  const random = randomFrom(SEED);
  return measure(`T60.${kind}`, await openHouse({ kind }), wanted, async (house) => {
    while (house.kills() < wanted) {
      const app = await house.app();
      await sleep(random() * LONGEST_MS);
      app.child.kill('SIGKILL');
      await app.ended;
      await sleep(0);
    }
  });
}

async function restarts(): Promise<Figure[]> {
  const random = randomFrom(SEED);
  const house = await openHouse({ kind: 'postgresql' });
  const figures = await measure('T68', house, RESTARTS, async () => {
    for (let number = 0; number < RESTARTS; number += 1) {
      await sleep(random() * LONGEST_MS);
      await house.server().restart();
    }
  });
  // The app outlives every one of them.
  const ended = { id: 'T68.app-ended', n: RESTARTS, value: house.kills(), bar: 0, pass: house.kills() === 0 };
  return [...figures, { ...ended, seconds: figures[0]?.seconds ?? 0, seed: SEED }];
}

async function measure(
  id: string,
  house: House,
  n: number,
  disturb: (house: House) => Promise<void>,
): Promise<Figure[]> {
  const began = performance.now();
  let result: UnderLoad;
  try {
    result = await underLoad(house, () => disturb(house));
  } finally {
    await house.close();
  }
  const { verdict, walks, acknowledged } = result;
  for (const words of verdict.words) process.stdout.write(`  ${id} ${words}\n`);
  process.stdout.write(`  ${id} ${n} times, ${walks} visits, ${acknowledged} presses acknowledged\n`);
  const common = { n, bar: 0, seconds: (performance.now() - began) / 1000, seed: SEED };
  const none = (what: string, value: number): Figure => ({
    ...{ id: `${id}.${what}`, value, pass: value === 0 && acknowledged > 0 },
    ...common,
  });
  return [
    none('lost', verdict.lost),
    none('doubled', verdict.doubled),
    none('out-of-order', verdict.outOfOrder),
    none('stuck', verdict.stuck),
    none('broken-off', verdict.words.filter((words) => words.startsWith('a walk broke off')).length),
    { ...common, id: `${id}.acknowledged`, value: acknowledged, bar: n, pass: acknowledged >= n },
  ];
}
