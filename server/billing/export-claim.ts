// One confirmed charge as a FHIR Claim, for the file that a person takes to a clearing house. Who took it, and of which
// patient, is on record by itself.

import type { z } from 'zod';
import type { OfConfirmed } from '#domain/billing';
import { buildClaim } from '#profiles/visit-charge';
import { AppError } from '#server/errors';
import type { Answer } from '#server/http';
import type { BillingNeeds } from './billing-needs.ts';
import type { Caller } from './charge-verbs.ts';
import { findConfirmedCharge } from './find-confirmed.ts';
import { findVisitSubject, unknownVisit } from './stand-at-charge.ts';

/** Named by our own reference alone: a file's name is read by many. */
export async function exportClaim(
  needs: BillingNeeds,
  { session, requestId }: Caller,
  { visitId, chargeId }: z.infer<typeof OfConfirmed>,
): Promise<Answer> {
  const { record } = await findVisitSubject(needs, session, visitId, requestId);
  const charge = await findConfirmedCharge(needs, session.tenantId, chargeId);
  if (charge?.visitId !== visitId) throw unknownVisit();
  const claim = buildClaim(charge);
  if (!claim.ok)
    throw new AppError(
      'conflict',
      'charge.no-claim',
      'This charge is held, taken back or not whole: no claim is made of it.',
    );
  await needs.recordAccess({
    ...{ event: 'charge.export', outcome: 'success', requestId, tenantId: session.tenantId, session },
    patientId: record.patientId,
    detail: { visit: visitId, charge: chargeId },
  });
  return {
    json: claim.resource,
    headers: { 'Content-Disposition': `attachment; filename="claim-${charge.reference}.json"` },
    auditDetail: { visit: visitId, charge: chargeId },
  };
}
