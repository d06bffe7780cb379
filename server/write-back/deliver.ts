// The worker's step: takes one leased delivery as far as it goes now. Its intent is committed before the first byte
// leaves; after that, what is unclear is unknown, and only a search resolves it.
import { randomUUID } from 'node:crypto';
import { decideRetryAt, isHeld, isUnderWay, planDelivery, type Reconciled } from '#domain/write-back';
import type { WriteAnswer } from '#server/ehr';
import { readHl7Site } from '#server/ehr/hl7v2';
import type { BuiltOrder } from './build-order.ts';
import { type Road, sayForRoad, sendByRoad } from './by-road.ts';
import {
  type AnswerFacts,
  type Changes,
  type DeliveryRow,
  isLaunchNeeded,
  listOfVisit,
  type SentFacts,
  sealIn,
  updateAwaited,
  updateDelivery,
} from './delivery-store.ts';
import { type Looked, lookAround, lookFor } from './look-for.ts';
import { DELIVERY_CHANNEL, moveDelivery, moveWithin, type Step } from './move-delivery.ts';
import { openParcel, type Parcel } from './parcel.ts';
import type { WriteBackNeeds } from './write-back-needs.ts';

/** What the EHR was like, for the pace of the next ones. */
export interface Experience {
  ehr: 'reached' | 'away' | 'not-asked';
  retryAfterSeconds: number | null;
}

export interface DeliverNeeds extends WriteBackNeeds {
  /** In [0, 1). */
  random: () => number;
  /** Counts what came of an attempt, without saying whose. */
  count(kind: DeliveryRow['kind'], outcome: string): void;
}

export interface Leased {
  row: DeliveryRow;
  /** False when too little of the lease is left to send in: nothing is begun any more. */
  mayBegin(): boolean;
}

const NOT_ASKED: Experience = { ehr: 'not-asked', retryAfterSeconds: null };
const REACHED: Experience = { ehr: 'reached', retryAfterSeconds: null };
const AWAY: Experience = { ehr: 'away', retryAfterSeconds: null };
/** Woken before by what it waits for; this is for a wake-up that was lost. */
const LOOK_AGAIN_MS = 10 * 60_000;

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

async function lose(needs: DeliverNeeds, row: DeliveryRow, also: Changes = {}): Promise<void> {
  const lag = needs.tenants.find(({ id }) => id === row.tenantId)?.searchLagSeconds ?? 60;
  const changes = { ...also, attempts: row.attempts + 1, settlesIn: lag, wait: 'search-lag' as const };
  await moveDelivery(needs, row, { event: 'lose' }, changes);
  needs.count(row.kind, 'unknown');
}

/** Not now: the row says why, and when it is looked at again. */
async function postpone(
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

const laterFrom = (needs: DeliverNeeds) => new Date(needs.now().getTime() + LOOK_AGAIN_MS);

/** With back-off, longer after each failure in a row. */
function retryOf(needs: DeliverNeeds, row: DeliveryRow, retryAfterSeconds: number | null = null) {
  const failures = row.failures + 1;
  const dueAt = decideRetryAt(needs.now(), { failures, random: needs.random(), retryAfterSeconds });
  return { dueAt, failures };
}

async function goOut(needs: DeliverNeeds, leased: Leased): Promise<Experience> {
  const { row } = leased;
  const siblings = await listOfVisit(needs.database.db, row);
  const earlier = siblings.slice(
    0,
    Math.max(
      0,
      siblings.findIndex(({ id }) => id === row.id),
    ),
  );
  if (isHeld(orderOf(row), earlier.map(orderOf))) {
    await postpone(needs, row, 'earlier', { dueAt: laterFrom(needs) });
    return NOT_ASKED;
  }
  const parcel = await openParcel(needs, row);
  if (parcel.charge && (parcel.charge.whole.withdrawnAt !== null || parcel.charge.whole.holds.length > 0)) {
    await handOver(needs, row, 'taken-back');
    return NOT_ASKED;
  }
  const statement = await needs.readStatement(parcel.tenant, parcel.tenant.iss);
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
  return send(needs, leased, parcel, plan.route);
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

async function handOver(needs: DeliverNeeds, row: DeliveryRow, why: NonNullable<Step['why']>): Promise<void> {
  if (await moveDelivery(needs, row, { event: 'hand-over', why })) needs.count(row.kind, 'handed-over');
  await release(needs, row);
}

/** The EHR has it of its own accord: confirmed by what it shows, nothing of ours went. */
async function keep(
  needs: DeliverNeeds,
  parcel: Parcel,
  id: string | null,
  route: 'kept-by-ehr' | 'create' = 'kept-by-ehr',
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

async function send(needs: DeliverNeeds, leased: Leased, parcel: Parcel, route: Road): Promise<Experience> {
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
  if (built.kind === 'unread') return unread(needs, parcel, built);
  await recordIntent(needs, parcel, 'delivery.send');
  const sending = await writeIntent(needs, leased, route, built.sent);
  if (!sending) return NOT_ASKED;
  return settle(needs, parcel, sending, await sendByRoad(needs, tenant.id, built));
}

/** A search by patient and date comes before an encounter of ours: what it finds, the EHR keeps. */
async function lookBeforeCreate(needs: DeliverNeeds, parcel: Parcel): Promise<Experience | 'none'> {
  const { row } = parcel;
  await recordIntent(needs, parcel, 'delivery.search');
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

async function notLooked(
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
  return AWAY;
}

/** On record before anything leaves: what cannot be recorded is not sent. */
async function recordIntent(needs: DeliverNeeds, { row, facts }: Parcel, event: string): Promise<void> {
  await needs.recordAccess({
    ...{ event, outcome: 'success', requestId: randomUUID(), tenantId: row.tenantId },
    patientId: facts.patientId,
    detail: { delivery: row.id, kind: row.kind },
  });
}

/** Committed, and on the disk, before the first byte. Null: somebody else has it, or too little time is left. */
async function writeIntent(
  needs: DeliverNeeds,
  { row, mayBegin }: Leased,
  route: Road,
  sent: SentFacts,
): Promise<DeliveryRow | null> {
  if (!mayBegin()) return null;
  const sealed = await sealIn(needs.database, row, 'sent', sent);
  const changes = { route, sent: sealed, sentAt: needs.now(), answer: null, failures: row.failures };
  const sending = await moveDelivery(needs, row, { event: 'send', keepLease: true }, changes);
  if (!sending) return null;
  await needs.database.syncDurable();
  if (mayBegin()) return sending;
  // Too late, and nothing has left. If the lease has run out already, whoever has it now asks what became of it.
  await moveDelivery(needs, sending, { event: 'no-effect' });
  return null;
}

async function settle(
  needs: DeliverNeeds,
  parcel: Parcel,
  row: DeliveryRow,
  answer: WriteAnswer,
): Promise<Experience> {
  const at = needs.now().toISOString();
  const attempts = row.attempts + 1;
  switch (answer.kind) {
    case 'confirmed': {
      const { id, version } = answer;
      // An update answers with the record it changed, a patch sometimes with nothing.
      const target = parcel.before?.id && row.route !== 'create' ? parcel.before.id : null;
      const facts: AnswerFacts = { id: id ?? target, version, at, refusal: null };
      await end(needs, row, { event: 'confirm' }, facts, attempts);
      return REACHED;
    }
    case 'refused': {
      const { status, code, words, next } = answer;
      const facts: AnswerFacts = { id: null, version: null, at, refusal: { status, code, words, next } };
      await end(needs, row, { event: 'refuse' }, facts, attempts);
      return REACHED;
    }
    case 'duplicate':
      await lose(needs, row);
      return REACHED;
    case 'unknown':
      await lose(needs, row);
      return AWAY;
    case 'no-token': {
      const changes = { wait: 'no-token' as const, dueAt: laterFrom(needs) };
      await moveDelivery(needs, row, { event: 'no-effect' }, changes);
      await wakeSiblings(needs, row);
      return NOT_ASKED;
    }
    case 'no-effect': {
      const wait = answer.why === 'unauthorized' ? ('no-token' as const) : ('ehr-away' as const);
      const { dueAt, failures } = retryOf(needs, row, answer.retryAfterSeconds);
      await moveDelivery(needs, row, { event: 'no-effect' }, { wait, dueAt, failures });
      needs.count(row.kind, 'no-effect');
      return answer.why === 'unauthorized'
        ? REACHED
        : { ehr: 'away', retryAfterSeconds: answer.retryAfterSeconds };
    }
  }
}

async function wakeSiblings(needs: DeliverNeeds, row: DeliveryRow): Promise<void> {
  await updateAwaited(needs.database.db, { wait: 'earlier', visitId: row.visitId }, needs.now());
}

async function end(
  needs: DeliverNeeds,
  row: DeliveryRow,
  step: Step,
  answer: AnswerFacts,
  attempts: number,
): Promise<void> {
  const sealed = await sealIn(needs.database, row, 'answer', answer);
  const after = await moveDelivery(needs, row, step, { answer: sealed, attempts });
  if (after) needs.count(row.kind, after.state);
  await release(needs, row);
}

/** A grant that was kept for deliveries alone goes back when there is none left. */
async function release(needs: DeliverNeeds, { launchId }: DeliveryRow): Promise<void> {
  if (launchId === null || (await isLaunchNeeded(needs.database.db, launchId))) return;
  await needs.letGrantGo(launchId);
}

async function resolve(needs: DeliverNeeds, row: DeliveryRow): Promise<Experience> {
  const parcel = await openParcel(needs, row);
  const { before } = parcel;
  // After a restore all are looked for at once: what it builds on must be found first.
  if (before && isUnderWay(before.row.state)) {
    await postpone(needs, row, 'earlier', { dueAt: laterFrom(needs) });
    return NOT_ASKED;
  }
  // Nothing over FHIR shows a charge that went as a message: only a person can look.
  if (row.kind === 'charge' && row.route === 'hl7v2') {
    await conclude(needs, row, { event: 'miss' });
    return NOT_ASKED;
  }
  await recordIntent(needs, parcel, 'delivery.search');
  const looked: Looked = await lookFor(needs, parcel);
  if (looked.kind !== 'judged') return notLooked(needs, row, looked, 'search-failed');
  await conclude(needs, row, looked.verdict);
  return REACHED;
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
