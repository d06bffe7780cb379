// Visits of all three EHRs at once, one after the other without a rest, while something is done to the house; then,
// in peace, the judgement of all of them.
import type { Receipt } from '#domain/write-back';
import type { Personality } from '../fixtures/deliveries.ts';
import type { House } from './house.ts';
import { judge, listOrphans, nothingWrong, settle, type Verdict } from './judge.ts';
import type { Kind } from './kill-points.ts';
import { steadily } from './steadily.ts';
import { beginWalk, PATIENTS, peopleAt, type Walk, WITHOUT_ENCOUNTER } from './walk.ts';

export interface UnderLoad {
  verdict: Verdict;
  walks: number;
  /** Presses that were answered: each of them must arrive. */
  acknowledged: number;
}

const PERSONALITIES: readonly Personality[] = ['generic', 'oracle', 'epic'];
const SETTLE_SECONDS = 240;

/** `patients`: of each EHR; the first visit of each is charged, as no day is charged twice. */
export async function underLoad(
  house: House,
  disturb: () => Promise<void>,
  patients = WITHOUT_ENCOUNTER.length,
): Promise<UnderLoad> {
  const verdict = nothingWrong();
  const walks: Walk[] = [];
  let isOver = false;
  async function walkOn(personality: Personality): Promise<void> {
    const names = personality === 'epic' ? [undefined] : PATIENTS.slice(0, patients);
    for (let number = 0; !isOver; number += 1) {
      // Come in anew each time: on a slow machine a round takes longer than a chart stays open that nobody touches.
      const who = await steadily(() => peopleAt(house, personality, names[number % names.length]));
      if (!who) return;
      const walk = await beginWalk(who);
      walks.push(walk);
      const kinds: Kind[] = [
        'encounter',
        'note',
        'addendum',
        ...(number < names.length ? ['charge' as const] : []),
      ];
      for (const kind of kinds) await (await walk.prepare(kind))();
    }
  }
  const walking = PERSONALITIES.map((personality) =>
    walkOn(personality).catch((cause: unknown) => verdict.words.push(`a walk broke off: ${String(cause)}`)),
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
