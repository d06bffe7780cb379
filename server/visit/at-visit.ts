// The way to one visit for one session: found in this tenant, for this patient, or not at all; locked, and with the
// caller's own part in it known. Everything that changes a visit begins here.
import { type Actor, isOpen, type ParticipantRole } from '#domain/visit';
import type { Db } from '#server/db';
import { AppError } from '#server/errors';
import type { Session } from '#server/http';
import { findLaunch, openFacts } from '#server/smart/sessions';
import { recordEnd } from './record-evidence.ts';
import { settleListeningSoon } from './settle-listening.ts';
import { insertStatement, type Speaker, type Statement } from './statement-store.ts';
import type { VisitNeeds } from './visit-needs.ts';
import {
  findVisit,
  insertPerson,
  newId,
  type Person,
  patientIndexOf,
  updatePerson,
  type Visit,
} from './visit-store.ts';

export interface AtVisit {
  tx: Db;
  visit: Visit;
  session: Session;
  actor: Actor;
  /** The caller among the visit's people; null: not (yet) one of them. */
  me: Person | null;
  speaker: Speaker;
  now: Date;
  /** As the EHR names the caller. */
  myName: string | null;
  /** Writes down what was said or done. */
  say(statement: Statement): Promise<string>;
  /** Tells everybody in the visit that a part of it changed. */
  tellChanged(part: ChangedPart): Promise<void>;
}

/** What a change that nobody made (the clock's) needs of it. */
export type StandingAt = Pick<AtVisit, 'tx' | 'visit' | 'now' | 'say' | 'tellChanged'>;

export type ChangedPart =
  | 'gate'
  | 'check-in'
  | 'signs'
  | 'location'
  | 'modality'
  | 'host'
  | 'notice'
  | 'consent'
  | 'invitation'
  | 'queue';

/** Runs in one transaction, with the visit's row locked. Not for reading the EHR meanwhile. */
export async function atVisit<Result>(
  needs: VisitNeeds,
  session: Session,
  visitId: string,
  run: (at: AtVisit) => Promise<Result>,
): Promise<Result> {
  // The embedded database has one connection: what is not the visit's is read before.
  const myName = await readOwnName(needs.database, session);
  const result = await needs.database.transaction(async (tx) => {
    const visit = await findVisit(needs, tx, { id: visitId, tenantId: session.tenantId }, 'lock');
    if (!visit || !isTheirs(needs, session, visit)) throw unknownVisit();
    const at = standAt(needs, tx, session, visit, myName);
    const before = visit.state;
    const result = await run(at);
    await recordEnd(needs, at, before);
    return result;
  });
  // Any change may end what everybody had agreed to: somebody came, moved, said no.
  await settleListeningSoon(needs, { id: visitId, tenantId: session.tenantId });
  return result;
}

/** The same for a look, without the lock. */
export async function lookAtVisit(needs: VisitNeeds, session: Session, visitId: string): Promise<AtVisit> {
  const { db } = needs.database;
  const visit = await findVisit(needs, db, { id: visitId, tenantId: session.tenantId });
  if (!visit || !isTheirs(needs, session, visit)) throw unknownVisit();
  return standAt(needs, db, session, visit, null);
}

/** One answer for "does not exist", "another patient's" and "another tenant's". */
export function unknownVisit(): AppError {
  return new AppError('not-found', 'visit.unknown', 'There is no such visit here.');
}

/** The wrong-patient lock of visits: the session's patient and no other; a session for one visit sees that one. */
function isTheirs(needs: VisitNeeds, session: Session, visit: Visit): boolean {
  if (session.tenantId !== visit.tenantId) return false;
  if (session.visit?.only && session.visit.id !== visit.id) return false;
  // A guest's session knows no patient: it is for one visit, and for nothing else.
  if (session.role === 'guest') return session.visit?.only === true && isStillGuest(session, visit);
  if (session.patientId === null) return false;
  return patientIndexOf(needs.database, session.tenantId, session.patientId) === visit.patientIndex;
}

/** Removed is out, at once and for everything. */
function isStillGuest(session: Session, visit: Visit): boolean {
  const me = visit.people.find(({ personKey }) => personKey === session.personKey);
  return me !== undefined && me.state !== 'removed';
}

function standAt(needs: VisitNeeds, tx: Db, session: Session, visit: Visit, myName: string | null): AtVisit {
  const me = visit.people.find(({ personKey }) => personKey === session.personKey) ?? null;
  const actor = actorOf(session, me);
  const now = needs.now();
  const saidBy =
    session.role === 'proxy' ? 'proxy' : actor === 'guest' || actor === 'system' ? 'system' : actor;
  const speaker: Speaker = { saidBy, personKey: session.personKey };
  const of = { visitId: visit.id, tenantId: visit.tenantId };
  return {
    ...{ tx, visit, session, actor, me, speaker, now, myName },
    say: (statement) =>
      insertStatement({ database: needs.database, tx }, { ...of, ...speaker }, statement, now),
    async tellChanged(part) {
      const body = { kind: 'visit.changed', part };
      await needs.journal.append(tx, { ...of, kind: 'visit.changed', body });
    },
  };
}

/** A clinician is the host only where the visit says so; nobody is more than their role. */
function actorOf(session: Session, me: Person | null): Actor {
  if (session.role === 'patient' || session.role === 'proxy') return 'patient';
  if (session.role === 'guest') return 'guest';
  if (session.role !== 'clinician') return 'staff';
  return me?.role === 'host' ? 'host' : 'clinician';
}

/** The caller as one of the visit's people; the first patient takes the place that was kept for them. */
export async function demandMe(needs: VisitNeeds, at: AtVisit): Promise<Person> {
  if (at.me) return at.me;
  const { visit, session, tx } = at;
  if (session.role === 'guest') throw unknownVisit();
  const name = at.myName;
  const kept = session.role === 'patient' ? visit.people.find(({ role }) => role === 'patient') : undefined;
  if (kept) {
    kept.personKey = session.personKey;
    kept.known = { ...kept.known, name: name ?? kept.known.name, fhirUser: session.fhirUser };
    await updatePerson({ database: needs.database, tx }, kept, { personKey: session.personKey }, kept.known);
    at.me = kept;
    return kept;
  }
  if (session.role === 'patient') throw unknownVisit();
  at.me = await addPerson(needs, at, roleIn(session), name);
  return at.me;
}

function roleIn(session: Session): ParticipantRole {
  if (session.role === 'proxy') return 'proxy';
  return session.role === 'clinician' ? 'clinician' : 'staff';
}

export async function addPerson(
  needs: VisitNeeds,
  at: Pick<AtVisit, 'tx' | 'visit' | 'session' | 'now'>,
  role: ParticipantRole,
  name: string | null,
): Promise<Person> {
  const { tx, visit, session, now } = at;
  const person = await insertPerson(
    { database: needs.database, tx },
    {
      ...{ id: newId(), tenantId: visit.tenantId, visitId: visit.id, role, state: 'expected' },
      ...{ stateSince: now, wasAdmitted: false, personKey: session.personKey, lastSeenAt: now },
      ...{ device: null, epoch: 0, invitationHash: null, invitationUntil: null, joinedAt: now },
    },
    { name, guestRole: null, language: null, fhirUser: session.fhirUser },
  );
  visit.people.push(person);
  return person;
}

/** Not inside a transaction. */
export async function readOwnName(
  database: VisitNeeds['database'],
  session: Session,
): Promise<string | null> {
  const launch = await findLaunch(database, session.launchId);
  return launch ? (await openFacts(database, launch)).personName : null;
}

export function demandOpen(at: AtVisit): void {
  if (!isOpen(at.visit.state))
    throw new AppError('conflict', 'visit.state', 'This visit is not open any more.');
}
