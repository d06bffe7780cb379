// What stands in a delivery, for the people it is meant for: what was sent beside what the EHR shows, and an export to
// file by hand. Each look is on record with the patient it is about.
import type { CompareView, ExportView } from '#domain/write-back';
import { isMarked, isSameText } from '#domain/write-back';
import { buildTelehealthEncounter } from '#profiles/telehealth-encounter';
import { buildClaim, buildVisitCharge } from '#profiles/visit-charge';
import { buildVisitNote } from '#profiles/visit-note';
import type { Session } from '#server/http';
import { type AtDelivery, demandAct } from './at-delivery.ts';
import { encounterFactsOf, noteFactsOf } from './build-order.ts';
import { describeLine } from './charge-order.ts';
import { openSent } from './delivery-facts.ts';
import { listCandidates } from './look-for.ts';
import { openParcel, type Parcel, subjectOf } from './parcel.ts';
import type { VerbNeeds } from './verb-needs.ts';
import { viewLine } from './views.ts';

const MOST_RECORDS = 20;

export async function compare(
  needs: VerbNeeds,
  session: Session,
  call: { deliveryId: string; requestId: string },
): Promise<CompareView> {
  const { row, parcel } = await openInside(needs, session, call, 'compare');
  const sent = await openSent(needs.database, row);
  const text = sent?.text ?? textOf(parcel);
  // Shown by the looker's own permission, or the hospital's; never by the author's.
  const own = (await subjectOf(needs, session.personKey)) ?? { iss: parcel.tenant.iss, sub: '' };
  const found = await listCandidates(needs, { ...parcel, owner: { ...parcel.owner, ...own } }, sent);
  const reference = row.reference ?? '';
  return {
    line: await viewLine(needs, session, row),
    sent: {
      text,
      type: sent?.types[0] ?? null,
      author: parcel.note?.author.name ?? parcel.facts.owner?.name ?? null,
      at: row.sentAt?.toISOString() ?? null,
    },
    shown:
      found.kind === 'read'
        ? {
            state: 'read',
            isComplete: found.isComplete && found.candidates.length <= MOST_RECORDS,
            records: found.candidates
              .map((one) => ({
                ...{ id: one.id, version: one.version, author: one.author, text: one.text },
                at: one.at?.toISOString() ?? null,
                type: one.types?.[0] ?? null,
                isMarked: isMarked(one, reference),
                isSameText: isSameText(one.text, text),
              }))
              .toSorted((a, b) => Number(b.isMarked || b.isSameText) - Number(a.isMarked || a.isSameText))
              .slice(0, MOST_RECORDS),
          }
        : { state: 'could-not-be-read', why: found.kind === 'no-token' ? 'no-token' : 'ehr-away' },
  };
}

export async function exportOne(
  needs: VerbNeeds,
  session: Session,
  call: { deliveryId: string; requestId: string },
): Promise<ExportView> {
  const { row, facts, parcel } = await openInside(needs, session, call, 'export');
  const { patientName, birthDate } = facts;
  const head = [
    ['Patient', patientName],
    ['Birth date', birthDate],
    ['Record', parcel.encounter],
    ['By', parcel.note?.author.name ?? facts.owner?.name ?? null],
    ['Reference', row.reference],
  ].flatMap(([name, value]) => (value ? [`${name}: ${value}`] : []));
  return {
    line: await viewLine(needs, session, row),
    ...{ patientName, birthDate },
    text: [...head, ...creditHead(parcel), '', textOf(parcel)].join('\n'),
    machine: {
      fileName: `${row.reference ?? row.id}.json`,
      type: 'application/fhir+json',
      body: JSON.stringify(resourceOf(parcel), null, 2),
    },
  };
}

/** What a person who credits by hand looks for in the EHR. */
function creditHead({ row, before }: Parcel): string[] {
  if (row.kind !== 'charge-credit' && !row.isTakenBack) return [];
  return [`Credit this charge: ${row.reference ?? '–'}`, `Id in the EHR: ${before?.id ?? 'none was told'}`];
}

async function openInside(
  needs: VerbNeeds,
  session: Session,
  { deliveryId, requestId }: { deliveryId: string; requestId: string },
  act: 'compare' | 'export',
): Promise<AtDelivery & { parcel: Parcel }> {
  const at = await demandAct(needs, session, deliveryId, act);
  // At the staff door the session names no patient: the record of the look has to.
  await needs.recordAccess({
    ...{ event: `delivery.${act}`, outcome: 'success', requestId, session, tenantId: session.tenantId },
    patientId: at.facts.patientId,
    detail: { delivery: at.row.id, kind: at.row.kind },
  });
  return { ...at, parcel: await openParcel(needs, at.row) };
}

function textOf({ note, charge, visit }: Parcel): string {
  if (note) return note.text;
  if (charge) {
    const { line, whole } = charge;
    const diagnoses = line.diagnoses.map(({ code }) => code).join(', ');
    return [
      describeLine(line, whole.occurrence.start),
      `Diagnoses: ${diagnoses}`,
      `Place of service: ${whole.placeOfService ?? '–'}`,
      `Performed by: ${whole.performer.name ?? whole.performer.reference}`,
    ].join('\n');
  }
  return `Video visit, ${visit.admittedAt ?? '–'} to ${visit.endedAt ?? '–'}`;
}

/** In plain R4, whatever this EHR's own way: for a program that files it elsewhere. */
function resourceOf(parcel: Parcel): object {
  const { note, charge, row } = parcel;
  if (note) {
    const whole = {
      ...noteFactsOf(parcel),
      kind: note.kind === 'entered-in-error' ? 'addendum' : note.kind,
    } as const;
    const built = buildVisitNote('generic', whole, {});
    return built.ok ? built.resource : { text: note.text };
  }
  if (charge) return row.kind === 'charge-credit' || row.isTakenBack ? creditOf(parcel) : claimOf(parcel);
  const built = buildTelehealthEncounter('generic', encounterFactsOf(parcel, parcel.visit.endedAt), {});
  return built.ok ? built.resource : { start: parcel.visit.admittedAt, end: parcel.visit.endedAt };
}

function claimOf({ charge, encounter }: Parcel): object {
  const built = charge && buildClaim({ ...charge.whole, encounter });
  return built?.ok ? built.resource : { lines: charge?.whole.lines ?? [] };
}

/** The line as it was charged, and that it was entered in error; the EHR's own id where it told one. */
function creditOf({ charge, encounter, before }: Parcel): object {
  const { at = 0, whole } = charge ?? {};
  const built = whole && buildVisitCharge({ ...whole, encounter, withdrawnAt: null }, at);
  if (!built?.ok) return { lines: whole?.lines ?? [] };
  return { ...built.resource, ...(before?.id && { id: before.id }), status: 'entered-in-error' };
}
