// What a patient, or a proxy for them, tells their visit: check-in one answer at a time, the waiting room, no. Each
// answer is kept when it is given; each is theirs to change until the visit ends.

import type { z } from 'zod';
import {
  type CheckInAnswer,
  listMissing,
  type PatientVisitView,
  STATE_ROWS,
  type WithdrawConsent,
} from '#domain/visit';
import { AppError } from '#server/errors';
import type { Session } from '#server/http';
import { type AtVisit, atVisit, demandMe } from './at-visit.ts';
import { keepConsent } from './consent-verbs.ts';
import { moveVisit } from './move-visit.ts';
import { viewForPatient } from './patient-view.ts';
import { settleRefusalSoon } from './refusal.ts';
import { isSaid, standOnCare } from './stand-on-care.ts';
import { listStatements, readAnswers } from './statement-store.ts';
import type { VisitNeeds } from './visit-needs.ts';
import { updateSeen } from './visit-store.ts';

type Verb<Input> = (needs: VisitNeeds, session: Session, input: Input) => Promise<PatientVisitView>;

/** Begins the check-in; coming again is no harm. */
export const arrive: Verb<{ visitId: string }> = (needs, session, { visitId }) =>
  atVisit(needs, session, visitId, async (at) => {
    const me = await demandMe(needs, at);
    await seen(at, me.id);
    const isHere = ['checking-in', 'waiting'].includes(at.visit.state);
    if (!isHere || me.state === 'expected' || me.state === 'left') await come(needs, at, me.id, isHere);
    return viewForPatient(needs, at);
  });

async function come(needs: VisitNeeds, at: AtVisit, person: string, isHere: boolean): Promise<void> {
  if (STATE_ROWS[at.visit.state].phase === 'running') return;
  // A second proxy beside a patient who is checking in answers with them; the visit has moved already.
  if (isHere) return;
  await moveVisit(needs, at.tx, at.visit, { event: 'arrive', actor: 'patient', person });
}

export const answer: Verb<{ visitId: string; answer: CheckInAnswer }> = (needs, session, input) =>
  andSettle(needs, session, input.visitId, async (at) => {
    const me = await demandMe(needs, at);
    demandGoingOn(at);
    const said = input.answer;
    if (said.question === 'consent') await keepConsent(needs, at, said);
    await at.say({ kind: 'answer', answer: said });
    await seen(at, me.id);
    await at.tellChanged(said.question === 'where' ? 'location' : 'check-in');
    return viewForPatient(needs, at);
  });

/** Before the end anything may be said; afterwards nothing changes what was. */
function demandGoingOn({ visit }: AtVisit): void {
  if (STATE_ROWS[visit.state].phase === 'after')
    throw new AppError('conflict', 'visit.state', 'This visit is not open any more.');
}

export const ready: Verb<{ visitId: string }> = (needs, session, { visitId }) =>
  atVisit(needs, session, visitId, async (at) => {
    const me = await demandMe(needs, at);
    await seen(at, me.id);
    if (at.visit.state === 'waiting') return viewForPatient(needs, at);
    const said = await listStatements(needs, at.tx, visitId, ['answer', 'modality']);
    const isConsentSaid = isSaid(await standOnCare(needs, at, said));
    if (listMissing(readAnswers(said), { isSignsTold: true, isConsentSaid }).length > 0)
      throw new AppError('conflict', 'visit.questions-left', 'Some questions are not answered yet.');
    await at.say({ kind: 'ready' });
    await moveVisit(needs, at.tx, at.visit, { event: 'ready', actor: 'patient', person: me.id });
    await at.tellChanged('queue');
    return viewForPatient(needs, at);
  });

export const cancelOwn: Verb<{ visitId: string }> = (needs, session, { visitId }) =>
  atVisit(needs, session, visitId, async (at) => {
    const me = await demandMe(needs, at);
    if (at.visit.state !== 'cancelled') {
      await moveVisit(needs, at.tx, at.visit, { event: 'cancel', actor: 'patient', person: me.id });
      await at.say({ kind: 'reason', event: 'cancel', reason: 'patient-asked' });
    }
    return viewForPatient(needs, at);
  });

/** Takes a yes back, at any time; a running visit's clinician is told at once. */
export const withdraw: Verb<z.infer<typeof WithdrawConsent>> = (needs, session, { visitId, kind }) =>
  andSettle(needs, session, visitId, async (at) => {
    await demandMe(needs, at);
    const had = await needs.consents.withdraw(at.tx, { visitId, kind }, at.now);
    if (had) {
      await at.say({ kind: 'reason', event: 'withdraw-consent', reason: kind });
      await at.tellChanged('consent');
    }
    return viewForPatient(needs, at);
  });

/** What may close the gate of a running visit is settled at once, after it is on record. */
async function andSettle(
  needs: VisitNeeds,
  session: Session,
  visitId: string,
  run: (at: AtVisit) => Promise<PatientVisitView>,
): Promise<PatientVisitView> {
  const view = await atVisit(needs, session, visitId, run);
  await settleRefusalSoon(needs, { id: visitId, tenantId: session.tenantId });
  return view;
}

async function seen(at: AtVisit, personId: string): Promise<void> {
  await updateSeen(at.tx, at.visit, personId, at.now);
  at.visit.lastSeenAt = at.now;
  if (at.me) at.me.lastSeenAt = at.now;
}
