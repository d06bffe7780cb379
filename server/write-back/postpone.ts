// Not now: a row that waits says why, and when it is looked at again; what nothing rests on any more is let go.
import { decideRetryAt } from '#domain/write-back';
import { isLaunchNeeded } from './backlog-store.ts';
import { AWAY, type DeliverNeeds, type Experience, NOT_ASKED, REACHED } from './deliver-needs.ts';
import { DELIVERY_CHANNEL, listFree, updateAwaited, updateDelivery } from './delivery-store.ts';
import { isGrantNeeded } from './let-grants-go.ts';
import { moveDelivery, type Step } from './move-delivery.ts';
import type { DeliveryRow } from './write-back-tables.ts';

/** Woken before by what it waits for; this is for a wake-up that was lost. */
const LOOK_AGAIN_MS = 10 * 60_000;
/** What it stands behind is being changed in this very moment: nobody knows yet to what. */
const LOOK_SOON_MS = 1_000;

/** Not now: the row says why, and when it is looked at again. */
export async function postpone(
  needs: DeliverNeeds,
  row: DeliveryRow,
  wait: NonNullable<DeliveryRow['wait']>,
  { dueAt, failures = row.failures }: { dueAt: Date; failures?: number },
): Promise<void> {
  await needs.database.transaction(async (tx) => {
    const after = await updateDelivery(tx, row, { wait, dueAt, failures });
    if (!after || wait !== 'no-token' || row.wait === 'no-token') return;
    // Whoever waits for one person's permission holds nobody else.
    await updateAwaited(tx, { wait: 'earlier', visitId: row.visitId }, needs.now());
    await needs.database.notify(DELIVERY_CHANNEL, '', tx);
  });
}

export const laterFrom = (needs: DeliverNeeds) => new Date(needs.now().getTime() + LOOK_AGAIN_MS);

export interface Behind {
  before: readonly DeliveryRow[];
  /** Of those of them that are given. */
  isHeldBy(rows: readonly DeliveryRow[]): boolean;
}

/**
 * Until what goes before it has gone, whose end wakes it. That may be ending while this is said: so it is looked at once
 * more when the word is written but not committed, and kept as it is until the commit. Either the other sees this word
 * then, or this one has seen the other's end. It waits for nobody's lock while it has one, so nothing can deadlock.
 */
export async function waitBehind(
  needs: Pick<DeliverNeeds, 'database' | 'now'>,
  row: DeliveryRow,
  { before, isHeldBy }: Behind,
): Promise<void> {
  const inTime = (ms: number) => new Date(needs.now().getTime() + ms);
  await needs.database.transaction(async (tx) => {
    const waiting = await updateDelivery(tx, row, { wait: 'earlier', dueAt: inTime(LOOK_AGAIN_MS) });
    if (!waiting) return;
    const kept = await listFree(tx, before);
    if (isHeldBy(kept)) return;
    await updateDelivery(tx, waiting, { dueAt: inTime(kept.length === before.length ? 0 : LOOK_SOON_MS) });
  });
}

/** With back-off, longer after each failure in a row. */
export function retryOf(needs: DeliverNeeds, row: DeliveryRow, retryAfterSeconds: number | null = null) {
  const failures = row.failures + 1;
  const dueAt = decideRetryAt(needs.now(), { failures, random: needs.random(), retryAfterSeconds });
  return { dueAt, failures };
}

export async function notLooked(
  needs: DeliverNeeds,
  row: DeliveryRow,
  answer: { kind: 'no-token' } | { kind: 'failed'; why: string },
  wait: 'ehr-away' | 'search-failed',
): Promise<Experience> {
  if (answer.kind === 'no-token') {
    await postpone(needs, row, 'no-token', { dueAt: laterFrom(needs) });
    return NOT_ASKED;
  }
  needs.log.warn({ tenantId: row.tenantId, code: answer.why }, 'the EHR could not be asked');
  await postpone(needs, row, wait, retryOf(needs, row));
  return OF_THIS_ROW.includes(answer.why) ? REACHED : AWAY;
}

/** Said again however often it is asked, and of this one row: the hospital's others need not rest for it. */
const OF_THIS_ROW = [
  'wrong-patient',
  'ehr.type-unexpected',
  'ehr.forbidden',
  'ehr.api-not-on-app',
  'ehr.scope-missing',
  'ehr.client-unmapped',
  'ehr.not-supported',
  'ehr.unauthorized',
  'ehr.malformed',
  'ehr.incomplete',
];

export async function handOver(
  needs: DeliverNeeds,
  row: DeliveryRow,
  why: NonNullable<Step['why']>,
): Promise<void> {
  if (await moveDelivery(needs, row, { event: 'hand-over', why })) needs.count(row.kind, 'handed-over');
  await release(needs, row);
}

export async function wakeSiblings(needs: DeliverNeeds, row: DeliveryRow): Promise<void> {
  await updateAwaited(needs.database.db, { wait: 'earlier', visitId: row.visitId }, needs.now());
}

/** A grant that was kept for deliveries alone goes back when there is none left. */
export async function release(
  needs: Pick<DeliverNeeds, 'database' | 'letGrantGo'>,
  { launchId }: Pick<DeliveryRow, 'launchId'>,
): Promise<void> {
  if (launchId === null || (await isLaunchNeeded(needs.database.db, launchId))) return;
  await needs.letGrantGo(launchId, isGrantNeeded);
}
