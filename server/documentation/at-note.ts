// The way to the note of one visit for one session: the visit's own record, of this tenant and this patient, or not at
// all. Every verb begins here, and nothing of another patient gets past it.
import {
  decideEncounter,
  decideSignable,
  isNoteReader,
  type NoteKind,
  type RecordLines,
  type SignAnswer,
  type SignedBefore,
  writeRecordLines,
} from '#domain/documentation';
import type { VisitRecord } from '#domain/visit';
import type { Db } from '#server/db';
import { AppError } from '#server/errors';
import type { Session } from '#server/http';
import type { VisitOwner } from '#server/visit';
import type { DocumentationNeeds, NoteSite, Person } from './documentation-needs.ts';
import {
  type Draft,
  findDraft,
  findNote,
  listOthers,
  type Note,
  type OfVisit,
  type Other,
} from './draft-store.ts';
import { listFacts } from './fact-store.ts';
import { listSigned, type Signed } from './signed-store.ts';
import { standingOf } from './standings.ts';

/** Read before any transaction: what the visit's records say does not depend on the note. */
export interface AtNote {
  session: Session;
  record: VisitRecord;
  person: Person;
  site: NoteSite;
  of: OfVisit;
  now: Date;
}

export async function atNote(needs: DocumentationNeeds, session: Session, visitId: string): Promise<AtNote> {
  const { tenantId } = session;
  const record = await needs.visits.findVisitRecord(tenantId, visitId);
  if (!record || !isTheirs(session, record)) throw unknownVisit();
  if (STAFF.includes(session.role ?? '')) demandReader(session, record);
  const person = await needs.findPerson(session);
  const site = needs.siteOf(tenantId);
  return { session, record, person, site, of: { tenantId, visitId }, now: needs.now() };
}

/** Patients and proxies come by a door of their own, to what was released to them. */
const STAFF: readonly string[] = ['clinician', 'nurse'];

function demandReader({ role, personKey }: Session, { people }: VisitRecord): void {
  const me = people.find((one) => one.personKey === personKey);
  if (isNoteReader(role, me)) return;
  throw new AppError('forbidden', 'note.not-yours', 'A nurse reads the note of a visit they took part in.');
}

/** For whoever writes: a clinician reads on in their patient's chart, and writes of the visits they were in. */
export async function atOwnNote(
  needs: DocumentationNeeds,
  session: Session,
  visitId: string,
): Promise<AtNote> {
  const at = await atNote(needs, session, visitId);
  if (isOfVisit(at)) return at;
  throw new AppError('forbidden', 'note.not-yours', 'Only a clinician of this visit writes its note.');
}

/** The same lock for a save, every few seconds: the host is known without reading everything said in the visit. */
export async function demandWriter(
  needs: DocumentationNeeds,
  session: Session,
  visitId: string,
): Promise<OfVisit> {
  const { tenantId } = session;
  const owner = await needs.visits.findVisitOwner(tenantId, visitId);
  if (!owner || !isTheirs(session, owner)) throw unknownVisit();
  if (owner.hostKey === session.personKey) return { tenantId, visitId };
  return (await atOwnNote(needs, session, visitId)).of;
}

/** The wrong-patient lock: the session's patient and no other; a session for one visit sees that one. */
function isTheirs(
  { tenantId, patientId, visit }: Session,
  owner: Pick<VisitOwner, 'tenantId' | 'visitId' | 'patientId'>,
): boolean {
  if (tenantId !== owner.tenantId || patientId === null) return false;
  if (visit?.only && visit.id !== owner.visitId) return false;
  return patientId === owner.patientId;
}

/** One answer for "does not exist", "another patient's" and "another tenant's". */
function unknownVisit(): AppError {
  return new AppError('not-found', 'visit.unknown', 'There is no such visit here.');
}

/** Everything stored of a visit's note, as one moment saw it. */
export interface Standing {
  note: Note | null;
  draft: Draft | null;
  others: Other[];
  facts: Awaited<ReturnType<typeof listFacts>>;
  signed: Signed[];
}

/** `lock`: the note's row is held, and what is read stays so until the transaction ends. */
export async function readStanding(
  { database }: DocumentationNeeds,
  tx: Db,
  of: OfVisit,
  lock?: 'lock',
): Promise<Standing> {
  const on = { database, tx };
  const note = await findNote(on, of, lock);
  const draft = note && (await findDraft(on, of));
  return {
    ...{ note, draft },
    others: draft ? await listOthers(on, draft.id) : [],
    facts: await listFacts(on, of),
    signed: await listSigned(on, of),
  };
}

/** Responsible for the visit, or let into it as a clinician. */
export function isOfVisit({ session, record }: AtNote): boolean {
  return record.people.some(
    ({ personKey, role, wasAdmitted }) =>
      personKey === session.personKey && (role === 'host' || (role === 'clinician' && wasAdmitted)),
  );
}

export function askSignable(at: AtNote, standing: Standing, draft: Draft): SignAnswer {
  const { session, record } = at;
  return decideSignable({
    ...{ kind: draft.kind, content: draft.content, role: session.role, practitioner: session.fhirUser },
    isOfVisit: isOfVisit(at),
    isOwnPatient: session.patientId === record.patientId,
    visitState: record.state,
    others: standing.others.length,
    isOutdated: draft.ofSigned !== null && standingOf(standing.signed, draft.ofSigned) !== 'current',
    knownFacts: new Set(standing.facts.map(({ factId }) => factId)),
  });
}

/** The lines that nobody writes, as this person would sign them. */
export function linesOf(
  { session, record, person, site }: AtNote,
  kind: NoteKind | 'entered-in-error',
  of: Signed | null,
): RecordLines {
  const before: SignedBefore | null = of && {
    signedAt: of.signedAt.toISOString(),
    by: of.frozen.author.name,
    reference: of.reference,
  };
  return writeRecordLines({
    ...{ kind, record, of: before },
    signer: session.role === 'clinician' ? { name: person.name, practitioner: session.fhirUser } : null,
    timeZone: site.timeZone ?? 'UTC',
  });
}

export function encounterOf({ session, record, person }: AtNote): string | null {
  const { encounterId } = session;
  const launch = encounterId === null ? null : { encounterId, startedAt: person.launchStartedAt };
  return decideEncounter({ record, launch });
}
