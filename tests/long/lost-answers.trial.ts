// T62: the answer is lost, after the EHR's work and before it, while the EHR's search shows what it took only after
// 0, 5 and 60 seconds: looked for when it can be seen, and never sent while it may be there.

import { type House, openHouse } from '../faults/house.ts';
import { judge, nothingWrong, settle, type Verdict } from '../faults/judge.ts';
import { type Kind, requestOf, searchOf } from '../faults/kill-points.ts';
import { beginWalk, peopleAt, WITHOUT_ENCOUNTER } from '../faults/walk.ts';
import { layFault, type Personality, takeFaults } from '../fixtures/deliveries.ts';
import type { Figure } from './figure.ts';

const LAGS = [0, 5, 60];
const KINDS = ['encounter', 'note', 'charge'] as const;
/** Beyond the lag (security-rules.md 8.7), for the slowest of all. */
const GRACE_SECONDS = 60;

export async function trial(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const lag of LAGS) {
    const began = performance.now();
    const house = await openHouse({ kind: 'postgresql', searchLagSeconds: lag });
    const all = nothingWrong();
    let slowest = 0;
    let n = 0;
    try {
      for (const personality of ['generic', 'oracle', 'epic'] as const)
        for (const drop of ['after', 'before'] as const) {
          const took = await loseAnswers(house, { personality, drop, lag, patient: n }, all);
          n += 1;
          slowest = Math.max(slowest, took);
        }
    } finally {
      await house.close();
    }
    for (const words of all.words) process.stdout.write(`  lag ${lag}: ${words}\n`);
    const common = { n, seconds: (performance.now() - began) / 1000, seed: 0 };
    figures.push(
      { id: `T62.lag${lag}.doubled`, value: all.doubled, bar: 0, pass: all.doubled === 0, ...common },
      { id: `T62.lag${lag}.lost`, value: all.lost, bar: 0, pass: all.lost === 0, ...common },
      { id: `T62.lag${lag}.stuck`, value: all.stuck, bar: 0, pass: all.stuck === 0, ...common },
      {
        ...{ id: `T62.lag${lag}.slowest-seconds`, value: slowest, bar: lag + GRACE_SECONDS },
        ...{ pass: slowest <= lag + GRACE_SECONDS, ...common },
      },
    );
  }
  return figures;
}

/** Seconds of the slowest of the visit's kinds, from its press to its end. */
async function loseAnswers(
  house: House,
  of: { personality: Personality; drop: 'before' | 'after'; lag: number; patient: number },
  verdict: Verdict,
): Promise<number> {
  const { personality, drop, lag } = of;
  const own = personality === 'epic' ? undefined : WITHOUT_ENCOUNTER[of.patient % WITHOUT_ENCOUNTER.length];
  const walk = await beginWalk(await peopleAt(house, personality, own));
  let slowest = 0;
  const kinds: readonly Kind[] = personality === 'epic' ? ['encounter', 'note'] : KINDS;
  for (const kind of kinds) {
    const press = await walk.prepare(kind);
    const request = requestOf(personality, kind);
    const search = searchOf(personality, kind);
    if (request)
      await layFault(house, { personality, method: request.method, route: request.path, drop, times: 1 });
    if (lag > 0)
      await layFault(house, { personality, method: 'GET', route: search.path, searchLagSeconds: lag });
    const began = performance.now();
    await press();
    const receipts = await settle(house, walk, verdict, lag * 2 + GRACE_SECONDS);
    slowest = Math.max(slowest, (performance.now() - began) / 1000);
    await takeFaults(house);
    await judge(house, walk, receipts, verdict);
  }
  return slowest;
}
