// Everything that a delivery is about, gathered: what was signed or confirmed, the visit, the encounter it goes into,
// and what it builds on. Reads only, and sends nothing.
import type { ConfirmedCharge } from '#domain/billing';
import { decideEncounter, type SignedNote } from '#domain/documentation';
import type { VisitOutline } from '#domain/visit';
import { type DeliveryState, isMoney } from '#domain/write-back';
import { findSubject, listGrantedLaunches, openFacts, type Subject } from '#server/smart/sessions';
import type { Tenant } from '#server/smart/tenants';
import { type DeliveryFacts, openAnswer, openDeliveryFacts } from './delivery-facts.ts';
import { findDelivery, listOfVisit } from './delivery-store.ts';
import type { TokenOwner, WriteBackNeeds } from './write-back-needs.ts';
import type { DeliveryRow } from './write-back-tables.ts';

export interface Parcel {
  row: DeliveryRow;
  facts: DeliveryFacts;
  tenant: Tenant;
  visit: VisitOutline;
  /** The visit's deliveries, in their order, this one among them. */
  siblings: readonly DeliveryRow[];
  owner: TokenOwner;
  /** `Patient/…` */
  patient: string;
  /** `Encounter/…`; null: none is known. */
  encounter: string | null;
  /** State of our delivery of the encounter; null: there is none. */
  ownEncounter: DeliveryState | null;
  /** What it builds on, and the EHR's id of it. */
  before: { row: DeliveryRow; id: string | null } | null;
  note: SignedNote | null;
  /** `at`: which of its lines, from 0. */
  charge: { whole: ConfirmedCharge; line: ConfirmedCharge['lines'][number]; at: number } | null;
}

/** Of a visit's encounter: it has no signed text that would bear one. */
export const referenceOfVisit = (visitId: string): string => `WS-V${visitId.slice(0, 16).toUpperCase()}`;

/** Throws when something that was told of is gone: a fault of ours, which a later look may find mended. */
export async function openParcel(needs: WriteBackNeeds, row: DeliveryRow): Promise<Parcel> {
  const { database } = needs;
  const { tenantId, visitId } = row;
  const tenant = needs.tenants.find(({ id }) => id === tenantId);
  const isNote = ['note', 'addendum', 'replacement', 'withdrawal'].includes(row.kind);
  // None of them needs another's answer, and who signed waits for the slowest alone.
  const [visit, facts, siblings, note, charge] = await Promise.all([
    needs.findVisitOutline(tenantId, visitId),
    openDeliveryFacts(database, row),
    listOfVisit(database.db, row),
    isNote ? needs.findSignedNote(tenantId, row.about) : null,
    isMoney(row.kind) ? openCharge(needs, row) : null,
  ]);
  if (!tenant || !visit) throw new Error('A delivery’s hospital or visit is not there.');
  if (isNote && !note) throw new Error('A delivery’s signed note is not there.');
  const ours = siblings.find(({ kind }) => kind === 'encounter') ?? null;
  const patient = `Patient/${facts.patientId}`;
  const { confirmedBy, withdrawnBy } = charge?.whole ?? {};
  const byWhom = note?.author ?? (row.kind === 'charge-credit' ? withdrawnBy : confirmedBy);
  const [subject, own, before] = await Promise.all([
    readSubject(byWhom) ?? subjectOf(needs, row.ownerKey),
    readEncounter(needs, ours),
    findBefore(needs, row, siblings),
  ]);
  return {
    ...{ row, facts, tenant, visit, siblings, note, charge, patient, before },
    // Nobody known: no person's token fits, the hospital's own may.
    owner: { ...(subject ?? { iss: tenant.iss, sub: '' }), patient },
    encounter:
      own ??
      note?.encounter ??
      charge?.whole.encounter ??
      (await findEncounterOf(needs, { row, facts, visit, subject })),
    ownEncounter: ours?.state ?? null,
  };
}

async function openCharge(needs: WriteBackNeeds, row: DeliveryRow): Promise<NonNullable<Parcel['charge']>> {
  const [id = '', number] = row.about.split('.');
  const whole = await needs.findConfirmedCharge(row.tenantId, id);
  const at = Number(number) - 1;
  const line = whole?.lines[at];
  if (!whole || !line) throw new Error('A delivery’s confirmed charge is not there.');
  return { whole, line, at };
}

async function readEncounter(needs: WriteBackNeeds, ours: DeliveryRow | null): Promise<string | null> {
  const answer = ours?.state === 'confirmed' ? await openAnswer(needs.database, ours) : null;
  return answer?.id ? `Encounter/${answer.id}` : null;
}

/** As they stood when it was signed or confirmed. */
function readSubject(who: { iss: string | null; sub: string | null } | null | undefined): Subject | null {
  return who?.iss && who.sub ? { iss: who.iss, sub: who.sub } : null;
}

export async function subjectOf(
  { database }: Pick<WriteBackNeeds, 'database'>,
  personKey: string | null,
): Promise<Subject | null> {
  return personKey === null ? null : findSubject(database, personKey);
}

/** The record the visit was made from, or what the EHR named when its clinician opened the chart for this visit. */
async function findEncounterOf(
  { database }: WriteBackNeeds,
  of: Pick<Parcel, 'row' | 'facts' | 'visit'> & { subject: Subject | null },
): Promise<string | null> {
  const { row, facts, visit, subject } = of;
  if (visit.source.kind === 'encounter' && visit.source.id) return `Encounter/${visit.source.id}`;
  if (subject === null) return null;
  const launches = await listGrantedLaunches(database, { tenantId: row.tenantId, subject }, 20);
  for (const launch of launches) {
    const { encounterId, patientId } = (await openFacts(database, launch)).context;
    if (patientId !== facts.patientId || !encounterId) continue;
    const startedAt = launch.startedAt.toISOString();
    const lent = decideEncounter({ record: visit, launch: { encounterId, startedAt } });
    if (lent !== null) return `Encounter/${lent}`;
  }
  return null;
}

async function findBefore(
  needs: WriteBackNeeds,
  { tenantId, buildsOn }: DeliveryRow,
  siblings: readonly DeliveryRow[],
): Promise<Parcel['before']> {
  if (buildsOn === null) return null;
  const before =
    siblings.find(({ id }) => id === buildsOn) ??
    (await findDelivery(needs.database.db, { tenantId, id: buildsOn }));
  if (!before) return null;
  const answer = before.state === 'confirmed' ? await openAnswer(needs.database, before) : null;
  return { row: before, id: answer?.id ?? null };
}
