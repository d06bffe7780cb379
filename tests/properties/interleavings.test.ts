// Several launches in one browser – other patients, other hospitals, the same person – in any order of tabs,
// pages, refreshes, ways back and log-outs, while the EHRs mix people up: no answer ever holds anything of anybody
// but its launch's patient, every mixed answer is refused and on record, and every honest one is shown (T8). The
// ten thousand are in tests/long; here are as many as a push may wait for.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listAuditEvents } from '#server/audit';
import { type MixedUpHouse, startMixedUpHouse } from '../fixtures/mixed-up-house.ts';
import { runInterleaving } from './interleavings/run.ts';
import { interleaving } from './interleavings/step.ts';
import { openWorld, type World } from './interleavings/world.ts';

const COUNT = Number(process.env.WEBSIDE_TEST_INTERLEAVINGS ?? 800);
const SEED = Number(process.env.WEBSIDE_TEST_SEED ?? 20_261_122);
/** Browsers side by side, each with its own people; all in the same app, at the same two EHRs. */
const WORLDS = 8;
/** Far above what a slow machine needs. */
const LIMIT_MS = 120_000 + COUNT * 600;

let mixedUp: MixedUpHouse;
const worlds: World[] = [];

beforeAll(async () => {
  mixedUp = await startMixedUpHouse();
  for (let number = 0; number < WORLDS; number += 1)
    worlds.push(openWorld(mixedUp.house, mixedUp.ehrs, number));
});
afterAll(() => mixedUp.close());

describe(`${COUNT} interleavings of 2 to 4 launches, seed ${SEED}`, () => {
  const done = { interleavings: 0, deeds: 0 };

  it(
    'show nobody but the launch’s patient, refuse what is mixed and show what is not',
    async () => {
      const play = (world: World, at: number) =>
        fc.assert(
          fc.asyncProperty(interleaving, async (one) => {
            const deeds = await runInterleaving(world, one);
            done.deeds += deeds;
            done.interleavings += 1;
          }),
          { numRuns: Math.ceil(COUNT / WORLDS), seed: SEED + at },
        );
      await Promise.all(worlds.map(play));
      process.stdout.write(`${done.interleavings} interleavings, ${done.deeds} deeds, seed ${SEED}\n`);
      expect(done.interleavings).toBeGreaterThanOrEqual(COUNT);
      // Three to twelve deeds each: an interleaving is none that does nothing.
      expect(done.deeds).toBeGreaterThanOrEqual(3 * COUNT);
    },
    LIMIT_MS,
  );

  it('no question goes out with the token of another launch', () => {
    expect(mixedUp.ehrs.flatMap(({ misused }) => misused)).toEqual([]);
  });

  it('every mixed answer is on record as such', async () => {
    const recorded = new Set<string>();
    for (const { name } of mixedUp.ehrs) {
      const events = await listAuditEvents(mixedUp.house.context, { tenantId: name, limit: 1_000_000 });
      for (const { entity = [] } of events)
        if (entity.some(({ detail }) => detail?.some(({ valueString }) => valueString === 'wrong-patient')))
          for (const { what } of entity) recorded.add(`${name} ${what?.identifier?.value}`);
    }
    const owed = worlds.flatMap((world) => world.owed);
    expect(owed.length).toBeGreaterThan(COUNT / 10);
    expect(owed.filter((one) => !recorded.has(`${one.tenantId} ${one.requestId}`))).toEqual([]);
  });
});
