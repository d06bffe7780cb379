// What staff are shown of deliveries: receipts beside a visit, lines of the page. No text of a note is among it.
import {
  type DeliveriesView,
  type DeliveryLine,
  decideNextStep,
  isLate,
  isUnderWay,
  lateBefore,
  listActs,
  NEXT_STEPS,
  type Receipt,
  type ReceiptsView,
} from '#domain/write-back';
import type { Session } from '#server/http';
import { demandReceipts } from './at-delivery.ts';
import { listBacklog } from './backlog-store.ts';
import { openAnswer, openDeliveryFacts, openHands } from './delivery-facts.ts';
import { listOfVisit } from './delivery-store.ts';
import { listColleagues } from './list-colleagues.ts';
import type { VerbNeeds } from './verb-needs.ts';
import type { DeliveryRow } from './write-back-tables.ts';

const MOST_LINES = 200;

export async function readReceipts(
  needs: VerbNeeds,
  session: Session,
  visitId: string,
): Promise<ReceiptsView> {
  await demandReceipts(needs, session, visitId);
  const { tenantId } = session;
  const rows = await listOfVisit(needs.database.db, { tenantId, visitId });
  // The end of an encounter that the EHR keeps is no receipt of anything, nor the credit of what never went.
  const shown = rows.filter(
    ({ kind, route, why }) =>
      !(kind === 'encounter-end' && route === 'kept-by-ehr') &&
      !(kind === 'charge-credit' && why === 'taken-back'),
  );
  return {
    at: needs.now().toISOString(),
    receipts: await Promise.all(shown.map((row) => viewReceipt(needs, session, row))),
  };
}

async function viewReceipt(needs: VerbNeeds, session: Session, row: DeliveryRow): Promise<Receipt> {
  const { refusal, ...answer } = (await openAnswer(needs.database, row)) ?? NO_ANSWER;
  const hands = await openHands(needs.database, row);
  const line = await viewDelivery(needs, session, row);
  // The EHR may quote what was sent: its words are for whoever may read that.
  const words = line.may.includes('compare') ? refusal?.words : null;
  return {
    ...line,
    sentAt: row.sentAt?.toISOString() ?? null,
    attempts: row.attempts,
    answer: row.state === 'confirmed' ? answer : null,
    refusal: refusal && { status: refusal.status, code: refusal.code, words: words || null },
    reference: row.reference,
    done: hands?.doneBy && hands.doneAt ? { by: hands.doneBy, at: hands.doneAt } : null,
  };
}

const NO_ANSWER = { id: null, version: null, at: '', refusal: null };

async function viewDelivery(needs: VerbNeeds, session: Session, row: DeliveryRow) {
  const { database } = needs;
  const facts = await openDeliveryFacts(database, row);
  const hands = await openHands(database, row);
  const advised = (await openAnswer(database, row))?.refusal?.next;
  const isWaiting = isUnderWay(row.state);
  return {
    ...{ deliveryId: row.id, visitId: row.visitId, kind: row.kind, state: row.state },
    since: row.stateSince.toISOString(),
    route: row.route,
    wait: isWaiting ? row.wait : null,
    nextTryAt: isWaiting && row.dueAt > needs.now() ? row.dueAt.toISOString() : null,
    why: row.why,
    next: decideNextStep({ ...row, advised: NEXT_STEPS.find((one) => one === advised) ?? null }),
    owner: facts.owner?.name ?? null,
    assignedTo: hands?.assignedTo ?? null,
    madeAt: row.madeAt.toISOString(),
    isTakenBack: row.isTakenBack,
    may: listActs({
      ...{ kind: row.kind, state: row.state, role: session.role },
      isOwner: row.ownerKey === session.personKey,
      isAssigned: row.assignedKey === session.personKey,
    }),
  };
}

export async function viewLine(needs: VerbNeeds, session: Session, row: DeliveryRow): Promise<DeliveryLine> {
  const { patientName, visitAt } = await openDeliveryFacts(needs.database, row);
  return {
    ...(await viewDelivery(needs, session, row)),
    ...{ patientName, visitAt, isLate: isLate(row, needs.now()) },
  };
}

export async function readDeliveries(needs: VerbNeeds, session: Session): Promise<DeliveriesView> {
  const { tenantId, role, personKey } = session;
  const scope = role === 'supervisor' ? 'tenant' : role === 'biller' ? 'charges' : 'own';
  const part = {
    ...{ tenantId },
    ...(scope === 'own' && { personKey }),
    ...(scope === 'charges' && { kinds: ['charge', 'charge-credit'] as const }),
  };
  const { rows, count, oldestAt, lateCount } = await listBacklog(needs.database.db, part, {
    most: MOST_LINES,
    lateBefore: lateBefore(needs.now()),
  });
  return {
    at: needs.now().toISOString(),
    scope,
    lines: await Promise.all(rows.map((row) => viewLine(needs, session, row))),
    ...{ count, lateCount, oldestAt: oldestAt?.toISOString() ?? null },
    clinicians: role === 'supervisor' ? await listColleagues(needs, tenantId) : [],
  };
}
