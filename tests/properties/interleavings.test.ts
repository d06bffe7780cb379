// Several launches in one browser – other patients, other hospitals, the same person – in any order of tabs,
// pages, refreshes, ways back and log-outs, while the EHRs mix people up: no answer ever holds anything of anybody
// but its launch's patient, every mixed answer is refused and on record, and every honest one is shown (T8).
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listAuditEvents } from '#server/audit';
import { type MixingEhr, startMixingEhr } from '../fixtures/mixing-ehr.ts';
import { entryFor, type SmallHouse, startSmallHouse } from '../fixtures/small-house.ts';
import { runInterleaving } from './interleavings/run.ts';
import { interleaving } from './interleavings/step.ts';
import { openWorld, type World } from './interleavings/world.ts';

const COUNT = Number(process.env.WEBSIDE_TEST_INTERLEAVINGS ?? 10_000);
const SEED = Number(process.env.WEBSIDE_TEST_SEED ?? 20_261_122);
/** Browsers side by side, each with its own people; all in the same app, at the same two EHRs. */
const WORLDS = 8;

let ehrs: [MixingEhr, MixingEhr];
let house: SmallHouse;
const worlds: World[] = [];

beforeAll(async () => {
  ehrs = [await startMixingEhr('one'), await startMixingEhr('two')];
  const tenants = ehrs.map((ehr) => entryFor(ehr, ehr.name, { maxParallel: 256 }));
  house = await startSmallHouse({ tenants });
  for (let number = 0; number < WORLDS; number += 1) worlds.push(await openWorld(house, ehrs, number));
});
afterAll(async () => {
  await house.close();
  for (const ehr of ehrs) await ehr.close();
});

it(`${COUNT} interleavings show nobody else (seed ${SEED})`, async () => {
  let played = 0;
  let deeds = 0;
  const play = (world: World, at: number) =>
    fc.assert(
      fc.asyncProperty(interleaving, async (one) => {
        deeds += await runInterleaving(world, one);
        played += 1;
      }),
      { numRuns: Math.ceil(COUNT / WORLDS), seed: SEED + at },
    );
  const c0 = process.cpuUsage(), t0 = performance.now();
  await Promise.all(worlds.map(play));
  process.stdout.write(`CPU ${JSON.stringify(process.cpuUsage(c0))} wall ${performance.now()-t0}\n`);
  expect(played).toBeGreaterThanOrEqual(COUNT);
  process.stdout.write(`${played} interleavings, ${deeds} deeds, seed ${SEED}\n`);
}, 600_000);

it('no question ever went out with the token of another launch', () => {
  expect(ehrs.flatMap(({ misused }) => misused)).toEqual([]);
});

it('every mixed answer is on record as such', async () => {
  const owed = worlds.flatMap((world) => world.owed);
  expect(owed.length).toBeGreaterThan(0);
  const recorded = new Set<string>();
  for (const { name } of ehrs) {
    const events = await listAuditEvents(house.context, { tenantId: name, limit: 1_000_000 });
    for (const event of events) {
      const text = JSON.stringify(event);
      if (text.includes('wrong-patient'))
        for (const { tenantId, requestId } of owed) if (tenantId === name && text.includes(requestId)) recorded.add(requestId);
    }
  }
  process.stdout.write(`${owed.length} owed ${recorded.size}\n`);
  expect(owed.filter(({ requestId }) => !recorded.has(requestId))).toEqual([]);
});
