// Signs that cannot wait, in a visit: the patient's side tells and goes on, staff acknowledge. None of these verbs
// opens or closes the way into the visit, and none of them lowers what was told.
import type { z } from 'zod';
import type { AskedSignsView } from '#domain/red-flags';
import type { AcknowledgeSigns, GoOnAfterSigns, PatientVisitView, TellSigns, VisitView } from '#domain/visit';
import { isOpen } from '#domain/visit';
import type { Session } from '#server/http';
import type { Speaker } from '#server/red-flags';
import { aboutPatient } from './about-patient.ts';
import { type AtVisit, atVisit, demandMe, demandOpen, lookAtVisit } from './at-visit.ts';
import { viewForPatient } from './patient-view.ts';
import { listStatements, readAnswers } from './statement-store.ts';
import { readVisit } from './views.ts';
import type { VisitNeeds } from './visit-needs.ts';

async function findAbout(needs: VisitNeeds, at: AtVisit) {
  return aboutPatient(at, readAnswers(await listStatements(needs, at.tx, at.visit.id, ['answer'])));
}

const ofVisit = ({ visit }: AtVisit) => ({ tenantId: visit.tenantId, visitId: visit.id });

function speakerOf({ session, myName }: AtVisit): Speaker {
  const saidBy = session.role === 'patient' || session.role === 'proxy' ? session.role : 'staff';
  return { saidBy, personKey: session.personKey, name: myName };
}

export async function askSigns(
  needs: VisitNeeds,
  session: Session,
  visitId: string,
): Promise<AskedSignsView> {
  return needs.redFlags.ask(await findAbout(needs, await lookAtVisit(needs, session, visitId)));
}

export function tellSigns(
  needs: VisitNeeds,
  session: Session,
  { visitId, ...telling }: z.infer<typeof TellSigns>,
): Promise<PatientVisitView> {
  return atVisit(needs, session, visitId, async (at) => {
    await demandMe(needs, at);
    demandOpen(at);
    const about = await findAbout(needs, at);
    await needs.redFlags.tell(at.tx, ofVisit(at), speakerOf(at), telling, about);
    await at.tellChanged('signs');
    return viewForPatient(needs, at);
  });
}

export function goOnAfterSigns(
  needs: VisitNeeds,
  session: Session,
  { visitId, word }: z.infer<typeof GoOnAfterSigns>,
): Promise<PatientVisitView> {
  return atVisit(needs, session, visitId, async (at) => {
    await demandMe(needs, at);
    demandOpen(at);
    await needs.redFlags.goOn(at.tx, ofVisit(at), speakerOf(at), word, at.now);
    await at.tellChanged('signs');
    return viewForPatient(needs, at);
  });
}

/** What the patient's side writes to their clinician is read for signs too. */
export async function hearMessage(needs: VisitNeeds, at: AtVisit, text: string): Promise<void> {
  if (at.actor !== 'patient' || !isOpen(at.visit.state)) return;
  const isSign = await needs.redFlags.hear(
    at.tx,
    ofVisit(at),
    speakerOf(at),
    text,
    await findAbout(needs, at),
  );
  if (isSign) await at.tellChanged('signs');
}

/** Also after the visit: who sees it late, says so late. */
export async function acknowledgeSigns(
  needs: VisitNeeds,
  session: Session,
  { visitId, upTo }: z.infer<typeof AcknowledgeSigns>,
): Promise<VisitView> {
  await atVisit(needs, session, visitId, async (at) => {
    await needs.redFlags.acknowledge(at.tx, ofVisit(at), speakerOf(at), upTo, at.now);
    await at.tellChanged('signs');
  });
  return readVisit(needs, session, visitId);
}
