// The clinician's day, at the staff door: who comes, who waits. Opening a visit from here makes a session of its own,
// bound to that visit and its patient, in a window of its own; the chart there says "open from the chart", because
// the staff token reads no patient.
import { isOpen, type TodayView, VISIT_STATES } from '#domain/visit';
import { AppError } from '#server/errors';
import type { Session, SetCookie } from '#server/http';
import { readOwnName, unknownVisit } from './at-visit.ts';
import { isPresent, viewState } from './views.ts';
import type { VisitNeeds } from './visit-needs.ts';
import { findVisit, listOfDay } from './visit-store.ts';

const BACK_MS = 12 * 3600_000;
const AHEAD_MS = 24 * 3600_000;

export async function readToday(needs: VisitNeeds, session: Session): Promise<TodayView> {
  demandStaffDoor(session);
  const { database } = needs;
  const now = needs.now();
  const rows = await listOfDay(database.db, {
    tenantId: session.tenantId,
    hostKey: session.role === 'clinician' ? session.personKey : null,
    from: new Date(now.getTime() - BACK_MS),
    until: new Date(now.getTime() + AHEAD_MS),
    open: VISIT_STATES.filter(isOpen),
  });
  const signsOf = await needs.redFlags.readLines(database.db, {
    tenantId: session.tenantId,
    visitIds: rows.map(({ id }) => id),
  });
  const lines = rows.map(async (row) => {
    const visit = await findVisit(needs, database.db, row);
    if (!visit) throw unknownVisit();
    const host = visit.people.find(({ role }) => role === 'host');
    const patients = visit.people.filter(({ role }) => role === 'patient' || role === 'proxy');
    return {
      ...viewState(row, 'staff', await needs.journal.findLast({ tenantId: row.tenantId, visitId: row.id })),
      patientName: visit.known.patientName,
      birthDate: visit.known.birthDate,
      hostName: host?.known.name ?? null,
      isYours: row.hostKey === session.personKey,
      waitingSince: row.waitingSince?.toISOString() ?? null,
      isPatientPresent: patients.some((one) => isPresent(one, now)),
      signs: signsOf(row.id),
    };
  });
  return { at: now.toISOString(), visits: await Promise.all(lines) };
}

export async function openFromToday(
  needs: VisitNeeds,
  session: Session,
  visitId: string,
  call: { cookieHeader: string | undefined; requestId: string },
): Promise<{ address: string; cookies: SetCookie[] }> {
  demandStaffDoor(session);
  if (session.role !== 'clinician' && session.role !== 'nurse') throw unknownVisit();
  const { role } = session;
  const visit = await findVisit(needs, needs.database.db, { id: visitId, tenantId: session.tenantId });
  // A clinician opens their own; another's is opened from that patient's chart.
  if (!visit || (role === 'clinician' && visit.hostKey !== session.personKey)) throw unknownVisit();
  await needs.recordAccess({
    event: 'visit.open-from-today',
    outcome: 'success',
    requestId: call.requestId,
    tenantId: session.tenantId,
    session,
    patientId: visit.known.patientId,
    detail: { visit: visitId },
  });
  const opened = await needs.openVisitSession(
    {
      ...{ tenantId: session.tenantId, door: 'staff', role, personKey: session.personKey },
      ...{ personName: await readOwnName(needs.database, session), fhirUser: session.fhirUser },
      ...{ patientId: visit.known.patientId, visitId },
    },
    call.cookieHeader,
  );
  return { address: `/l/${opened.launchId}/`, cookies: opened.cookies };
}

/** Never out of a patient's chart: there another patient has no name and no door. */
function demandStaffDoor(session: Session): void {
  if (session.door === 'staff' && session.patientId === null) return;
  throw new AppError('forbidden', 'today.own-window', 'Open Today in its own window.');
}
