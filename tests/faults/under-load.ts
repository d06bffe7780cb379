// Visits of all three EHRs at once, one after the other without a rest, while something is done to the house; then,
// in peace, the judgement of all of them.
import type { Receipt } from '#domain/write-back';
import type { Personality } from '../fixtures/deliveries.ts';
import type { House } from './house.ts';
import { judge, listOrphans, nothingWrong, settle, type Verdict } from './judge.ts';
import type { Kind } from './kill-points.ts';
import { steadily } from './steadily.ts';
import { beginWalk, PATIENTS, type People, peopleAt, type Walk, WITHOUT_ENCOUNTER } from './walk.ts';

export interface UnderLoad {
  verdict: Verdict;
  walks: number;
  /** Presses that were answered: each of them must arrive. */
  acknowledged: number;
}

const PERSONALITIES: readonly Personality[] = ['generic', 'oracle', 'epic'];
const SETTLE_SECONDS = 240;
/** A chart that nobody touches is locked after 15 minutes, and on a slow machine a round takes longer. */
const STAY_MS = 8 * 60_000;

/** `patients`: of each EHR; the first visit of each is charged, as no day is charged twice. */
export async function underLoad(
  house: House,
  disturb: () => Promise<void>,
  patients = WITHOUT_ENCOUNTER.length,
): Promise<UnderLoad> {
  const verdict = nothingWrong();
  const walks: Walk[] = [];
  const people = await Promise.all(
    PERSONALITIES.map(async (personality) => {
      const names = personality === 'epic' ? [undefined] : PATIENTS.slice(0, patients);
      const all: People[] = [];
      for (const name of names) all.push(await peopleAt(house, personality, name));
      return all;
    }),
  );
  const began = Date.now();
  const cameIn = new Map<People, number>();
  let isOver = false;
  async function walkOn(all: readonly People[]): Promise<void> {
    for (let number = 0; !isOver; number += 1) {
      const who = all[number % all.length];
      if (!who) return;
      await stayIn(who);
      const walk = await beginWalk(who);
      walks.push(walk);
      const kinds: Kind[] = [
        'encounter',
        'note',
        'addendum',
        ...(number < all.length ? ['charge' as const] : []),
      ];
      for (const kind of kinds) await (await walk.prepare(kind))();
    }
  }
  async function stayIn(who: People): Promise<void> {
    if (Date.now() - (cameIn.get(who) ?? began) < STAY_MS) return;
    // The same people: their earlier visits are asked for by the new launch.
    Object.assign(who, await steadily(() => peopleAt(house, who.personality, who.name)));
    cameIn.set(who, Date.now());
  }
  const walking = people.map((all) =>
    walkOn(all).catch((cause: unknown) => verdict.words.push(`a walk broke off: ${String(cause)}`)),
  );
  await disturb();
  isOver = true;
  await Promise.all(walking);

  for (const personality of PERSONALITIES) {
    const receipts: Receipt[] = [];
    for (const walk of walks.filter((one) => one.people.personality === personality)) {
      const own = await settle(house, walk, verdict, SETTLE_SECONDS);
      await judge(house, walk, own, verdict);
      receipts.push(...own);
    }
    const orphans = await listOrphans(house, personality, receipts);
    verdict.doubled += orphans.length;
    if (orphans.length > 0) verdict.words.push(`nobody's at ${personality}: ${orphans.join(', ')}`);
  }
  const acknowledged = walks.reduce((sum, walk) => sum + walk.acknowledged.length, 0);
  return { verdict, walks: walks.length, acknowledged };
}
