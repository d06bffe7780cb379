// Finds out what became of something whose answer was lost, and draws the conclusion.
import { isMoney, isUnderWay, type Reconciled } from '#domain/write-back';
import { type DeliverNeeds, type Experience, NOT_ASKED, REACHED } from './deliver-needs.ts';
import type { AnswerFacts } from './delivery-facts.ts';
import { type Looked, lookFor } from './look-for.ts';
import { moveDelivery } from './move-delivery.ts';
import { openParcel, type Parcel } from './parcel.ts';
import { notLooked, postpone, release, retryOf, waitBehind } from './postpone.ts';
import { findLastRestore } from './restore-store.ts';
import { end } from './settle.ts';
import type { DeliveryRow } from './write-back-tables.ts';

export async function resolve(needs: DeliverNeeds, row: DeliveryRow): Promise<Experience> {
  const parcel = await openParcel(needs, row);
  const { before } = parcel;
  // After a restore all are looked for at once: what it builds on must be found first.
  const isOpen = ({ state }: DeliveryRow) => isUnderWay(state);
  if (before && isOpen(before.row)) {
    await waitBehind(needs, row, { before: [before.row], isHeldBy: (rows) => rows.some(isOpen) });
    return NOT_ASKED;
  }
  // Nothing over FHIR shows a charge that went as a message, nor its credit: only a person can look.
  if (isMoney(row.kind) && row.route === 'hl7v2') {
    await conclude(needs, row, { event: 'miss' });
    return NOT_ASKED;
  }
  const looked: Looked = await lookFor(needs, parcel);
  if (looked.kind !== 'judged') return notLooked(needs, row, looked, 'search-failed');
  const shownFrom = looked.verdict.event === 'miss' ? await shownAfterRestore(needs, parcel.tenant) : null;
  if (shownFrom !== null && needs.now() < shownFrom) {
    await postpone(needs, row, 'search-lag', { dueAt: shownFrom });
    return REACHED;
  }
  await conclude(needs, row, looked.verdict);
  return REACHED;
}

/** What left just before a restore is in nobody's memory, and the EHR may not show it yet. Null: no restore. */
async function shownAfterRestore(
  needs: DeliverNeeds,
  { searchLagSeconds }: Parcel['tenant'],
): Promise<Date | null> {
  const last = await findLastRestore(needs.database.db);
  return last && new Date(last.getTime() + searchLagSeconds * 1000);
}

async function conclude(needs: DeliverNeeds, row: DeliveryRow, verdict: Reconciled): Promise<void> {
  switch (verdict.event) {
    case 'find': {
      const { id, version } = verdict;
      const facts: AnswerFacts = { id, version, at: needs.now().toISOString(), refusal: null };
      await end(needs, row, { event: 'find' }, facts, row.attempts);
      return;
    }
    case 'again':
      await postpone(needs, row, 'search-failed', retryOf(needs, row));
      return;
    case 'doubt': {
      if (await moveDelivery(needs, row, { event: 'doubt', why: verdict.why }))
        needs.count(row.kind, 'handed-over');
      await release(needs, row);
      return;
    }
    case 'miss': {
      const after = await moveDelivery(needs, row, { event: 'miss' });
      if (after) needs.count(row.kind, after.state === 'planned' ? 'not-found' : 'handed-over');
      if (after?.state === 'handed-over') await release(needs, row);
    }
  }
}
