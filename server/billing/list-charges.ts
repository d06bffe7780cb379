// The worklist: visits that are over and have no charge, held charges, and the rest. Names and codes; no word of a
// note, and nothing of a chart. At the staff door the tenant's; in a chart its own patient's and nobody else's.
import type { ChargesView } from '#domain/billing';
import { AppError } from '#server/errors';
import type { BillingNeeds } from './billing-needs.ts';
import { listCharged, listOfPatient, listOfTenant, patientIndexOf } from './charge-store.ts';
import type { Caller } from './charge-verbs.ts';
import { viewConfirmed } from './view-charge.ts';

const BACK_MS = 90 * 24 * 3600_000;
const MOST = 200;

export async function listCharges(needs: BillingNeeds, { session }: Caller): Promise<ChargesView> {
  // A window for one visit shows that visit's charge beside it.
  if (session.visit?.only)
    throw new AppError('forbidden', 'charges.own-window', 'Open the list of charges in its own window.');
  const { tenantId, patientId } = session;
  const { db } = needs.database;
  const now = needs.now();
  const over = await needs.visits.listOver(tenantId, new Date(now.getTime() - BACK_MS), patientId);
  const charged = await listCharged(db, tenantId, over);
  const open = over.filter((visitId) => !charged.has(visitId));
  const charges =
    patientId === null
      ? await listOfTenant(needs, db, tenantId, MOST)
      : await listOfPatient(needs, db, tenantId, patientIndexOf(needs.database, tenantId, patientId));
  const lines = charges.map((charge) => ({
    visitId: charge.visitId,
    patient: { name: charge.known.patientName, birthDate: charge.known.birthDate },
    clinician: charge.known.performer.name,
    charge: viewConfirmed(charge, session, session.role === 'biller'),
  }));
  const isHeld = (line: (typeof lines)[number]) => line.charge.state === 'held';
  return {
    at: now.toISOString(),
    open: await needs.visits.readOver(tenantId, open.slice(0, MOST)),
    charges: [...lines.filter(isHeld), ...lines.filter((line) => !isHeld(line))],
    hasMore: open.length > MOST || charges.length === MOST,
  };
}
