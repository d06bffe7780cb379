// The way to one visit's charge for one session: whose it is to see, what the records say, what was answered, and what
// the rules make of both. Loads and decides; writes nothing.
import {
  type ChargeAnswer,
  type Collected,
  collectAnswers,
  decideChargeEntry,
  type EntryAnswer,
  listUncovered,
  type MdmProposal,
  type Prefilled,
  prefillAnswers,
  proposeCharge,
  proposeDecisionMaking,
} from '#domain/billing';
import type { CoverageRow } from '#domain/chart';
import { ageAt } from '#domain/consent';
import { findRow, onDay } from '#domain/rules';
import type { RecordedPerson, VisitRecord } from '#domain/visit';
import type { Db } from '#server/db';
import { findOwnNote, type OwnNote } from '#server/documentation';
import { AppError } from '#server/errors';
import type { Session } from '#server/http';
import type { BillingNeeds } from './billing-needs.ts';
import { type Charge, listOfPatient, listOfVisit, patientIndexOf } from './charge-store.ts';
import { type Draft, findDraft } from './draft-store.ts';

export interface Coverage {
  rows: readonly CoverageRow[] | null;
  /** Why there are none: `not-at-this-door`, or the code of the failure. */
  missing: string | null;
}

/** What does not change while a command runs. */
export interface Subject {
  session: Session;
  record: VisitRecord;
  /** Whoever led the visit: the clinician of the charge. */
  host: RecordedPerson | null;
  /** May say, enter and confirm: a biller, or a clinician who was in this visit as one. */
  mayCharge: boolean;
  coverage: Coverage;
}

export interface AtCharge extends Subject {
  draft: Draft;
  charges: readonly Charge[];
  /** The charge that was not taken back; null: none. */
  standing: Charge | null;
  prefilled: Prefilled;
  collected: Collected;
  proposal: ChargeAnswer;
  /** What the records bear out of the decision-making; it counts nowhere. */
  mdmProposal: MdmProposal;
  /** Of what is entered; null: nothing is. */
  verdict: EntryAnswer | null;
}

const NO_NOTE: OwnNote = { minutes: null, entries: [] };

/** One answer for "does not exist", "another patient's" and "another tenant's". */
export function unknownVisit(): AppError {
  return new AppError('not-found', 'visit.unknown', 'There is no such visit here.');
}

/** Not inside a transaction: asks the EHR who pays, where that is not kept yet. */
export async function findVisitSubject(
  needs: BillingNeeds,
  session: Session,
  visitId: string,
  requestId: string,
): Promise<Subject> {
  const record = await needs.visits.findVisitRecord(session.tenantId, visitId);
  if (!record || !isTheirs(session, record)) throw unknownVisit();
  const isCarer = record.people.some(
    ({ role, personKey, wasAdmitted }) =>
      personKey === session.personKey && (role === 'host' || (role === 'clinician' && wasAdmitted)),
  );
  const draft = await findDraft(needs, needs.database.db, { tenantId: session.tenantId, visitId });
  return {
    session,
    record,
    host: record.people.find(({ role }) => role === 'host') ?? null,
    mayCharge: session.role === 'biller' || (session.role === 'clinician' && isCarer),
    coverage: draft.coverage
      ? { rows: draft.coverage, missing: null }
      : await readCoverage(needs, session, requestId),
  };
}

/** The wrong-patient lock of charges; at the staff door those who keep the books see every visit of the tenant. */
function isTheirs(session: Session, record: VisitRecord): boolean {
  if (session.visit?.only && session.visit.id !== record.visitId) return false;
  if (session.patientId !== null) return session.patientId === record.patientId;
  return session.door === 'staff' && (session.role === 'biller' || session.role === 'supervisor');
}

async function readCoverage(needs: BillingNeeds, session: Session, requestId: string): Promise<Coverage> {
  if (session.patientId === null || session.visit?.only) return { rows: null, missing: 'not-at-this-door' };
  const line = await needs.charts.readAgain(session, requestId, 'coverage').get('coverage');
  if (line?.list === 'coverage' && line.state === 'ready') return { rows: line.rows, missing: null };
  if (line?.state === 'wrong-patient')
    throw new AppError(
      'conflict',
      'wrong-patient',
      'The hospital’s system answered with another patient than the one this window was opened for. Nothing is shown. Close this window and open Webside again from the chart.',
    );
  return { rows: null, missing: line && line.state !== 'ready' ? line.reason.code : 'unknown' };
}

/** How the charge stands; inside a transaction with `lock`, nobody else changes the draft until it ends. */
export async function standAtCharge(
  needs: BillingNeeds,
  db: Db,
  subject: Subject,
  lock?: 'lock',
): Promise<AtCharge> {
  const { record } = subject;
  const draft = await findDraft(needs, db, record, lock);
  const charges = await listOfVisit(needs, db, record);
  const host = subject.host?.personKey;
  const note = host ? await findOwnNote({ database: needs.database, tx: db }, record, host) : NO_NOTE;
  const prefilled = prefillAnswers(record, subject.coverage.rows, note.minutes);
  const collected = collectAnswers(prefilled, draft.answers);
  const alreadyBilled = await listBilled(needs, db, record, collected.answers.serviceDate);
  const proposal = proposeCharge(
    collected.answers,
    { visitId: record.visitId, prefilled, alreadyBilled },
    needs.packs,
  );
  const signs = await needs.redFlags.read(db, record);
  const mdmProposal = proposeDecisionMaking({
    ...{ entries: note.entries, people: record.people, day: collected.answers.serviceDate ?? null },
    isMinor: isMinor(needs, record),
    hasSign: signs.found.length > 0 || record.emergency !== null,
  });
  const at = { ...subject, draft, charges, prefilled, collected, proposal, mdmProposal };
  return {
    ...at,
    standing: charges.find(({ withdrawn }) => withdrawn === null) ?? null,
    verdict: draft.entry && decideChargeEntry(factsOf(at), draft.entry, needs.packs, needs.now()),
  };
}

/** By the law of the product's consent, on the day care began. Null: the birth date is not known for certain. */
function isMinor({ packs }: BillingNeeds, { birthDate, admittedAt }: VisitRecord): boolean | null {
  if (admittedAt === null) return null;
  const { row } = findRow(packs, 'consent-policy', 'minor', onDay(admittedAt.slice(0, 10)), 'minor-alone');
  const age = ageAt(birthDate, admittedAt, null);
  return row?.value.years === undefined || age === null ? null : age < row.value.years;
}

function factsOf(at: Omit<AtCharge, 'standing' | 'verdict'>): Parameters<typeof decideChargeEntry>[0] {
  const { record, session, collected, prefilled, proposal } = at;
  const { serviceDate, patientState, payer } = collected.answers;
  return {
    confirmer: session.role ?? 'no-role',
    wasAdmitted: record.admittedAt !== null,
    isOver: record.endedAt !== null,
    hasClinician: at.host?.fhirUser?.startsWith('Practitioner/') === true,
    serviceDate: serviceDate ?? null,
    patientState: patientState ?? null,
    places: prefilled.places.map(({ where }) => where.place),
    payerKind: payer === undefined || payer === 'not-known' ? null : payer.kind,
    unconfirmed: collected.unconfirmed,
    changed: collected.changed,
    billingReview: listMarks(record),
    proposal,
  };
}

/**
 * The visit's own marks, and what its record says by now: a way of meeting that is agreed to while care goes on marks
 * nothing, one that never was does. An emergency has a mark of its own.
 */
function listMarks(record: VisitRecord): string[] {
  const isUncovered = record.emergency === null && listUncovered(record).length > 0;
  return [...new Set([...record.billingReview, ...(isUncovered ? ['refused-during-visit'] : [])])];
}

/** Codes that stand for the same patient and day, of other visits. */
async function listBilled(
  needs: BillingNeeds,
  db: Db,
  record: VisitRecord,
  serviceDate: string | undefined,
): Promise<string[]> {
  if (serviceDate === undefined) return [];
  const index = patientIndexOf(needs.database, record.tenantId, record.patientId);
  const all = await listOfPatient(needs, db, record.tenantId, index);
  return all
    .filter((one) => one.visitId !== record.visitId && one.withdrawn === null)
    .filter((one) => one.known.serviceDate === serviceDate)
    .flatMap((one) => one.known.entry.lines.map(({ code }) => code));
}
