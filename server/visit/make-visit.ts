// Makes a visit out of a record of the EHR, or one of our own, or finds the one that was made of it. The EHR is read
// before the transaction begins; what a record says of another patient never gets this far.

import type { z } from 'zod';
import { isFhirId } from '#domain/launch';
import type { MakeVisit, VisitCandidate, VisitsView, VisitView } from '#domain/visit';
import { isOpen } from '#domain/visit';
import { readAppointment } from '#profiles/appointment';
import { readEncounter } from '#profiles/encounter';
import { readPatientRow } from '#profiles/patient';
import { AppError } from '#server/errors';
import type { Session } from '#server/http';
import { type AtVisit, atVisit, demandMe, unknownVisit } from './at-visit.ts';
import { becomeHost } from './host.ts';
import { setLimit } from './move-visit.ts';
import { findOthersSign } from './others-sign.ts';
import { isNear } from './patient-view.ts';
import { insertStatement } from './statement-store.ts';
import { readVisit, viewState } from './views.ts';
import type { VisitNeeds } from './visit-needs.ts';
import {
  findBySource,
  findOtherWaiting,
  findVisit,
  insertPerson,
  insertVisit,
  listOfPatient,
  newId,
  patientIndexOf,
  type VisitFacts,
  type VisitRow,
} from './visit-store.ts';

type Source = z.infer<typeof MakeVisit>['source'];

interface Planned {
  about: string | null;
  start: string | null;
  end: string | null;
}

export async function makeVisit(
  needs: VisitNeeds,
  session: Session,
  { source }: z.infer<typeof MakeVisit>,
  requestId: string,
): Promise<VisitView> {
  const { patientId } = session;
  if (patientId === null) throw new AppError('not-found', 'no-patient', 'This launch is about no patient.');
  const [planned, patient] = await Promise.all([
    readSource(needs, session, source),
    readWho(needs, session, patientId),
    // The licences are wanted at the gate; that they cannot be read now must not keep a visit from being made.
    refreshLicences(needs, session, requestId),
  ]);
  const facts: VisitFacts = {
    ...patient,
    patientId,
    sourceId: source.kind === 'own' ? null : source.id,
    about: planned.about,
  };
  const id = await insertOrFind(needs, session, source, planned, facts);
  await atVisit(needs, session, id, (at) => claim(needs, at));
  return readVisit(needs, session, id);
}

/** A visit without a clinician is the first clinician's who opens it. */
async function claim(needs: VisitNeeds, at: AtVisit): Promise<void> {
  const hasHost = at.visit.people.some(({ role }) => role === 'host');
  if (hasHost || at.session.role !== 'clinician') return;
  await demandMe(needs, at);
  await becomeHost(needs, at);
}

async function readSource(needs: VisitNeeds, session: Session, source: Source): Promise<Planned> {
  if (source.kind === 'own') return { about: null, start: source.plannedStart, end: null };
  const type = source.kind === 'encounter' ? 'Encounter' : 'Appointment';
  const resource = await needs.ehr.readResource(session, type, source.id);
  const read = source.kind === 'encounter' ? readEncounter(resource) : readAppointment(resource);
  if (read.state !== 'shown')
    throw new AppError('ehr-refused', 'ehr.unreadable', 'The EHR’s record of this visit cannot be read.');
  const { date, end, reason, text } = read.row;
  return { about: reason ?? text, start: instantOf(date), end: instantOf(end) };
}

/** A day without a time plans nothing. */
function instantOf(text: string | null): string | null {
  return text !== null && /T.+(Z|[+-]\d\d:\d\d)$/.test(text) ? new Date(text).toISOString() : null;
}

async function readWho(
  needs: VisitNeeds,
  session: Session,
  patientId: string,
): Promise<Pick<VisitFacts, 'patientName' | 'birthDate'>> {
  const read = readPatientRow(await needs.ehr.readResource(session, 'Patient', patientId));
  if (read.state !== 'shown') return { patientName: null, birthDate: null };
  const { given, family, birthDate } = read.row;
  return { patientName: [...given, family].filter(Boolean).join(' ') || null, birthDate };
}

async function refreshLicences(needs: VisitNeeds, session: Session, requestId: string): Promise<void> {
  if (session.role !== 'clinician' || !session.fhirUser?.startsWith('Practitioner/')) return;
  try {
    await needs.licences.importOwn(session, requestId);
  } catch (cause) {
    const code = cause instanceof AppError ? cause.code : 'unknown';
    needs.log.warn({ code, requestId }, 'licences could not be taken over from the EHR');
  }
}

async function insertOrFind(
  needs: VisitNeeds,
  session: Session,
  source: Source,
  planned: Planned,
  facts: VisitFacts,
): Promise<string> {
  const { database } = needs;
  const { tenantId } = session;
  const now = needs.now();
  const id = newId();
  const sourceKey = source.kind === 'own' ? id : source.id;
  const row: Omit<VisitRow, 'facts'> = {
    id,
    tenantId,
    patientIndex: patientIndexOf(database, tenantId, facts.patientId),
    sourceKind: source.kind,
    sourceIndex: database.vault.blindIndex(tenantId, `visit.${source.kind}`, sourceKey),
    state: 'booked',
    stateSince: now,
    version: 1,
    hostKey: null,
    plannedStart: planned.start === null ? null : new Date(planned.start),
    plannedEnd: planned.end === null ? null : new Date(planned.end),
    madeAt: now,
    lastSeenAt: now,
    limitAt: null,
    waitingSince: null,
    admittedAt: null,
    endedAt: null,
    refusedSince: null,
    handOverAt: null,
    emergencyAt: null,
    billingReview: [],
  };
  return database.transaction(async (tx) => {
    const isNew = await insertVisit({ database, tx }, row, facts);
    if (!isNew) return (await findBySource(tx, row))?.id ?? id;
    await insertPerson(
      { database, tx },
      {
        ...{ id: newId(), tenantId, visitId: id, role: 'patient', state: 'expected', stateSince: now },
        ...{ wasAdmitted: false, personKey: null, lastSeenAt: null, device: null, epoch: 0 },
        ...{ invitationHash: null, invitationUntil: null, joinedAt: now },
      },
      { name: facts.patientName, guestRole: null, language: null, fhirUser: null },
    );
    await insertStatement(
      { database, tx },
      { visitId: id, tenantId, saidBy: 'system', personKey: null },
      { kind: 'modality', modality: 'video', reason: 'planned' },
      now,
    );
    await needs.journal.append(tx, {
      ...{ tenantId, visitId: id, kind: 'visit.state' },
      body: { kind: 'visit.state', state: 'booked', event: 'made' },
    });
    const visit = await findVisit(needs, tx, { id, tenantId });
    if (visit) await setLimit(tx, visit);
    return id;
  });
}

/** This patient's visits, what a new one can be made of, and whether somebody else waits. */
export async function listVisits(
  needs: VisitNeeds,
  session: Session,
  requestId: string,
): Promise<VisitsView> {
  const { database } = needs;
  const { tenantId, patientId } = session;
  if (patientId === null) throw unknownVisit();
  const now = needs.now();
  const patientIndex = patientIndexOf(database, tenantId, patientId);
  const rows = await listOfPatient(database.db, tenantId, patientIndex);
  const lines = rows
    .filter((one) => isNear(one, now) || isOpen(one.state))
    .filter((one) => !session.visit?.only || one.id === session.visit.id)
    .map(async (row) => {
      const visit = await findVisit(needs, database.db, row);
      const host = visit?.people.find(({ role }) => role === 'host');
      return {
        ...viewState(row, 'staff', await needs.journal.findLast({ tenantId, visitId: row.id })),
        source: { kind: row.sourceKind, id: visit?.known.sourceId ?? null },
        about: visit?.known.about ?? null,
        hostName: host?.known.name ?? null,
        isYours: row.hostKey === session.personKey,
      };
    });
  const visits = await Promise.all(lines);
  const read = await listCandidates(needs, session, requestId);
  const made = new Set(visits.map(({ source }) => `${source.kind} ${source.id}`));
  const waiting = await findOtherWaiting(database.db, {
    ...{ tenantId, hostKey: session.personKey, patientIndex },
  });
  return {
    visits,
    candidates: read.candidates.filter((one) => !made.has(`${one.kind} ${one.id}`)),
    candidatesMissing: read.missing,
    othersWaitingSince: waiting?.toISOString() ?? null,
    othersSignAt: await findOthersSign(needs, { tenantId, hostKey: session.personKey, patientIndex }),
  };
}

/** From the chart's own reads, so that scopes, wrong-patient lock and record are those of the chart. */
async function listCandidates(
  needs: VisitNeeds,
  session: Session,
  requestId: string,
): Promise<{ candidates: VisitCandidate[]; missing: string | null }> {
  if (session.visit?.only) return { candidates: [], missing: null };
  const now = needs.now().getTime();
  const chart = needs.charts.readAgain(session, requestId, 'appointments');
  const appointments = await chart.get('appointments');
  const encounters = await needs.charts.readAgain(session, requestId, 'encounters').get('encounters');
  const candidates: VisitCandidate[] = [];
  for (const line of [encounters, appointments]) {
    if (line?.state !== 'ready' || (line.list !== 'encounters' && line.list !== 'appointments')) continue;
    for (const row of line.rows) {
      const kind = line.list === 'encounters' ? 'encounter' : 'appointment';
      const isOfLaunch = kind === 'encounter' && row.id === session.encounterId;
      const start = instantOf(row.date);
      const isToday = start !== null && Math.abs(Date.parse(start) - now) < 36 * 3600_000;
      if (!isFhirId(row.id) || !(isOfLaunch || (row.isCurrent && isToday))) continue;
      candidates.push({ kind, id: row.id, about: row.reason ?? row.text, start, end: row.end, isOfLaunch });
    }
  }
  const missing = [encounters, appointments].find((line) => line && line.state !== 'ready');
  return {
    candidates: candidates.toSorted((a, b) => Number(b.isOfLaunch) - Number(a.isOfLaunch)),
    missing: missing && missing.state !== 'ready' ? missing.reason.code : null,
  };
}
