// Two things at the same moment, on one instance and on two: a log-out is not undone by a request under way,
// and a limit holds however many come in at once.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchUrl } from '../fixtures/small-house.ts';
import { startTwoInstances, type TwoInstances } from '../fixtures/two-instances.ts';
import { Visitor } from '../fixtures/visitor.ts';

let two: TwoInstances;
beforeAll(async () => {
  two = await startTwoInstances();
});
afterAll(() => two.close());

it.each(['house', 'second'] as const)(
  'a request under way on the %s does not outlive the log-out on the first',
  async (where) => {
    const { visitor, launchId } = await two.comeIn();
    visitor.keeps = () => false;
    const { vault } = two[where].context.database;
    const honest = vault.open;
    const { promise: isHeld, resolve: tellHeld } = Promise.withResolvers<void>();
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    // It has read the session as open and is opening its facts while the log-out happens.
    vault.open = async (place, sealed) => {
      const plain = await honest(place, sealed);
      if (place.table !== 'launches') return plain;
      vault.open = honest;
      tellHeld();
      await released;
      return plain;
    };
    // What the launch itself left in memory is old by now.
    two.skip(5_000);
    const underWay = two.at(two[where], visitor, launchId).get('session');
    await isHeld;
    expect((await two.at(two.house, visitor, launchId).post('logout')).status).toBe(200);
    if (where === 'second') await new Promise((resolve) => setTimeout(resolve, 300));
    release();
    await underWay;
    expect(await two.statusAt(two[where], visitor, launchId)).toBe(401);
  },
);

it('eight browsers at once leave a person three', async () => {
  const { sub } = await two.comeIn();
  two.ehr.settings.sub = sub;
  await Promise.all(
    Array.from({ length: 8 }, (_, at) =>
      new Visitor().follow(launchUrl(at % 2 === 0 ? two.house : two.second, two.ehr)),
    ),
  );
  const rows = await two.ask<{ n: number }>(
    `SELECT count(DISTINCT browser)::int AS n FROM session_keys WHERE ended_at IS NULL
     AND person_key = (SELECT person_key FROM session_keys ORDER BY started_at DESC LIMIT 1)`,
  );
  expect(rows).toEqual([{ n: 3 }]);
});
