// T59, the share of every push: the app in a process of its own is killed at each named point of a delivery, started
// again, and the EHR (a process of its own too) has each thing once, in order. All of it: npm run test:long.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Receipt } from '#domain/write-back';
import { freezeOnce } from './freeze.ts';
import { type House, openHouse } from './house.ts';
import { listOrphans } from './judge.ts';
import { type Chain, FEW, inShort, killChain } from './kill-chain.ts';
import { PATIENTS, peopleAt } from './walk.ts';

let house: House;
/** Of this house's visits so far. */
let known: Receipt[] = [];
afterAll(() => house.close());

/** Four starts of the app and four waits; far above what they take on a busy machine. */
const PATIENCE = 900_000;

async function expectSurvived({ patient, points }: Chain): Promise<void> {
  const cells = await killChain(house, await peopleAt(house, 'generic', patient), points);
  expect(cells.map(({ point }) => point)).toEqual(Object.values(points));
  for (const cell of cells) {
    expect(cell.isReached, inShort(cell)).toBe(true);
    expect(cell.verdict, inShort(cell)).toMatchObject({
      lost: 0,
      doubled: 0,
      outOfOrder: 0,
      stuck: 0,
      words: [],
    });
  }
  known.push(...cells.flatMap(({ receipts }) => receipts));
  expect(await listOrphans(house, 'generic', known)).toEqual([]);
}

describe('on postgresql', () => {
  beforeAll(async () => {
    house = await openHouse({ kind: 'postgresql' });
  });

  it.each(FEW.map((chain) => ({ chain, points: Object.values(chain.points).join(' ') })))(
    'killed at $points: nothing lost, nothing doubled, in order, to its end',
    ({ chain }) => expectSurvived(chain),
    PATIENCE,
  );

  it(
    'frozen past its lease with the answer unread: the other instance finds it, and the first writes nothing',
    async () => {
      const people = await peopleAt(house, 'generic', PATIENTS[0]);
      const { verdict, before, after } = await freezeOnce(house, people, 'K7', null);
      expect(before).toEqual(['send', 'lose', 'look', 'find']);
      expect(after).toEqual(before);
      expect(verdict.words).toEqual([]);
    },
    PATIENCE,
  );
});

describe('on the embedded database', () => {
  beforeAll(async () => {
    await house.close();
    known = [];
    house = await openHouse({ kind: 'embedded' });
  });

  it(
    'killed at K6 and K8: nothing lost, nothing doubled, in order, to its end',
    () => expectSurvived({ patient: PATIENTS[0], points: { note: 'K6', addendum: 'K8' } }),
    PATIENCE,
  );
});
