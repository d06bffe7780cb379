// The way of a person to one delivery: found in this tenant, for this patient where a chart is open, and for what they
// may do with it; or not at all.
import { type DeliveryAct, listActs } from '#domain/write-back';
import { AppError } from '#server/errors';
import type { Session } from '#server/http';
import { type DeliveryFacts, openDeliveryFacts } from './delivery-facts.ts';
import { findDelivery } from './delivery-store.ts';
import type { VerbNeeds } from './verb-needs.ts';
import type { DeliveryRow } from './write-back-tables.ts';

export interface AtDelivery {
  row: DeliveryRow;
  facts: DeliveryFacts;
}

/** One answer for "does not exist", "another patient's" and "another tenant's". */
const unknownDelivery = () =>
  new AppError('not-found', 'delivery.unknown', 'There is no such delivery here.');

export async function demandAct(
  needs: VerbNeeds,
  session: Session,
  deliveryId: string,
  act: DeliveryAct,
): Promise<AtDelivery> {
  const { tenantId, personKey, role } = session;
  const row = await findDelivery(needs.database.db, { tenantId, id: deliveryId });
  if (!row) throw unknownDelivery();
  const facts = await openDeliveryFacts(needs.database, row);
  if (session.visit?.only && session.visit.id !== row.visitId) throw unknownDelivery();
  if (session.patientId !== null && session.patientId !== facts.patientId) throw unknownDelivery();
  const who = {
    isOwner: row.ownerKey === personKey,
    isAssigned: row.assignedKey === personKey,
    role,
  };
  if (listActs({ kind: row.kind, state: row.state, ...who }).includes(act)) return { row, facts };
  // Never in any state: then its existence is not theirs to know.
  const ever = (['planned', 'refused', 'reconciling', 'handed-over'] as const).some((state) =>
    listActs({ kind: row.kind, state, ...who }).includes(act),
  );
  throw ever ? movedOn() : unknownDelivery();
}

export const movedOn = () =>
  new AppError(
    'conflict',
    'delivery.state',
    'This has moved on meanwhile. The page shows how it stands now.',
  );

/** Receipts of a visit: in the chart of its patient; at the staff door for who keeps the whole in view. */
export async function demandReceipts(needs: VerbNeeds, session: Session, visitId: string): Promise<void> {
  const visit = await needs.findVisitOutline(session.tenantId, visitId);
  const isOnly = session.visit?.only === true && session.visit.id !== visitId;
  const isTheirs =
    session.patientId === null
      ? session.role === 'supervisor' || session.role === 'biller'
      : session.patientId === visit?.patientId;
  if (visit && isTheirs && !isOnly) return;
  throw new AppError('not-found', 'visit.unknown', 'There is no such visit here.');
}
