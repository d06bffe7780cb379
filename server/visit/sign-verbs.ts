// Signs that cannot wait, in a visit: the patient's side tells and goes on, staff acknowledge. None of these verbs
// opens or closes the way into the visit, and none of them lowers what was told.
import type { z } from 'zod';
import type { AskedSignsView, OwnSignsView } from '#domain/red-flags';
import {
  type AcknowledgeSigns,
  type GoOnAfterSigns,
  isOfPatientsSide,
  isOpen,
  type PatientVisitView,
  type ReportSigns,
  type TellSigns,
  type VisitView,
  type WriteDownSigns,
} from '#domain/visit';
import { AppError } from '#server/errors';
import type { Session } from '#server/http';
import type { Speaker } from '#server/red-flags';
import { aboutPatient } from './about-patient.ts';
import { type AtVisit, atVisit, demandMe, demandOpen, lookAtVisit } from './at-visit.ts';
import { mayReportSigns } from './guest-view.ts';
import { viewForPatient } from './patient-view.ts';
import { listStatements, readAnswers } from './statement-store.ts';
import { readVisit } from './views.ts';
import type { VisitNeeds } from './visit-needs.ts';

async function findAbout(needs: VisitNeeds, at: AtVisit) {
  return aboutPatient(at, readAnswers(await listStatements(needs, at.tx, at.visit.id, ['answer'])));
}

const ofVisit = ({ visit }: AtVisit) => ({ tenantId: visit.tenantId, visitId: visit.id });

function speakerOf({ session, myName, me }: AtVisit): Speaker {
  const { role, personKey } = session;
  // A guest goes by the name they typed.
  if (role === 'guest') return { saidBy: 'guest', personKey, name: me?.known.name ?? null };
  return { saidBy: role === 'patient' || role === 'proxy' ? role : 'staff', personKey, name: myName };
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

/** Every sign, for staff: what is asked of nobody in writing is said aloud, too. */
export async function listSigns(
  needs: VisitNeeds,
  session: Session,
  visitId: string,
): Promise<AskedSignsView> {
  return needs.redFlags.listAll(await findAbout(needs, await lookAtVisit(needs, session, visitId)));
}

/** Said aloud, or seen: it raises the same flag as the patient's own answer. */
export async function writeDownSigns(
  needs: VisitNeeds,
  session: Session,
  { visitId, ...written }: z.infer<typeof WriteDownSigns>,
): Promise<VisitView> {
  await atVisit(needs, session, visitId, async (at) => {
    demandOpen(at);
    const about = await findAbout(needs, at);
    await needs.redFlags.writeDown(at.tx, ofVisit(at), speakerOf(at), written, about);
    await at.tellChanged('signs');
  });
  return readVisit(needs, session, visitId);
}

/** What a guest of the patient's side may report; nobody else is shown what is asked of this patient. */
export async function askGuest(needs: VisitNeeds, session: Session): Promise<AskedSignsView> {
  const at = await lookAtVisit(needs, session, session.visit?.id ?? '');
  demandReporter(at);
  return needs.redFlags.ask(await findAbout(needs, at));
}

export function reportSigns(
  needs: VisitNeeds,
  session: Session,
  telling: z.infer<typeof ReportSigns>,
): Promise<OwnSignsView> {
  return atVisit(needs, session, session.visit?.id ?? '', async (at) => {
    demandReporter(at);
    const about = await findAbout(needs, at);
    await needs.redFlags.tell(at.tx, ofVisit(at), speakerOf(at), telling, about, 'reported');
    await at.tellChanged('signs');
    return needs.redFlags.readOwn(at.tx, ofVisit(at), session.personKey, about);
  });
}

function demandReporter({ visit, me }: AtVisit): void {
  if (!me || !mayReportSigns(visit, me))
    throw new AppError('forbidden', 'visit.not-yours', 'Tell the clinician aloud.');
}

/** What the patient's side writes to their clinician is read for signs too; who interprets or advises asks of them. */
export async function hearMessage(needs: VisitNeeds, at: AtVisit, text: string): Promise<void> {
  const isTheirSide =
    at.actor === 'patient' || (at.actor === 'guest' && isOfPatientsSide(at.me?.known.guestRole ?? null));
  if (!isTheirSide || !isOpen(at.visit.state)) return;
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
