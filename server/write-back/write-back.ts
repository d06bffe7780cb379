// Puts the write-back together: who listens to facts, the worker, the watch for a restored database, the doors, and
// what is counted.

import { decideRetryAt } from '#domain/write-back';
import type { HttpRow, Session } from '#server/http';
import { createFactTeller } from '#server/jobs';
import { createMetrics, type MetricsRegistry } from './count-deliveries.ts';
import { DELIVERY_CHANNEL, updateAwaited } from './delivery-store.ts';
import { letGrantsGo } from './let-grants-go.ts';
import { listenToFacts } from './plan-facts.ts';
import { writeBackRoutes } from './routes.ts';
import type { VerbNeeds } from './verb-needs.ts';
import { renewEpoch } from './watch-restore.ts';
import { createWorker } from './worker.ts';

export interface WriteBack {
  routes: HttpRow[];
  /** Somebody opened the chart: what waited for their permission goes now. */
  wake(session: Session): void;
  /** Hands back what was kept for deliveries and is needed by none. Also runs by itself. */
  letGrantsGo(): Promise<void>;
  /** Everything that is due now, here, until nothing is. Also runs by itself. */
  runDue(): Promise<void>;
  /** Takes nothing new, waits for what is on its way. */
  close(): Promise<void>;
}

export interface WriteBackPartsNeeds extends VerbNeeds {
  /** In [0, 1): spreads what is tried again. */
  random: () => number;
  registry: MetricsRegistry;
}

const RENEW_MS = 3 * 60_000;

/** Resolves when it is known whether the database is a restored one; nothing is sent before. */
export async function createWriteBack(needs: WriteBackPartsNeeds): Promise<WriteBack> {
  const { database, log, now } = needs;
  const renew = async () => {
    if (await renewEpoch(needs))
      log.warn({ event: 'restored' }, 'the database is a restored one: deliveries are looked for first');
  };
  const sweep = () =>
    letGrantsGo(needs).catch(() =>
      log.warn({ code: 'grants.failed' }, 'kept grants will be looked at in the next round'),
    );
  await renew();
  const metrics = createMetrics({ database, registry: needs.registry, now });
  const facts = await createFactTeller({
    ...{ database, log, now },
    listeners: listenToFacts(needs),
    retryAt: (at, failures) =>
      decideRetryAt(at, { failures, random: needs.random(), retryAfterSeconds: null }),
  });
  const worker = await createWorker({ ...needs, count: metrics.count });
  const timer = setInterval(() => {
    renew().catch(() => log.warn({ code: 'epoch.failed' }, 'the epoch will be renewed in the next round'));
    void sweep();
  }, RENEW_MS);
  timer.unref();

  async function wakeOwner({ personKey: ownerKey }: Session): Promise<void> {
    const woken = await updateAwaited(database.db, { wait: 'no-token', ownerKey }, now());
    if (woken > 0) await database.notify(DELIVERY_CHANNEL, '');
  }

  return {
    routes: writeBackRoutes(needs),
    wake(session) {
      if (session.patientId === null) return;
      wakeOwner(session).catch(() =>
        log.warn({ code: 'delivery.wake' }, 'what waits for this person will be looked at later'),
      );
    },
    letGrantsGo: sweep,
    async runDue() {
      await facts.settle();
      await worker.settle();
    },
    async close() {
      clearInterval(timer);
      await facts.close();
      await worker.close();
      metrics.close();
    },
  };
}
