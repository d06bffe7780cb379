// What a guest's own session may ask: how they stand, and to be asked in again where their screen was locked. A
// removed guest gets this one answer and nothing else.
import { type GuestVisitView, isOfPatientsSide, isOpen, standOfGuest } from '#domain/visit';
import type { Session, SetCookie } from '#server/http';
import { atVisit, demandMe, demandOpen, unknownVisit } from './at-visit.ts';
import { movePerson } from './move-visit.ts';
import type { VisitNeeds } from './visit-needs.ts';
import { findVisit, type Person, updatePerson, updateSeen, type Visit } from './visit-store.ts';

export async function readGuestVisit(needs: VisitNeeds, session: Session): Promise<GuestVisitView> {
  const id = session.visit?.id;
  if (session.role !== 'guest' || id === undefined) throw unknownVisit();
  const visit = await findVisit(needs, needs.database.db, { id, tenantId: session.tenantId });
  const me = visit?.people.find(({ personKey }) => personKey === session.personKey);
  if (!visit || !me) throw unknownVisit();
  return viewGuest(needs, visit, me);
}

function viewGuest(needs: VisitNeeds, visit: Visit, me: Person): GuestVisitView {
  const isOut = me.state === 'removed';
  return {
    visitId: visit.id,
    state: visit.state,
    hospital: needs.hospitalOf(visit.tenantId),
    clinician: isOut ? null : (visit.people.find(({ role }) => role === 'host')?.known.name ?? null),
    name: me.known.name,
    role: me.known.guestRole ?? 'other',
    language: me.known.language,
    participant: me.state,
    standing: standOfGuest(visit.state, me),
    mayReport: mayReportSigns(visit, me),
  };
}

/** Once they were let in, and while the visit is open. */
export const mayReportSigns = (visit: Pick<Visit, 'state'>, me: Person): boolean =>
  isOpen(visit.state) && me.wasAdmitted && me.state !== 'removed' && isOfPatientsSide(me.known.guestRole);

/**
 * A guest has no account that could tell who sits at a locked screen: the clinician sees and hears them and lets
 * them in anew. Who was in the visit is out of it until then.
 */
export async function askAgain(
  needs: VisitNeeds,
  session: Session,
): Promise<{ view: GuestVisitView; cookies: SetCookie[] }> {
  const id = session.visit?.id;
  if (session.role !== 'guest' || id === undefined) throw unknownVisit();
  const view = await atVisit(needs, session, id, async (at) => {
    const me = await demandMe(needs, at);
    const { tx, visit, now } = at;
    demandOpen(at);
    const tell = (event: 'leave' | 'ask') =>
      movePerson(needs, tx, visit, { event, by: 'self', person: me.id });
    if (['admitted', 'connected', 'dropped'].includes(me.state)) await tell('leave');
    if (me.wasAdmitted) {
      await updatePerson({ database: needs.database, tx }, me, { wasAdmitted: false });
      me.wasAdmitted = false;
    }
    await updateSeen(tx, visit, me.id, now);
    me.lastSeenAt = now;
    if (me.state === 'left') await tell('ask');
    return viewGuest(needs, visit, me);
  });
  return { view, ...(session.locked ? await needs.openAgain(session) : { cookies: [] }) };
}
