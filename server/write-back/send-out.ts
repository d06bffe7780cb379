// Sends one delivery: says it in the EHR's form, writes the intent down, sends once.
import type { StatementSummary } from '#domain/launch';
import type { BuiltOrder } from './build-order.ts';
import { type Road, sayForRoad, sendByRoad } from './by-road.ts';
import { commitIntent } from './commit-intent.ts';
import { type DeliverNeeds, type Experience, type Leased, NOT_ASKED, REACHED } from './deliver-needs.ts';
import { type AnswerFacts, sealIn } from './delivery-facts.ts';
import { lookAround } from './look-for.ts';
import { moveWithin } from './move-delivery.ts';
import { conditionOf } from './once-only.ts';
import type { Parcel } from './parcel.ts';
import { handOver, notLooked, postpone, release, retryOf } from './postpone.ts';
import { settle } from './settle.ts';
import type { WriteOrder } from './write-back-needs.ts';

/** The EHR has it of its own accord: confirmed by what it shows, nothing of ours went. */
export async function keep(
  needs: DeliverNeeds,
  parcel: Parcel,
  id: string | null,
  route: 'kept-by-ehr' | 'create' | 'update' = 'kept-by-ehr',
): Promise<void> {
  const { row } = parcel;
  const answer: AnswerFacts = { id, version: null, at: needs.now().toISOString(), refusal: null };
  const sealed = await sealIn(needs.database, row, 'answer', answer);
  await needs.database.transaction(async (tx) => {
    const sending = await moveWithin(needs, tx, row, { event: 'send', keepLease: true });
    if (!sending) return;
    await moveWithin(needs, tx, sending, { event: 'confirm' }, { answer: sealed, route });
  });
  await release(needs, row);
}

export async function sendOut(
  needs: DeliverNeeds,
  leased: Leased,
  parcel: Parcel,
  { route, statement }: { route: Road; statement: StatementSummary | 'unreadable' },
): Promise<Experience> {
  const { row, tenant, owner, patient } = parcel;
  if (row.kind === 'encounter') {
    const found = await lookBeforeCreate(needs, parcel);
    if (found !== 'none') return found;
  }
  const read = (type: string, id: string) =>
    needs.ehr.read({ tenantId: tenant.id, owner, patient, type, id });
  const built = await sayForRoad(parcel, route, { read, now: needs.now() });
  if (built.kind === 'invalid') {
    needs.log.warn({ tenantId: tenant.id, code: built.codes.join(' ') }, 'not in the form this EHR takes');
    await handOver(needs, row, 'not-valid-here');
    return NOT_ASKED;
  }
  if (built.kind === 'there') {
    await keep(needs, parcel, built.id, 'update');
    return REACHED;
  }
  if (built.kind === 'unread') return unread(needs, parcel, built);
  const said = built.kind === 'order' ? { ...built, order: onlyOnce(built.order, statement) } : built;
  const intent = await commitIntent(needs, leased, parcel, { road: route, said });
  if (!intent) return NOT_ASKED;
  return settle(needs, parcel, intent.sending, await sendByRoad(needs, tenant.id, intent.ready));
}

function onlyOnce(order: WriteOrder, statement: StatementSummary | 'unreadable'): WriteOrder {
  const ifNoneExist = conditionOf(order, statement);
  return ifNoneExist === null ? order : { ...order, ifNoneExist };
}

/** A search by patient and date comes before an encounter of ours: what it finds, the EHR keeps. */
async function lookBeforeCreate(needs: DeliverNeeds, parcel: Parcel): Promise<Experience | 'none'> {
  const { row } = parcel;
  const around = await lookAround(needs, parcel);
  if (around.kind !== 'looked') return notLooked(needs, row, around, 'ehr-away');
  if (around.ours) {
    // Of an attempt that this database knows nothing of: it is there, and ours.
    await keep(needs, parcel, around.ours, 'create');
    return REACHED;
  }
  if (around.isOther) {
    await keep(needs, parcel, null);
    return REACHED;
  }
  if (around.isComplete) return 'none';
  await postpone(needs, row, 'search-failed', retryOf(needs, row));
  return REACHED;
}

async function unread(
  needs: DeliverNeeds,
  { row }: Parcel,
  { answer }: Extract<BuiltOrder, { kind: 'unread' }>,
): Promise<Experience> {
  if (answer.kind === 'absent') {
    await handOver(needs, row, 'follows-by-hand');
    return REACHED;
  }
  return notLooked(needs, row, answer, 'ehr-away');
}
