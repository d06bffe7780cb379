// What a patient sees of their visit: where they stand and what they can do; nothing of the gate's reasons.
import {
  isOpen,
  isOpening,
  isRunning,
  listEvents,
  listMissing,
  type MyVisitsView,
  type PatientVisitView,
} from '#domain/visit';
import type { Db } from '#server/db';
import type { Session } from '#server/http';
import { aboutPatient } from './about-patient.ts';
import { type AtVisit, lookAtVisit, unknownVisit } from './at-visit.ts';
import { askGate } from './gate.ts';
import { readQueue } from './queue.ts';
import { isSaid, standOnCare } from './stand-on-care.ts';
import { listStatements, readAnswers, readModalities } from './statement-store.ts';
import { isPresent, viewState } from './views.ts';
import type { VisitNeeds } from './visit-needs.ts';
import { findVisit, listOfPatient, patientIndexOf, type VisitRow } from './visit-store.ts';

/** Today and tomorrow wherever the patient's day begins, and late evening of yesterday. */
const BACK_MS = 18 * 3600_000;
const AHEAD_MS = 48 * 3600_000;

export async function viewForPatient(needs: VisitNeeds, at: AtVisit): Promise<PatientVisitView> {
  const { visit, tx, session, me, now } = at;
  const said = await listStatements(needs, tx, visit.id, ['answer', 'modality']);
  const checkIn = readAnswers(said);
  const { word: consent, ...stand } = await standOnCare(needs, at, said);
  const isConsentSaid = isSaid({ word: consent, ...stand });
  const signs = await needs.redFlags.readOwn(
    tx,
    { tenantId: visit.tenantId, visitId: visit.id },
    session.personKey,
    aboutPatient(at, checkIn),
  );
  const host = visit.people.find(({ role }) => role === 'host');
  const sequence = await needs.journal.findLast({ tenantId: visit.tenantId, visitId: visit.id }, tx);
  return {
    ...viewState(visit, 'patient', sequence),
    actingForPatient: session.role === 'proxy',
    hospital: needs.hospitalOf(visit.tenantId),
    clinician: host?.known.name ?? null,
    modality: readModalities(said).at(-1)?.modality ?? 'video',
    checkIn,
    consent,
    asksAgain: stand.asksAgain,
    consentHeard: stand.heard,
    missing: listMissing(checkIn, { isSignsTold: signs.stage === 'told', isConsentSaid }),
    signs,
    hold: await findHold(
      needs,
      at,
      { checkIn, consent },
      listMissing(checkIn, { isSignsTold: true, isConsentSaid }).length > 0,
      host !== undefined && isPresent(host, now),
    ),
    ...(await readQueue(tx, visit, now)),
    mayJoin: isRunning(visit.state) && me?.wasAdmitted === true,
    may: listEvents(visit.state, 'patient'),
    instead: isOpen(visit.state) ? null : await findInstead(tx, visit, now),
  };
}

/** Why the wait goes on. A closed gate is said first: that the clinician is away would not be the reason. */
async function findHold(
  needs: VisitNeeds,
  { visit, tx }: AtVisit,
  { checkIn, consent }: Pick<PatientVisitView, 'checkIn' | 'consent'>,
  hasMissing: boolean,
  isHostHere: boolean,
): Promise<PatientVisitView['hold']> {
  if (!['checking-in', 'waiting'].includes(visit.state)) return null;
  if (checkIn.who?.isRight === false) return 'not-you';
  if (consent === 'refused' || consent === 'taken-back') return 'consent-refused';
  if (hasMissing) return 'questions-left';
  if (visit.state !== 'waiting') return null;
  const gate = await askGate(needs, tx, visit);
  if (!isOpening(gate.verdict)) return 'clinician-is-checking';
  return isHostHere ? null : 'clinician-away';
}

/** After a change of booking people hold a link to the visit that is off: this is the one that is on. */
async function findInstead(db: Db, visit: VisitRow, now: Date): Promise<PatientVisitView['instead']> {
  const rows = await listOfPatient(db, visit.tenantId, visit.patientIndex);
  const other = rows.find((one) => one.id !== visit.id && isOpen(one.state) && isNear(one, now));
  return other ? { visitId: other.id, plannedStart: other.plannedStart?.toISOString() ?? null } : null;
}

export function isNear(visit: VisitRow, now: Date): boolean {
  const at = (visit.plannedStart ?? visit.madeAt).getTime() - now.getTime();
  return isRunning(visit.state) || (at > -BACK_MS && at < AHEAD_MS);
}

export async function readForPatient(
  needs: VisitNeeds,
  session: Session,
  visitId: string,
): Promise<PatientVisitView> {
  const at = await lookAtVisit(needs, session, visitId);
  // The place kept for the patient is theirs before they have come.
  at.me ??=
    session.role === 'patient' ? (at.visit.people.find(({ role }) => role === 'patient') ?? null) : null;
  return viewForPatient(needs, at);
}

export async function listForPatient(needs: VisitNeeds, session: Session): Promise<MyVisitsView> {
  const { database } = needs;
  if (session.patientId === null) throw unknownVisit();
  const now = needs.now();
  const index = patientIndexOf(database, session.tenantId, session.patientId);
  const rows = await listOfPatient(database.db, session.tenantId, index);
  const wanted = rows.filter((one) => isNear(one, now) || one.id === session.visit?.id);
  const views = wanted.map(async (row) => {
    const visit = await findVisit(needs, database.db, row);
    const said = await listStatements(needs, database.db, row.id, ['modality']);
    const sequence = await needs.journal.findLast({ tenantId: row.tenantId, visitId: row.id });
    return {
      ...viewState(row, 'patient', sequence),
      clinician: visit?.people.find(({ role }) => role === 'host')?.known.name ?? null,
      isOfLink: row.id === session.visit?.id,
      modality: readModalities(said).at(-1)?.modality ?? ('video' as const),
    };
  });
  return { visits: (await Promise.all(views)).toSorted((a, b) => timeOf(a) - timeOf(b)) };
}

function timeOf(one: { plannedStart: string | null; since: string }): number {
  return Date.parse(one.plannedStart ?? one.since);
}
