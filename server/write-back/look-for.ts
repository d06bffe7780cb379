// Asks the EHR what became of something whose answer was lost, and puts its records into the words of the rule that
// judges them. It judges nothing itself.
import {
  type Candidate,
  type DeliveryKind,
  decideReconcile,
  isMoney,
  isOfDay,
  type Reconciled,
  type Sought,
} from '#domain/write-back';
import { readTelehealthEncounter } from '#profiles/telehealth-encounter';
import { readMark, readVisitNote } from '#profiles/visit-note';
import { describeLine, isCredited } from './charge-order.ts';
import { chargeSearch, isSearchable, readChargeCandidate } from './charge-search.ts';
import { openSent, type SentFacts } from './delivery-facts.ts';
import { listKnownIds } from './delivery-store.ts';
import type { Parcel } from './parcel.ts';
import { recordIntent } from './record-intent.ts';
import type { EhrWriter, WriteBackNeeds } from './write-back-needs.ts';

export type Looked =
  | { kind: 'judged'; verdict: Reconciled }
  | { kind: 'no-token' }
  /** `why`: a code, fit for a log. */
  | { kind: 'failed'; why: string };

/** Clocks of EHRs are not ours: what is filed within this of our own moment may be it. */
const MARGIN_MS = 60 * 60_000;
const DAY_MS = 24 * 3600_000;

export async function lookFor(needs: WriteBackNeeds, parcel: Parcel): Promise<Looked> {
  await recordIntent(needs, parcel, 'delivery.search');
  const sent = await openSent(needs.database, parcel.row);
  const { row, before } = parcel;
  if (TARGETED.includes(row.kind) || sent?.target || isChange(parcel)) {
    const id = (sent?.target ?? before?.id ?? '').split('/').at(-1) ?? '';
    // What it would have changed is not known to be there: so it was not changed.
    if (id === '') return { kind: 'judged', verdict: { event: 'miss' } };
    return lookAtTarget(needs.ehr, parcel, id);
  }
  // However often it were asked, nothing would come of it.
  if (isMoney(row.kind) && !isSearchable(parcel.tenant, sent ?? parcel))
    return { kind: 'judged', verdict: { event: 'doubt', why: 'not-searchable' } };
  const found = await listCandidates(needs, parcel, sent);
  if (found.kind !== 'read') return found;
  const known = await listKnownIds(needs.database, row, new Date(needs.now().getTime() - 7 * DAY_MS));
  return { kind: 'judged', verdict: decideReconcile(soughtOf(needs, parcel, sent), found, known) };
}

/** They change a record that is there, whoever the vendor is. */
const TARGETED: readonly DeliveryKind[] = ['encounter-end', 'charge-credit'];

/** What the EHR shows of this patient that might be it. */
export async function listCandidates(
  needs: WriteBackNeeds,
  parcel: Parcel,
  sent: SentFacts | null,
): Promise<
  | { kind: 'read'; candidates: Candidate[]; isComplete: boolean }
  | { kind: 'no-token' }
  | { kind: 'failed'; why: string }
> {
  // Without a filter it would be every charge of the hospital's.
  if (isMoney(parcel.row.kind) && !isSearchable(parcel.tenant, sent ?? parcel))
    return { kind: 'read', candidates: [], isComplete: false };
  const found = await needs.ehr.search(searchOf(parcel, sent));
  if (found.kind !== 'found') return found;
  const sought = soughtOf(needs, parcel, sent);
  const candidates = found.resources.flatMap((one) => readCandidate(parcel, one, sought) ?? []);
  // What cannot be read cannot be ruled out.
  const isComplete = found.isComplete && candidates.length === found.resources.length;
  return { kind: 'read', candidates, isComplete };
}

export type Around =
  | { kind: 'looked'; ours: string | null; isOther: boolean; isComplete: boolean }
  | { kind: 'no-token' }
  | { kind: 'failed'; why: string };

/** Encounters of this patient around the visit: our own by its mark, and any other that is no other visit's of ours. */
export async function lookAround(needs: WriteBackNeeds, parcel: Parcel): Promise<Around> {
  await recordIntent(needs, parcel, 'delivery.search');
  const found = await needs.ehr.search(searchOf(parcel, null));
  if (found.kind !== 'found') return found;
  const read = found.resources.map((one) => readTelehealthEncounter(one));
  const since = new Date(needs.now().getTime() - 7 * DAY_MS);
  const known = await listKnownIds(needs.database, parcel.row, since);
  const others = read.flatMap((one) =>
    one && !known.has(one.id) && !['cancelled', 'entered-in-error'].includes(one.status ?? '') ? [one] : [],
  );
  const ours = others.find(({ reference }) => reference === parcel.row.reference)?.id ?? null;
  const visitAt = new Date(parcel.visit.admittedAt ?? parcel.row.madeAt);
  // The search goes a day to either side, for the zones: what is of another day is another visit's.
  const isOther = others.some(
    (one) => one.id !== ours && !one.reference?.startsWith('WS-') && isOfDay(one, visitAt),
  );
  return { kind: 'looked', ours, isOther, isComplete: found.isComplete && !read.includes(null) };
}

/** Oracle Health amends and withdraws what is there (fhir-profiles/visit-note). */
function isChange({ row, tenant }: Parcel): boolean {
  return (
    (row.kind === 'withdrawal' && tenant.vendor !== 'epic') ||
    (row.kind === 'replacement' && tenant.vendor === 'oracle')
  );
}

/** Records of this patient that might be it. */
function searchOf(parcel: Parcel, sent: SentFacts | null): Parameters<EhrWriter['search']>[0] {
  const { tenant, owner, patient, row } = parcel;
  const order = { tenantId: tenant.id, owner, patient };
  // Only what surely left under an encounter is looked for under it, anything else by its days.
  const encounter = sent?.encounter?.split('/').at(-1);
  if (isMoney(row.kind)) return { ...order, ...chargeSearch(sent ?? parcel) };
  if (row.kind === 'encounter') {
    const start = new Date(parcel.visit.admittedAt ?? row.madeAt);
    return {
      ...order,
      type: 'Encounter',
      params: { date: [`ge${dayOf(start, -1)}`, `le${dayOf(start, 1)}`] },
    };
  }
  return { ...order, type: 'DocumentReference', params: encounter ? { encounter } : daysOf(parcel) };
}

/**
 * A note says itself of which moment it is, and an EHR may put the one of filing: whatever went out late lies between.
 * Oracle Health keeps no date of ours, only the time of the service (ehr-integration.md 3.2, 3.5).
 */
function daysOf({ tenant, row, visit }: Parcel): { date: string[] } | { period: string[] } {
  const { madeAt, sentAt } = row;
  const began = new Date(visit.admittedAt ?? madeAt);
  if (tenant.vendor === 'oracle')
    return { period: [`ge${instantOf(earlier(began, madeAt), -1)}`, `le${instantOf(madeAt, 1)}`] };
  const [first, last] = sentAt ? [earlier(madeAt, sentAt), sentAt] : [madeAt, madeAt];
  return { date: [`ge${dayOf(first, -1)}`, `le${dayOf(last, 8)}`] };
}

const earlier = (one: Date, other: Date): Date => (one < other ? one : other);
const instantOf = (around: Date, days: number) => new Date(around.getTime() + days * DAY_MS).toISOString();

const dayOf = (around: Date, days: number) => instantOf(around, days).slice(0, 10);

function soughtOf(needs: WriteBackNeeds, parcel: Parcel, sent: SentFacts | null): Sought {
  const { row, note, charge, encounter, facts, visit } = parcel;
  const began = row.kind === 'encounter' && visit.admittedAt ? new Date(visit.admittedAt) : row.madeAt;
  const first = Math.min(began.getTime(), row.sentAt?.getTime() ?? Number.POSITIVE_INFINITY);
  return {
    reference: row.reference ?? '',
    text: sent?.text ?? note?.text ?? (charge && describeLine(charge.line, charge.whole.occurrence.start)),
    author:
      sent?.author ??
      note?.author.reference ??
      charge?.whole.performer.reference ??
      facts.owner?.reference ??
      null,
    encounter: row.kind === 'encounter' ? null : sent ? sent.encounter : encounter,
    types: sent?.types ?? (note ? [note.typeCode] : charge ? [charge.line.code] : []),
    from: new Date(first - MARGIN_MS),
    until: new Date(needs.now().getTime() + MARGIN_MS),
  };
}

/** Null: no record of the kind that was asked for, in R4's form. */
function readCandidate(parcel: Parcel, resource: unknown, sought: Sought): Candidate | null {
  if (isMoney(parcel.row.kind)) return readChargeCandidate(resource);
  const whose = (references: readonly string[]) =>
    sought.author !== null && references.includes(sought.author) ? sought.author : (references[0] ?? null);
  if (parcel.row.kind === 'encounter') {
    const read = readTelehealthEncounter(resource);
    if (!read) return null;
    const { id, version, reference, performers, typeCodes, start } = read;
    return {
      ...{ id, version, identifiers: reference === null ? [] : [reference], text: null, encounter: null },
      ...{ author: whose(performers), types: typeCodes.length > 0 ? typeCodes : null, at: momentOf(start) },
    };
  }
  const read = readVisitNote(resource);
  if (!read) return null;
  const { id, version, text, reference, authors, encounter, typeCodes, date } = read;
  // A mark that stands in the text alone may be a quoted one: the rule reads the text itself.
  const isInText = text !== null && readMark(text) === reference;
  return {
    ...{ id, version, text, encounter, author: whose(authors), at: momentOf(date) },
    identifiers: reference === null || isInText ? [] : [reference],
    types: typeCodes.length > 0 ? typeCodes : null,
  };
}

/** A day without a time rules nothing out. */
function momentOf(date: string | null): Date | null {
  const at = date?.includes('T') ? new Date(date) : null;
  return at && !Number.isNaN(at.getTime()) ? at : null;
}

/** A change of a record that is there: it shows the change, or it does not. */
async function lookAtTarget(ehr: EhrWriter, parcel: Parcel, id: string): Promise<Looked> {
  const { tenant, owner, patient, row, visit } = parcel;
  const type = TYPE_OF_TARGET[row.kind] ?? 'DocumentReference';
  const found = await ehr.read({ tenantId: tenant.id, owner, patient, type, id });
  if (found.kind === 'absent') return { kind: 'judged', verdict: { event: 'doubt', why: 'near-match' } };
  if (found.kind !== 'found') return found;
  const { resource, version } = found;
  const isThere =
    row.kind === 'charge-credit'
      ? isCredited(resource)
      : row.kind === 'encounter-end'
        ? isSameMoment(readTelehealthEncounter(resource)?.end ?? null, visit.endedAt)
        : showsChange(parcel, readVisitNote(resource));
  return { kind: 'judged', verdict: isThere ? { event: 'find', id, version } : { event: 'miss' } };
}

const TYPE_OF_TARGET: { readonly [Kind in DeliveryKind]?: string } = {
  'encounter-end': 'Encounter',
  'charge-credit': 'ChargeItem',
};

function isSameMoment(shown: string | null, sent: string | null): boolean {
  return shown !== null && sent !== null && Date.parse(shown) === Date.parse(sent);
}

function showsChange({ row }: Parcel, read: ReturnType<typeof readVisitNote>): boolean {
  if (!read) return false;
  if (row.kind === 'withdrawal') return [read.status, read.docStatus].includes('entered-in-error');
  return read.reference === row.reference;
}
