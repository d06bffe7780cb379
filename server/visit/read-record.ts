// A visit as its records tell it, for areas that write of it afterwards. Reads only; who may see it is theirs to ask.
import { and, eq } from 'drizzle-orm';
import type { EvidenceRecord, GateLine, JournalBody, RecordedPerson, Stay, VisitRecord } from '#domain/visit';
import type { Entry, Journal } from '#server/realtime';
import { listSpans } from './list-spans.ts';
import {
  listStatements,
  readLocations,
  readModalities,
  readOverrides,
  type Said,
} from './statement-store.ts';
import type { VisitNeeds } from './visit-needs.ts';
import { findVisit, openVisitFacts, type Visit } from './visit-store.ts';
import { visitPeople, visits } from './visit-tables.ts';

/** Far more than one visit's people come and go. */
const MOST_ENTRIES = 20_000;

/** Whose a visit is, and nothing else of it. `hostKey`: the responsible clinician's; null until they came. */
export interface VisitOwner {
  tenantId: string;
  visitId: string;
  patientId: string;
  hostKey: string | null;
}

type RecordNeeds = Pick<VisitNeeds, 'database' | 'journal' | 'consents'>;

/** Null: there is no such visit in this tenant. Not inside a transaction. */
export async function readRecord(
  needs: RecordNeeds,
  tenantId: string,
  visitId: string,
): Promise<VisitRecord | null> {
  const { db } = needs.database;
  const visit = await findVisit(needs, db, { id: visitId, tenantId });
  if (!visit) return null;
  const said = await listStatements(needs, db, visit.id);
  const stays = await readStays(needs.journal, { tenantId, visitId });
  return {
    ...{ visitId, tenantId, state: visit.state },
    patientId: visit.known.patientId,
    patientName: visit.known.patientName,
    birthDate: visit.known.birthDate,
    source: { kind: visit.sourceKind, id: visit.known.sourceId },
    about: visit.known.about,
    plannedStart: visit.plannedStart?.toISOString() ?? null,
    plannedEnd: visit.plannedEnd?.toISOString() ?? null,
    admittedAt: visit.admittedAt?.toISOString() ?? null,
    endedAt: visit.endedAt?.toISOString() ?? null,
    emergency: readEmergency(said),
    modalities: readModalities(said),
    locations: readLocations(said),
    identity: said.flatMap((one) =>
      one.kind === 'identity'
        ? [{ at: one.saidAt.toISOString(), identifiers: one.identifiers, by: one.by }]
        : [],
    ),
    people: listPeople(visit, stays),
    consents: await needs.consents.list(db, { tenantId, visitId }),
    listening: listSpans(said, visit.endedAt),
    gate: said.flatMap((one) => (one.kind === 'evidence' ? [lineOf(one.record)] : [])),
    overrides: readOverrides(said),
    billingReview: visit.billingReview,
  };
}

/** For what is asked every few seconds: one look instead of everything said. Not inside a transaction. */
export async function readOwner(
  { database }: Pick<RecordNeeds, 'database'>,
  tenantId: string,
  visitId: string,
): Promise<VisitOwner | null> {
  const isHost = and(eq(visitPeople.visitId, visits.id), eq(visitPeople.role, 'host'));
  const [row] = await database.db
    .select({ visit: visits, hostKey: visitPeople.personKey })
    .from(visits)
    .leftJoin(visitPeople, isHost)
    .where(and(eq(visits.id, visitId), eq(visits.tenantId, tenantId)));
  if (!row) return null;
  const { patientId } = await openVisitFacts(database, row.visit);
  return { tenantId, visitId, patientId, hostKey: row.hostKey };
}

function lineOf({ decidedAt, event, parts }: EvidenceRecord): GateLine {
  return {
    ...{ at: decidedAt, event },
    parts: parts.map(({ part, verdict, reasons, override, exception }) => ({
      ...{ part, verdict, overriddenBy: override?.by ?? null, exceptionBy: exception?.by ?? null },
      rules: [...new Set(reasons.map(({ rule }) => rule))],
    })),
  };
}

function readEmergency(said: readonly Said[]): VisitRecord['emergency'] {
  const last = said.findLast((one) => one.kind === 'emergency');
  return last ? { at: last.saidAt.toISOString(), reason: last.reason, by: last.by } : null;
}

function listPeople(visit: Visit, stays: ReadonlyMap<string, Stay[]>): RecordedPerson[] {
  return visit.people.map(({ id, role, personKey, wasAdmitted, known }) => ({
    // The visit's end takes the leave to be in from everybody; who was in stays who was in.
    ...{ participantId: id, role, personKey, wasAdmitted: wasAdmitted || (stays.get(id)?.length ?? 0) > 0 },
    ...{ guestRole: known.guestRole, language: known.language, name: known.name, fhirUser: known.fhirUser },
    stays: stays.get(id) ?? [],
  }));
}

/** By participant: each time from `connected` to whatever came next. */
async function readStays(
  journal: Journal,
  visit: { tenantId: string; visitId: string },
): Promise<Map<string, Stay[]>> {
  const entries = await journal.list(visit, 0, MOST_ENTRIES);
  const stays = new Map<string, Stay[]>();
  for (const entry of entries.filter(({ kind }) => kind === 'participant.state')) {
    const body = await readBody(entry);
    if (body.kind !== 'participant.state') continue;
    const own = stays.get(body.participantId) ?? [];
    stays.set(body.participantId, addMoment(own, body.state === 'connected', entry.at.toISOString()));
  }
  return stays;
}

function addMoment(stays: readonly Stay[], isIn: boolean, at: string): Stay[] {
  const last = stays.at(-1);
  const wasIn = last !== undefined && last.until === null;
  if (isIn === wasIn) return [...stays];
  if (last && wasIn) return [...stays.slice(0, -1), { from: last.from, until: at }];
  return [...stays, { from: at, until: null }];
}

async function readBody(entry: Entry): Promise<JournalBody> {
  return (await entry.body()) as JournalBody;
}
