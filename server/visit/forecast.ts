// What the gate would say of the license if the visit were held at the patient's home, asked when it is booked and while
// people are invited. It opens nothing: the gate asks again, where the patient says they are.
import { isStateCode, type VisitForecast } from '#domain/visit';
import { readHome } from '#profiles/patient';
import type { Session } from '#server/http';
import { lookAtVisit } from './at-visit.ts';
import type { VisitNeeds } from './visit-needs.ts';

export async function forecastVisit(
  needs: VisitNeeds,
  session: Session,
  visitId: string,
): Promise<VisitForecast> {
  const { visit, tx, now } = await lookAtVisit(needs, session, visitId);
  const home = await readHomeOf(needs, session, visit.known.patientId);
  const at = visit.plannedStart !== null && visit.plannedStart > now ? visit.plannedStart : now;
  const practitioner = visit.people.find(({ role }) => role === 'host')?.known.fhirUser ?? null;
  if (!home || practitioner === null) return { home, at: at.toISOString(), licensure: null };
  const { answer } = await needs.licences.ask(tx, { tenantId: visit.tenantId, practitioner, ...home }, at);
  const { outcome, reasons, expiresAt } = answer;
  return {
    home,
    at: at.toISOString(),
    licensure: { verdict: outcome, reasons: [...reasons], holdsUntil: expiresAt },
  };
}

/** Letters that are no state's name none. */
async function readHomeOf(
  needs: VisitNeeds,
  session: Session,
  patientId: string,
): Promise<VisitForecast['home']> {
  const home = readHome(await needs.ehr.readResource(session, 'Patient', patientId), needs.now());
  return home && { ...home, state: home.state !== null && isStateCode(home.state) ? home.state : null };
}
