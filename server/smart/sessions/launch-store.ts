// SQL and sealing of launches.
import { and, desc, eq, isNotNull, isNull, lt, sql } from 'drizzle-orm';
import type { FhirUser, LaunchContext } from '#domain/launch';
import { type Database, type Db, placeOf } from '#server/db';
import { AppError } from '#server/errors';
import { launches } from './session-tables.ts';

/** One person of one issuer: whoever acts for them afterwards may use a token of this pair alone. */
export interface Subject {
  /** FHIR base of the app they came in by. */
  iss: string;
  sub: string;
}

/** Everything about a launch that is health data or names a person. */
export interface LaunchFacts {
  fhirUser: FhirUser | null;
  personName: string | null;
  /** As the id_token names them at this FHIR base; absent: no id_token, or a session for one visit. */
  subject?: Subject;
  /** The visit the patient's link named. */
  visitId: string | null;
  /** Made for this one visit, without a grant of the EHR. */
  visitOnly?: true;
  context: LaunchContext;
}

export type Launch = typeof launches.$inferSelect;
export type NewLaunch = Omit<Launch, 'facts' | 'subjectKey' | 'endedAt' | 'endReason'>;

const placeOfFacts = (launch: { id: string; tenantId: string }) =>
  placeOf(launches, launches.facts, launch.id, launch.tenantId);

export async function insertLaunch(
  needs: { database: Database; tx: Db },
  launch: NewLaunch,
  facts: LaunchFacts,
): Promise<void> {
  const sealedFacts = await needs.database.vault.seal(placeOfFacts(launch), JSON.stringify(facts));
  const subjectKey = facts.subject ? subjectKeyOf(needs.database, launch.tenantId, facts.subject) : null;
  await needs.tx.insert(launches).values({ ...launch, facts: sealedFacts, subjectKey });
}

/** Who it turned out to be, before any browser knows of the launch. */
export async function updatePerson(
  database: Database,
  { launchId, tenantId }: { launchId: string; tenantId: string },
  role: Launch['role'],
  facts: LaunchFacts,
): Promise<void> {
  const place = placeOfFacts({ id: launchId, tenantId });
  const sealedFacts = await database.vault.seal(place, JSON.stringify(facts));
  await database.db.update(launches).set({ role, facts: sealedFacts }).where(eq(launches.id, launchId));
}

export async function findLaunch(database: Database, id: string): Promise<Launch | undefined> {
  const [launch] = await database.db.select().from(launches).where(eq(launches.id, id));
  return launch;
}

export async function openFacts(database: Database, launch: Launch): Promise<LaunchFacts> {
  if (launch.facts === null) throw new AppError('gone', 'session.ended', 'This session has ended.');
  return JSON.parse(await database.vault.open(placeOfFacts(launch), launch.facts)) as LaunchFacts;
}

/** By the person's own launches, the youngest first: one opened from Today names nobody by itself. */
export async function findSubject(database: Database, personKey: string): Promise<Subject | null> {
  const rows = await database.db
    .select()
    .from(launches)
    .where(and(eq(launches.personKey, personKey), isNotNull(launches.facts)))
    .orderBy(desc(launches.startedAt))
    .limit(20);
  for (const row of rows) {
    const { subject } = await openFacts(database, row);
    if (subject) return subject;
  }
  return null;
}

/** Clinicians who came in at one EHR lately, each once, by the name of their newest launch. */
export async function listClinicians(
  database: Database,
  tenantId: string,
): Promise<{ personKey: string; name: string }[]> {
  const rows = await database.db
    .selectDistinctOn([launches.personKey])
    .from(launches)
    .where(and(eq(launches.tenantId, tenantId), eq(launches.role, 'clinician'), isNotNull(launches.facts)))
    .orderBy(launches.personKey, desc(launches.startedAt))
    .limit(500);
  const named = rows.map(async (row) => ({
    personKey: row.personKey,
    name: (await openFacts(database, row)).personName,
  }));
  return (await Promise.all(named)).flatMap(({ personKey, name }) => (name ? [{ personKey, name }] : []));
}

export async function listOpenLaunchesOf(database: Database, personKey: string): Promise<string[]> {
  const rows = await database.db
    .select({ id: launches.id })
    .from(launches)
    .where(and(eq(launches.personKey, personKey), isNull(launches.endedAt)));
  return rows.map((row) => row.id);
}

const subjectKeyOf = ({ vault }: Database, tenantId: string, { iss, sub }: Subject) =>
  vault.blindIndex(tenantId, 'subject', JSON.stringify([iss, sub]));

/** A person's launches at one EHR whose grants still stand, the newest first; also such as are over. */
export async function listGrantedLaunches(
  database: Database,
  { tenantId, subject }: { tenantId: string; subject: Subject },
  most: number,
): Promise<Launch[]> {
  return database.db
    .select()
    .from(launches)
    .where(
      and(
        eq(launches.tenantId, tenantId),
        eq(launches.subjectKey, subjectKeyOf(database, tenantId, subject)),
        isNotNull(launches.facts),
        sql`EXISTS (SELECT 1 FROM grants WHERE launch_id = ${launches.id} AND state IN ('live', 'kept'))`,
      ),
    )
    .orderBy(desc(launches.startedAt))
    .limit(most);
}

export async function listLaunchesBefore(database: Database, before: Date): Promise<string[]> {
  const rows = await database.db
    .select({ id: launches.id })
    .from(launches)
    .where(and(lt(launches.startedAt, before), isNull(launches.endedAt)));
  return rows.map((row) => row.id);
}

/** False when it had ended before. */
export async function updateLaunchEnded(tx: Db, id: string, at: Date, reason: string): Promise<boolean> {
  const ended = await tx
    .update(launches)
    .set({ endedAt: at, endReason: reason })
    .where(and(eq(launches.id, id), isNull(launches.endedAt)))
    .returning({ id: launches.id });
  return ended.length === 1;
}

/** Who and for whom goes after a time (rule 27); that there was a launch stays. Deliveries may still need it. */
export async function deleteOldFacts(database: Database, endedBefore: Date): Promise<void> {
  await database.db
    .update(launches)
    .set({ facts: null })
    .where(
      and(
        lt(launches.endedAt, endedBefore),
        isNotNull(launches.facts),
        sql`NOT EXISTS (SELECT 1 FROM grants WHERE launch_id = ${launches.id} AND state = 'kept')`,
      ),
    );
}
