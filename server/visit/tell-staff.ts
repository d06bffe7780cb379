// A change of a visit by staff, and the visit as they see it afterwards.
import type { VisitView } from '#domain/visit';
import type { Session } from '#server/http';
import { type AtVisit, atVisit } from './at-visit.ts';
import { settleRefusalSoon } from './refusal.ts';
import { readVisit } from './views.ts';
import type { VisitNeeds } from './visit-needs.ts';

/**
 * The change is committed before anything is shown: what fails in showing takes nothing back. A running visit's refusal is
 * settled by it, either way.
 */
export async function tellStaff(
  needs: VisitNeeds,
  session: Session,
  visitId: string,
  run: (at: AtVisit) => Promise<void>,
): Promise<VisitView> {
  await atVisit(needs, session, visitId, run);
  await settleRefusalSoon(needs, { id: visitId, tenantId: session.tenantId });
  return readVisit(needs, session, visitId);
}
