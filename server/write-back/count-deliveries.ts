// Numbers for whoever watches: what came of attempts, how much waits and since when. No tenant, no person, no visit.
import { Counter, Gauge, type Registry } from 'prom-client';
import type { Database } from '#server/db';
import { findUntold } from '#server/jobs';
import { countBacklog } from './backlog-store.ts';

export type MetricsRegistry = Registry;

export interface Metrics {
  count(kind: string, outcome: string): void;
  close(): void;
}

export function createMetrics(needs: {
  database: Database;
  registry: MetricsRegistry;
  now: () => Date;
}): Metrics {
  const { database, registry, now } = needs;
  const outcomes = new Counter({
    name: 'webside_delivery_outcomes_total',
    help: 'What came of deliveries, by kind and outcome',
    labelNames: ['kind', 'outcome'],
    registers: [registry],
  });
  const backlog = new Gauge({
    name: 'webside_deliveries_waiting',
    help: 'Deliveries not yet in the EHR, by state',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      this.reset();
      for (const { state, count } of await countBacklog(database.db)) this.set({ state }, count);
    },
  });
  const age = new Gauge({
    name: 'webside_delivery_oldest_seconds',
    help: 'Age of the oldest thing not yet in the EHR; 0: none. Alarm on this one',
    registers: [registry],
    async collect() {
      const states = await countBacklog(database.db);
      const untold = await findUntold(database.db);
      const moments = [...states.map(({ oldestAt }) => oldestAt), untold.oldestAt].flatMap(
        (one) => one ?? [],
      );
      const oldest = Math.min(...moments.map((one) => one.getTime()));
      this.set(moments.length === 0 ? 0 : Math.max(0, (now().getTime() - oldest) / 1000));
    },
  });
  return {
    count: (kind, outcome) => outcomes.inc({ kind, outcome }),
    close() {
      for (const one of [outcomes, backlog, age]) registry.removeSingleMetric(metricNameOf(one));
    },
  };
}

const metricNameOf = (metric: object): string => (metric as { name: string }).name;
