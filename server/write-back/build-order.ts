// What goes to the EHR, and by which call: a parcel said in FHIR by the profiles' builders. It sends nothing; what a
// builder refuses comes back as codes.
import type { DocumentReference } from '@medplum/fhirtypes';
import type { DeliveryRoute } from '#domain/write-back';
import { buildEncounterEnd, buildTelehealthEncounter, EncounterSite } from '#profiles/telehealth-encounter';
import { buildNoteUpdate, buildVisitNote, type NoteFacts, NoteSite } from '#profiles/visit-note';
import { buildChargeOrder, buildCreditOrder } from './charge-order.ts';
import type { SentFacts } from './delivery-facts.ts';
import { type Parcel, referenceOfVisit } from './parcel.ts';
import type { ReadAnswer, WriteOrder } from './write-back-needs.ts';

export type BuiltOrder =
  | { kind: 'order'; order: WriteOrder; sent: SentFacts }
  /** It cannot be said in the form that this EHR takes; codes only. */
  | { kind: 'invalid'; codes: string[] }
  /** The EHR shows already what this would change it to. */
  | { kind: 'there'; id: string; version: string | null }
  /** What it changes could not be read just now. */
  | { kind: 'unread'; answer: Exclude<ReadAnswer, { kind: 'found' }> };

/** Reads the record that an update or a patch changes. */
export type ReadCurrent = (type: string, id: string) => Promise<ReadAnswer>;

export type OrderParts = Pick<WriteOrder, 'method' | 'path' | 'body'> & { ifMatch?: string };
type Route = Exclude<DeliveryRoute, 'person' | 'kept-by-ehr' | 'hl7v2'>;

export async function buildOrder(parcel: Parcel, route: Route, read: ReadCurrent): Promise<BuiltOrder> {
  switch (parcel.row.kind) {
    case 'encounter':
      return buildEncounterOrder(parcel);
    case 'encounter-end':
      return buildEndOrder(parcel, read);
    case 'charge':
      return buildChargeOrder(parcel);
    case 'charge-credit':
      return buildCreditOrder(parcel, read);
    default:
      return route === 'update' ? buildUpdateOrder(parcel, read) : buildNoteOrder(parcel);
  }
}

export function orderOf(parcel: Parcel, parts: OrderParts, sent: Partial<SentFacts> = {}): BuiltOrder {
  const { tenant, owner, patient, encounter } = parcel;
  return {
    kind: 'order',
    order: { tenantId: tenant.id, owner, patient, ...parts },
    sent: {
      ...{ text: null, author: parcel.facts.owner?.reference ?? null, encounter, types: [], target: null },
      ...sent,
      body: parts.body,
    },
  };
}

/** The signed note as the builders take it; nothing in it changes on the way. */
export function noteFactsOf(parcel: Parcel): NoteFacts {
  const { note, visit, encounter, before } = parcel;
  if (!note) throw new Error('This delivery has no note.');
  const { kind, reference, title, typeCode, text, signedAt, author, patient } = note;
  return {
    ...{ kind, reference, title, typeCode, text, signedAt, patient, encounter },
    author: { reference: author.reference, name: author.name ?? author.reference },
    visit: { start: visit.admittedAt, end: visit.endedAt },
    earlier: before?.id ? `DocumentReference/${before.id}` : null,
  };
}

function buildNoteOrder(parcel: Parcel): BuiltOrder {
  const facts = noteFactsOf(parcel);
  const built = buildVisitNote(parcel.tenant.vendor, facts, NoteSite.parse(parcel.tenant.site ?? {}));
  if (!built.ok) return { kind: 'invalid', codes: built.reasons.map(({ code }) => code) };
  const parts = { method: 'create', path: 'DocumentReference', body: built.resource } as const;
  return orderOf(parcel, parts, sentOfNote(facts));
}

const sentOfNote = (facts: NoteFacts): Partial<SentFacts> => ({
  text: facts.text,
  author: facts.author.reference,
  types: [facts.typeCode],
});

async function buildUpdateOrder(parcel: Parcel, read: ReadCurrent): Promise<BuiltOrder> {
  const facts = noteFactsOf(parcel);
  const id = parcel.before?.id ?? '';
  const current = await read('DocumentReference', id);
  if (current.kind !== 'found') return { kind: 'unread', answer: current };
  const document = current.resource as DocumentReference;
  const site = NoteSite.parse(parcel.tenant.site ?? {});
  const built = buildNoteUpdate(parcel.tenant.vendor, document, facts, site);
  if (!built.ok) return { kind: 'invalid', codes: built.reasons.map(({ code }) => code) };
  const target = `DocumentReference/${id}`;
  const parts = {
    ...({ method: 'update', path: target, body: built.resource } as const),
    ...(current.version !== null && { ifMatch: current.version }),
  };
  return orderOf(parcel, parts, { ...sentOfNote(facts), target });
}

/** The visit as the builder takes it. */
export function encounterFactsOf({ visit, patient, facts }: Parcel, end: string | null) {
  const { source } = visit;
  return {
    ...{ reference: referenceOfVisit(visit.visitId), patient, end },
    performer: { reference: facts.owner?.reference ?? '', name: facts.owner?.name ?? '' },
    start: visit.admittedAt ?? '',
    reason: visit.about,
    appointment: source.kind === 'appointment' && source.id ? `Appointment/${source.id}` : null,
  };
}

function buildEncounterOrder(parcel: Parcel): BuiltOrder {
  const { vendor, site } = parcel.tenant;
  // Its end is a delivery of its own, however late this one goes.
  const built = buildTelehealthEncounter(
    vendor,
    encounterFactsOf(parcel, null),
    EncounterSite.parse(site ?? {}),
  );
  if (!built.ok) return { kind: 'invalid', codes: built.reasons.map(({ code }) => code) };
  const types = (built.resource.type ?? []).flatMap(({ coding }) =>
    (coding ?? []).flatMap((one) => one.code ?? []),
  );
  const parts = { method: 'create', path: 'Encounter', body: built.resource } as const;
  return orderOf(parcel, parts, { encounter: null, types });
}

async function buildEndOrder(parcel: Parcel, read: ReadCurrent): Promise<BuiltOrder> {
  const { visit, tenant, before } = parcel;
  if (tenant.vendor === 'epic' || visit.endedAt === null || !before?.id)
    return { kind: 'invalid', codes: ['encounter.no-end'] };
  const current = await read('Encounter', before.id);
  if (current.kind !== 'found') return { kind: 'unread', answer: current };
  const target = `Encounter/${before.id}`;
  const parts = {
    ...({ method: 'patch', path: target } as const),
    body: buildEncounterEnd(tenant.vendor, visit.endedAt),
    ...(current.version !== null && { ifMatch: current.version }),
  };
  return orderOf(parcel, parts, { target });
}
