// T59: a process killed at every named point of a delivery, every kind of it, every personality, both databases; the
// EHR in its own process says what arrived.
import { openHouse } from '../faults/house.ts';
import { addUp, listOrphans, nothingWrong } from '../faults/judge.ts';
import { type Cell, chainsOf, inShort, killChain } from '../faults/kill-chain.ts';
import { POINTS } from '../faults/kill-points.ts';
import { peopleAt } from '../faults/walk.ts';
import type { Figure } from './figure.ts';

const DATABASES = ['postgresql', 'embedded'] as const;
const PERSONALITIES = ['generic', 'oracle', 'epic'] as const;

export async function trial(): Promise<Figure[]> {
  const began = performance.now();
  const cells: Cell[] = [];
  const orphans: string[] = [];
  let broken = 0;
  for (const kind of DATABASES)
    for (const personality of PERSONALITIES)
      for (const chains of chainsOf(personality)) {
        const house = await openHouse({ kind });
        const before = cells.length;
        try {
          for (const { patient, points } of chains)
            try {
              const killed = await killChain(house, await peopleAt(house, personality, patient), points);
              for (const cell of killed) process.stdout.write(`  ${inShort(cell)}\n`);
              cells.push(...killed);
            } catch (cause) {
              broken += 1;
              process.stdout.write(`  ${kind} ${personality} ${JSON.stringify(points)}: ${String(cause)}\n`);
            }
          const receipts = cells.slice(before).flatMap((cell) => cell.receipts);
          const nobodys = await listOrphans(house, personality, receipts);
          if (nobodys.length > 0)
            process.stdout.write(`  ${kind} ${personality} nobody's: ${nobodys.join(', ')}\n`);
          orphans.push(...nobodys);
        } finally {
          await house.close();
        }
      }
  const all = nothingWrong();
  for (const { verdict } of cells) addUp(all, verdict);
  const common = { n: cells.length, bar: 0, seconds: (performance.now() - began) / 1000, seed: 0 };
  const missed = cells.filter(({ isReached }) => !isReached).length;
  const none = (id: string, value: number): Figure => ({ id, value, pass: value === 0, ...common });
  return [
    none('T59.lost', all.lost),
    none('T59.doubled', all.doubled + orphans.length),
    none('T59.out-of-order', all.outOfOrder),
    none('T59.stuck', all.stuck),
    none('T59.not-reached', missed),
    none('T59.broken-off', broken),
    ...POINTS.map((point): Figure => {
      const kills = cells.filter((cell) => cell.point === point && cell.isReached).length;
      return { ...common, id: `T59.kills.${point}`, n: kills, value: kills, bar: 1, pass: kills > 0 };
    }),
  ];
}
