// The worker over deliveries: leases what is due, a few of each hospital at a time, and takes each one step. On every
// instance; the database keeps two from having the same one.
import { decideRetryAt } from '#domain/write-back';
import { createLoop, type Loop } from '#server/jobs';
import { deliver } from './deliver.ts';
import { type DeliverNeeds, type Experience, NOT_ASKED } from './deliver-needs.ts';
import { claimDue, DELIVERY_CHANNEL, giveBack, updateDelivery } from './delivery-store.ts';
import { createPace } from './pace.ts';
import type { DeliveryRow } from './write-back-tables.ts';

/** Longer than the longest call to an EHR (30 s) begun in the time below. */
const LEASE_SECONDS = 60;
/** Later than this after the claim nothing is sent any more: its answer would come after the lease's end. */
const BEGIN_WITHIN_MS = 15_000;
const PARALLEL = 64;

interface Claimed {
  row: DeliveryRow;
  /** Of a clock that no one sets. */
  claimedAt: number;
}

export function createWorker(needs: DeliverNeeds): Promise<Loop> {
  const { database, log } = needs;
  const pace = createPace(needs);

  async function claim(most: number): Promise<Claimed[]> {
    const free = Math.min(most, pace.countFree());
    if (free === 0) return [];
    const claimedAt = performance.now();
    const without = pace.listResting();
    const now = needs.now();
    const rows = await claimDue(database.db, { now, most: free, seconds: LEASE_SECONDS, without });
    const taken = rows.filter(({ tenantId }) => pace.begin(tenantId));
    const surplus = rows.filter((row) => !taken.includes(row));
    // More of one hospital than it is given at once: the next look takes it up.
    if (surplus.length > 0)
      await giveBack(database.db, surplus).catch(() =>
        log.warn({ code: 'delivery.give-back' }, 'what was leased too much comes back at its lease’s end'),
      );
    return taken.map((row) => ({ row, claimedAt }));
  }

  async function run({ row, claimedAt }: Claimed): Promise<void> {
    let experience: Experience = NOT_ASKED;
    try {
      const mayBegin = () => performance.now() - claimedAt < BEGIN_WITHIN_MS;
      experience = await deliver(needs, { row, mayBegin });
    } catch (cause) {
      await setAside(row, cause);
    } finally {
      pace.end(row.tenantId, experience.ehr, experience.retryAfterSeconds);
    }
  }

  /** What cannot be worked on keeps nobody waiting: later each time. One that is on its way is left to its lease. */
  async function setAside(row: DeliveryRow, cause: unknown): Promise<void> {
    const code = cause instanceof Error ? cause.name : 'unknown';
    log.error(
      { tenantId: row.tenantId, kind: row.kind, code },
      'a delivery could not be worked on; it stays',
    );
    const failures = row.failures + 1;
    const dueAt = decideRetryAt(needs.now(), { failures, random: needs.random(), retryAfterSeconds: null });
    await updateDelivery(database.db, row, { failures, dueAt });
  }

  return createLoop({ database, channel: DELIVERY_CHANNEL, parallel: PARALLEL, claim, run, log });
}
