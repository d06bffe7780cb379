// What each fact that is told plans: rows of deliveries, in the order in which they go. Told twice, it plans once.
import type { SignedNote } from '#domain/documentation';
import type { VisitRecord } from '#domain/visit';
import type { DeliveryKind } from '#domain/write-back';
import { referenceOfLine } from '#profiles/visit-charge';
import type { Db } from '#server/db';
import type { Fact, Listener } from '#server/jobs';
import { findLaunch } from '#server/smart/sessions';
import { type DeliveryFacts, findDelivery, insertDelivery, type NewDelivery } from './delivery-store.ts';
import { DELIVERY_CHANNEL } from './move-delivery.ts';
import { referenceOfVisit } from './parcel.ts';
import { findLastRestore } from './restore-store.ts';
import type { WriteBackNeeds } from './write-back-needs.ts';

type Planned = Omit<NewDelivery, 'tenantId' | 'visitId'> & { owner: DeliveryFacts['owner'] };

const KIND_OF_NOTE: Record<SignedNote['kind'], DeliveryKind> = {
  note: 'note',
  addendum: 'addendum',
  replacement: 'replacement',
  'entered-in-error': 'withdrawal',
};
export const NOTE_KINDS: DeliveryKind[] = ['note', 'addendum', 'replacement', 'withdrawal'];

export function listenToFacts(needs: WriteBackNeeds): Record<string, Listener> {
  return {
    'visit.admitted': async (fact) => planAll(needs, fact, await demandVisit(needs, fact, fact.about), []),
    'visit.ended': async (fact) => {
      const visit = await demandVisit(needs, fact, fact.about);
      return planAll(needs, fact, visit, listEnd(fact, visit));
    },
    'note.signed': async (fact) => {
      const note = await needs.findSignedNote(fact.tenantId, fact.about);
      if (!note) throw new Error('The signed note that was told of is not there.');
      const visit = await demandVisit(needs, fact, note.visitId);
      return planAll(needs, fact, visit, [await planNote(needs, fact, note)], note.launchId);
    },
    'charge.confirmed': async (fact) => {
      const charge = await needs.findConfirmedCharge(fact.tenantId, fact.about);
      if (!charge) throw new Error('The confirmed charge that was told of is not there.');
      // Held by a second person's look, or taken back: it is told again when it is released.
      if (charge.holds.length > 0 || charge.withdrawnAt !== null) return async () => undefined;
      const visit = await demandVisit(needs, fact, charge.visitId);
      const { confirmedBy, launchId } = charge;
      const ownerKey = await findPersonKey(needs, launchId);
      const lines = charge.lines.map((_line, at): Planned => {
        return {
          ...{ kind: 'charge', about: `${charge.id}.${at + 1}`, madeAt: fact.madeAt, buildsOn: null },
          reference: referenceOfLine(charge, at),
          ...{ launchId, ownerKey, owner: { reference: confirmedBy.reference, name: confirmedBy.name } },
        };
      });
      return planAll(needs, fact, visit, lines, launchId);
    },
  };
}

async function demandVisit(needs: WriteBackNeeds, fact: Fact, visitId: string): Promise<VisitRecord> {
  const visit = await needs.findVisitRecord(fact.tenantId, visitId);
  if (!visit) throw new Error('The visit that was told of is not there.');
  return visit;
}

async function planNote(needs: WriteBackNeeds, fact: Fact, note: SignedNote): Promise<Planned> {
  const before = note.of && (await findDelivery(needs.database.db, ofNote(fact.tenantId, note.of)));
  // Told out of order: what it builds on is planned first, and this one tried again.
  if (note.of && !before) throw new Error('The note that this one builds on is not planned yet.');
  return {
    ...{ kind: KIND_OF_NOTE[note.kind], about: note.id, madeAt: fact.madeAt, reference: note.reference },
    buildsOn: before ? before.id : null,
    ...{ launchId: note.launchId, ownerKey: await findPersonKey(needs, note.launchId) },
    owner: { reference: note.author.reference, name: note.author.name },
  };
}

const ofNote = (tenantId: string, about: string) => ({ tenantId, kind: NOTE_KINDS, about });

/** An end that was taken back before it was told is none; the visit will end again. */
function listEnd(fact: Fact, visit: VisitRecord): Planned[] {
  if (visit.endedAt === null || visit.admittedAt === null) return [];
  const about = `${visit.visitId}.${Date.parse(visit.endedAt)}`;
  return [{ ...ofHost(visit), kind: 'encounter-end', about, madeAt: fact.madeAt }];
}

function ofHost(
  visit: VisitRecord,
): Pick<Planned, 'reference' | 'buildsOn' | 'launchId' | 'ownerKey' | 'owner'> {
  const host = visit.people.find(({ role }) => role === 'host');
  return {
    ...{ reference: referenceOfVisit(visit.visitId), buildsOn: null, launchId: null },
    ownerKey: host?.personKey ?? null,
    owner: host ? { reference: host.fhirUser, name: host.name } : null,
  };
}

async function findPersonKey(needs: WriteBackNeeds, launchId: string): Promise<string | null> {
  return (await findLaunch(needs.database, launchId))?.personKey ?? null;
}

/** The visit's encounter stands before everything else of it, whichever fact is told first. */
async function planAll(
  needs: WriteBackNeeds,
  fact: Fact,
  visit: VisitRecord,
  planned: readonly Planned[],
  launchId: string | null = null,
): Promise<(tx: Db) => Promise<void>> {
  const { database } = needs;
  const { tenantId, visitId } = visit;
  const isRestored = await wasToldBeforeRestore(needs, fact);
  if (launchId) await needs.keepGrant(launchId);
  const insert = async (tx: Db, { owner, ...delivery }: Planned) => {
    const facts: DeliveryFacts = {
      ...{ patientId: visit.patientId, patientName: visit.patientName, birthDate: visit.birthDate, owner },
      visitAt: visit.admittedAt ?? visit.plannedStart,
    };
    const state = isRestored ? 'reconciling' : 'planned';
    await insertDelivery({ database, tx }, { ...delivery, tenantId, visitId }, state, facts);
  };
  return async (tx) => {
    let encounterId: string | null = null;
    if (visit.admittedAt !== null) {
      const madeAt = new Date(visit.admittedAt);
      await insert(tx, { ...ofHost(visit), kind: 'encounter', about: visitId, madeAt });
      encounterId = (await findDelivery(tx, { tenantId, kind: ['encounter'], about: visitId }))?.id ?? null;
    }
    for (const one of planned)
      await insert(tx, one.kind === 'encounter-end' ? { ...one, buildsOn: encounterId } : one);
    await database.notify(DELIVERY_CHANNEL, '', tx);
  };
}

/** What the older database tells again may have been delivered since: it is looked for first. */
async function wasToldBeforeRestore(needs: WriteBackNeeds, fact: Fact): Promise<boolean> {
  const last = await findLastRestore(needs.database.db);
  return last !== null && fact.madeAt <= last;
}
