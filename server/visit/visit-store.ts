// SQL and sealing of visits and the people in them. No decisions. Whoever changes a visit holds its row first.
import { randomBytes } from 'node:crypto';
import { and, asc, eq, gt, inArray, isNotNull, lte, or, sql } from 'drizzle-orm';
import type { GuestRole, VisitState } from '#domain/visit';
import { type Database, type Db, placeOf } from '#server/db';
import { visitPeople, visits } from './visit-tables.ts';

export type VisitRow = typeof visits.$inferSelect;
export type PersonRow = typeof visitPeople.$inferSelect;

/** Health data and names; sealed. */
export interface VisitFacts {
  patientId: string;
  patientName: string | null;
  /** As recorded: YYYY, YYYY-MM or YYYY-MM-DD. */
  birthDate: string | null;
  /** Id of the encounter or appointment; null for a visit of our own. */
  sourceId: string | null;
  /** The EHR's words for what it is about. */
  about: string | null;
}

export interface PersonFacts {
  name: string | null;
  guestRole: GuestRole | null;
  language: string | null;
  /** Relative reference, where the EHR gave one. */
  fhirUser: string | null;
}

export interface Person extends PersonRow {
  known: PersonFacts;
}

export interface Visit extends VisitRow {
  known: VisitFacts;
  people: Person[];
}

/** 128 bit, so that nobody guesses one; letters that a FHIR id and a link may have. */
export const newId = (): string => randomBytes(16).toString('hex');

export const patientIndexOf = (database: Database, tenantId: string, patientId: string): string =>
  database.vault.blindIndex(tenantId, 'visit.patient', patientId);

const visitPlace = (row: { id: string; tenantId: string }) =>
  placeOf(visits, visits.facts, row.id, row.tenantId);
const personPlace = (row: { id: string; tenantId: string }) =>
  placeOf(visitPeople, visitPeople.facts, row.id, row.tenantId);

export async function openVisitFacts(database: Database, row: VisitRow): Promise<VisitFacts> {
  return JSON.parse(await database.vault.open(visitPlace(row), row.facts)) as VisitFacts;
}

async function openPerson(database: Database, row: PersonRow): Promise<Person> {
  const known = JSON.parse(await database.vault.open(personPlace(row), row.facts)) as PersonFacts;
  return { ...row, known };
}

/** `lock`: nobody else changes this visit until the transaction ends. */
export async function findVisit(
  needs: { database: Database },
  db: Db,
  of: { id: string; tenantId: string },
  lock?: 'lock',
): Promise<Visit | null> {
  const query = db
    .select()
    .from(visits)
    .where(and(eq(visits.id, of.id), eq(visits.tenantId, of.tenantId)));
  const [row] = lock ? await query.for('update') : await query;
  if (!row) return null;
  const people = await db
    .select()
    .from(visitPeople)
    .where(eq(visitPeople.visitId, row.id))
    .orderBy(asc(visitPeople.joinedAt), asc(visitPeople.id));
  return {
    ...row,
    known: await openVisitFacts(needs.database, row),
    people: await Promise.all(people.map((one) => openPerson(needs.database, one))),
  };
}

/** The visit and who holds it, without anybody else; `host` null: nobody does. */
export async function findWithHost(
  database: Database,
  of: { id: string; tenantId: string },
): Promise<{ visit: VisitRow; known: VisitFacts; host: Person | null } | null> {
  const isHost = and(eq(visitPeople.visitId, visits.id), eq(visitPeople.role, 'host'));
  const [row] = await database.db
    .select({ visit: visits, host: visitPeople })
    .from(visits)
    .leftJoin(visitPeople, isHost)
    .where(and(eq(visits.id, of.id), eq(visits.tenantId, of.tenantId)))
    .orderBy(asc(visitPeople.joinedAt), asc(visitPeople.id))
    .limit(1);
  if (!row) return null;
  const { visit, host } = row;
  return {
    visit,
    known: await openVisitFacts(database, visit),
    host: host && (await openPerson(database, host)),
  };
}

export async function insertVisit(
  { database, tx }: { database: Database; tx: Db },
  row: Omit<VisitRow, 'facts'>,
  facts: VisitFacts,
): Promise<boolean> {
  const sealed = await database.vault.seal(visitPlace(row), JSON.stringify(facts));
  const made = await tx
    .insert(visits)
    .values({ ...row, facts: sealed })
    .onConflictDoNothing({ target: [visits.tenantId, visits.sourceKind, visits.sourceIndex] })
    .returning({ id: visits.id });
  return made.length === 1;
}

export async function findBySource(
  db: Db,
  of: Pick<VisitRow, 'tenantId' | 'sourceKind' | 'sourceIndex'>,
): Promise<VisitRow | undefined> {
  const [row] = await db
    .select()
    .from(visits)
    .where(
      and(
        eq(visits.tenantId, of.tenantId),
        eq(visits.sourceKind, of.sourceKind),
        eq(visits.sourceIndex, of.sourceIndex),
      ),
    );
  return row;
}

/** False when somebody else has changed it since it was read. */
export async function updateVisit(
  tx: Db,
  row: Pick<VisitRow, 'id' | 'tenantId' | 'version'>,
  changes: Partial<VisitRow>,
): Promise<boolean> {
  const changed = await tx
    .update(visits)
    .set({ ...changes, version: row.version + 1 })
    .where(and(eq(visits.id, row.id), eq(visits.tenantId, row.tenantId), eq(visits.version, row.version)))
    .returning({ id: visits.id });
  return changed.length === 1;
}

export async function insertPerson(
  { database, tx }: { database: Database; tx: Db },
  row: Omit<PersonRow, 'facts'>,
  known: PersonFacts,
): Promise<Person> {
  const facts = await database.vault.seal(personPlace(row), JSON.stringify(known));
  await tx.insert(visitPeople).values({ ...row, facts });
  return { ...row, facts, known };
}

export async function updatePerson(
  { database, tx }: { database: Database; tx: Db },
  row: Pick<PersonRow, 'id' | 'tenantId'>,
  changes: Partial<Omit<PersonRow, 'facts'>>,
  known?: PersonFacts,
): Promise<void> {
  const facts = known && (await database.vault.seal(personPlace(row), JSON.stringify(known)));
  await tx
    .update(visitPeople)
    .set({ ...changes, ...(facts && { facts }) })
    .where(eq(visitPeople.id, row.id));
}

/** By the hash of an invitation, whether it still holds or not. */
export async function findInvited(tx: Db, hash: string): Promise<PersonRow | undefined> {
  const [row] = await tx.select().from(visitPeople).where(eq(visitPeople.invitationHash, hash));
  return row;
}

/** A sign of life: of a person and of their visit. No change of state, no line of the journal. */
export async function updateSeen(tx: Db, visit: Visit, personId: string | null, at: Date): Promise<void> {
  await tx.update(visits).set({ lastSeenAt: at }).where(eq(visits.id, visit.id));
  if (personId !== null)
    await tx.update(visitPeople).set({ lastSeenAt: at }).where(eq(visitPeople.id, personId));
}

export async function updateLimit(tx: Db, id: string, limitAt: Date | null): Promise<void> {
  await tx.update(visits).set({ limitAt }).where(eq(visits.id, id));
}

/** Visits whose time is up, oldest first. */
export async function listDue(db: Db, now: Date, most: number): Promise<{ id: string; tenantId: string }[]> {
  return db
    .select({ id: visits.id, tenantId: visits.tenantId })
    .from(visits)
    .where(and(isNotNull(visits.limitAt), lte(visits.limitAt, now)))
    .orderBy(asc(visits.limitAt))
    .limit(most);
}

/** One patient's, newest first. */
export async function listOfPatient(db: Db, tenantId: string, patientIndex: string): Promise<VisitRow[]> {
  return db
    .select()
    .from(visits)
    .where(and(eq(visits.tenantId, tenantId), eq(visits.patientIndex, patientIndex)))
    .orderBy(sql`${visits.madeAt} DESC`)
    .limit(100);
}

/** Of one clinician, or of all (`hostKey` null): what is open, and what lies within the window. */
export async function listOfDay(
  db: Db,
  of: { tenantId: string; hostKey: string | null; from: Date; until: Date; open: readonly VisitState[] },
): Promise<VisitRow[]> {
  const isNear = and(gt(visits.plannedStart, of.from), lte(visits.plannedStart, of.until));
  const isFresh = gt(visits.stateSince, of.from);
  return db
    .select()
    .from(visits)
    .where(
      and(
        eq(visits.tenantId, of.tenantId),
        ...(of.hostKey === null ? [] : [eq(visits.hostKey, of.hostKey)]),
        or(inArray(visits.state, [...of.open]), isNear, isFresh),
      ),
    )
    .orderBy(asc(visits.plannedStart), asc(visits.madeAt))
    .limit(200);
}

/** Care was given and is over. */
export async function listEnded(
  db: Db,
  of: { tenantId: string; patientIndex: string | null; since: Date },
): Promise<string[]> {
  const rows = await db
    .select({ id: visits.id })
    .from(visits)
    .where(
      and(
        ...[eq(visits.tenantId, of.tenantId), isNotNull(visits.admittedAt), gt(visits.endedAt, of.since)],
        of.patientIndex === null ? undefined : eq(visits.patientIndex, of.patientIndex),
      ),
    )
    .orderBy(asc(visits.endedAt));
  return rows.map(({ id }) => id);
}

/** Since when somebody waits for this clinician, other than this patient. */
export async function findOtherWaiting(
  db: Db,
  of: { tenantId: string; hostKey: string; patientIndex: string },
): Promise<Date | null> {
  const [row] = await db
    .select({ since: visits.waitingSince })
    .from(visits)
    .where(
      and(
        eq(visits.tenantId, of.tenantId),
        eq(visits.hostKey, of.hostKey),
        eq(visits.state, 'waiting'),
        sql`${visits.patientIndex} <> ${of.patientIndex}`,
      ),
    )
    .orderBy(asc(visits.waitingSince))
    .limit(1);
  return row?.since ?? null;
}
