// The worker's step: takes one leased delivery as far as it goes now. Its intent is committed before the first byte
// leaves; after that, what is unclear is unknown, and only a search resolves it.
import { isHeld, planDelivery } from '#domain/write-back';
import { readHl7Site } from '#server/ehr/hl7v2';
import { type DeliverNeeds, type Experience, type Leased, NOT_ASKED } from './deliver-needs.ts';
import { moveDelivery } from './move-delivery.ts';
import { openParcel, type Parcel } from './parcel.ts';
import { handOver, postpone, release, retryOf, waitBehind } from './postpone.ts';
import { resolve } from './resolve.ts';
import { keep, sendOut } from './send-out.ts';
import { lose } from './settle.ts';
import { endTakenBack, goesAsCredit } from './take-back.ts';
import type { DeliveryRow } from './write-back-tables.ts';

export async function deliver(needs: DeliverNeeds, leased: Leased): Promise<Experience> {
  const { row } = leased;
  switch (row.state) {
    case 'planned':
      return goOut(needs, leased);
    case 'sending':
      // Its lease ran out in the middle: whoever sent it has not come back to say what came of it.
      await lose(needs, row);
      return NOT_ASKED;
    case 'unknown': {
      const after = await moveDelivery(needs, row, { event: 'look', keepLease: true });
      return after ? resolve(needs, after) : NOT_ASKED;
    }
    case 'reconciling':
      return resolve(needs, row);
    default:
      return NOT_ASKED;
  }
}

async function goOut(needs: DeliverNeeds, leased: Leased): Promise<Experience> {
  const { row } = leased;
  const parcel = await openParcel(needs, row);
  const { siblings } = parcel;
  const place = siblings.findIndex(({ id }) => id === row.id);
  const earlier = siblings.slice(0, Math.max(0, place));
  const isHeldBy = (before: readonly DeliveryRow[]) => isHeld(orderOf(row), before.map(orderOf));
  if (isHeldBy(earlier)) {
    await waitBehind(needs, row, { before: earlier, isHeldBy });
    return NOT_ASKED;
  }
  if (!(await mayStillGo(needs, parcel))) {
    await release(needs, row);
    return NOT_ASKED;
  }
  const statement = await needs.readStatement(parcel.tenant, parcel.tenant.iss);
  // A credit goes only where the EHR says that it takes one: while it says nothing, it waits.
  if (row.kind === 'charge-credit' && statement === 'unreadable') {
    await postpone(needs, row, 'ehr-away', retryOf(needs, row));
    return NOT_ASKED;
  }
  const { vendor } = parcel.tenant;
  const hasHl7v2 = readHl7Site(parcel.tenant) !== null;
  const plan = planDelivery({ vendor, statement, hasHl7v2 }, itemOf(parcel));
  if (plan.route === 'person') {
    await handOver(needs, row, plan.why);
    return NOT_ASKED;
  }
  if (plan.route === 'kept-by-ehr') {
    await keep(needs, parcel, parcel.encounter?.split('/').at(-1) ?? null);
    return NOT_ASKED;
  }
  // A search that found nothing proves nothing of a message.
  if (plan.route === 'hl7v2' && row.hasGoneBack) {
    await handOver(needs, row, 'not-found');
    return NOT_ASKED;
  }
  return sendOut(needs, leased, parcel, { route: plan.route, statement });
}

/** What a person took back is not sent, and what never went is not credited. */
async function mayStillGo(needs: DeliverNeeds, { row, charge, before }: Parcel): Promise<boolean> {
  if (!charge) return true;
  if (row.kind === 'charge-credit')
    return before !== null && goesAsCredit(needs, row, { row: before.row, whole: charge.whole });
  if (charge.whole.withdrawnAt === null) return true;
  await endTakenBack(needs, row, charge.whole);
  return false;
}

const orderOf = ({ id, kind, state, wait, buildsOn }: DeliveryRow) => ({
  ...{ deliveryId: id, kind, state, wait, buildsOn },
});

function itemOf({ row, visit, encounter, ownEncounter, before }: Parcel) {
  const buildsOn = before && {
    state: before.row.state,
    route: before.row.route,
    hasId: before.id !== null,
  };
  return { kind: row.kind, source: visit.source.kind, encounter, ownEncounter, buildsOn };
}
