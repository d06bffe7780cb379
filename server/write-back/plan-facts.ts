// What each fact that is told plans: rows of deliveries, in the order in which they go. Told twice, it plans once.
import type { ConfirmedCharge } from '#domain/billing';
import type { SignedNote } from '#domain/documentation';
import type { VisitOutline } from '#domain/visit';
import type { DeliveryKind } from '#domain/write-back';
import { referenceOfLine } from '#profiles/visit-charge';
import type { Db } from '#server/db';
import type { Fact, Listener } from '#server/jobs';
import { findLaunch } from '#server/smart/sessions';
import type { DeliveryFacts } from './delivery-facts.ts';
import { findDelivery, insertDelivery, type NewDelivery } from './delivery-store.ts';
import { referenceOfVisit } from './parcel.ts';
import { findLastRestore } from './restore-store.ts';
import { takeBackWithin } from './take-back.ts';
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
    'visit.admitted': async (fact) => planAll(needs, await openPlan(needs, fact, fact.about), []),
    'visit.ended': async (fact) => {
      const plan = await openPlan(needs, fact, fact.about);
      return planAll(needs, plan, listEnd(plan));
    },
    'note.signed': async (fact) => {
      const note = await needs.findSignedNote(fact.tenantId, fact.about);
      if (!note) throw new Error('The signed note that was told of is not there.');
      const [plan, planned] = await Promise.all([
        openPlan(needs, fact, note.visitId),
        planNote(needs, fact, note),
      ]);
      return planAll(needs, plan, [planned]);
    },
    'charge.confirmed': async (fact) => {
      const charge = await needs.findConfirmedCharge(fact.tenantId, fact.about);
      if (!charge) throw new Error('The confirmed charge that was told of is not there.');
      // Held by a second person's look, or taken back: it is told again when it is released.
      if (charge.holds.length > 0 || charge.withdrawnAt !== null) return async () => undefined;
      const plan = await openPlan(needs, fact, charge.visitId);
      const lines = planAll(needs, plan, await listLines(needs, charge, fact.madeAt));
      return async (tx) => {
        // One that a second person released may have waited longer than the session of its launch.
        await needs.keepGrant(charge.launchId, tx);
        await lines(tx);
      };
    },
    'charge.withdrawn': async (fact) => {
      const charge = await needs.findConfirmedCharge(fact.tenantId, fact.about);
      if (!charge?.withdrawnAt) throw new Error('The withdrawn charge that was told of is not there.');
      const plan = await openPlan(needs, fact, charge.visitId);
      // Told before its confirmation was: then that plans nothing any more.
      const lines = planAll(needs, plan, await listLines(needs, charge, new Date(charge.confirmedAt)));
      const credits = listCredits(charge, fact.madeAt);
      const launchId = charge.withdrawnBy?.launchId;
      return async (tx) => {
        if (launchId) await needs.keepGrant(launchId, tx);
        await lines(tx);
        for (const credit of credits) {
          const of = { tenantId: fact.tenantId, kind: 'charge', about: credit.about } as const;
          if (!(await takeBackWithin(needs, tx, of, charge))) continue;
          const before = await findDelivery(tx, { ...of, kind: ['charge'] });
          await insertPlanned(needs, tx, plan, { ...credit, buildsOn: before?.id ?? null });
        }
      };
    },
  };
}

/** What every delivery of a fact is planned by. */
interface Plan {
  fact: Fact;
  visit: VisitOutline;
  state: 'planned' | 'reconciling';
  /** The delivery of the visit's encounter; null: it is not planned yet. */
  encounterId: string | null;
}

async function openPlan(needs: WriteBackNeeds, fact: Fact, visitId: string): Promise<Plan> {
  const { tenantId } = fact;
  const [visit, encounter, isOld] = await Promise.all([
    needs.findVisitOutline(tenantId, visitId),
    findDelivery(needs.database.db, { tenantId, kind: ['encounter'], about: visitId }),
    wasToldBeforeRestore(needs, fact),
  ]);
  if (!visit) throw new Error('The visit that was told of is not there.');
  return { fact, visit, state: isOld ? 'reconciling' : 'planned', encounterId: encounter?.id ?? null };
}

/** One delivery a line, as EHRs take charges line by line. */
async function listLines(needs: WriteBackNeeds, charge: ConfirmedCharge, madeAt: Date): Promise<Planned[]> {
  const { confirmedBy, launchId } = charge;
  const ownerKey = await findPersonKey(needs, launchId);
  return charge.lines.map((_line, at) => ({
    ...{ kind: 'charge', about: `${charge.id}.${at + 1}`, madeAt, buildsOn: null },
    reference: referenceOfLine(charge, at),
    ...{ launchId, ownerKey, owner: { reference: confirmedBy.reference, name: confirmedBy.name } },
  }));
}

/** The work of whoever took the charge back; each line's bears the reference of what it credits. */
function listCredits(charge: ConfirmedCharge, madeAt: Date): Planned[] {
  const by = charge.withdrawnBy;
  return charge.lines.map((_line, at) => ({
    ...{ kind: 'charge-credit', about: `${charge.id}.${at + 1}`, madeAt, buildsOn: null },
    reference: referenceOfLine(charge, at),
    ...{ launchId: by?.launchId ?? null, ownerKey: by?.personKey ?? null },
    owner: by && { reference: by.reference, name: by.name },
  }));
}

async function planNote(needs: WriteBackNeeds, fact: Fact, note: SignedNote): Promise<Planned> {
  const [before, ownerKey] = await Promise.all([
    note.of && findDelivery(needs.database.db, ofNote(fact.tenantId, note.of)),
    findPersonKey(needs, note.launchId),
  ]);
  // Told out of order: what it builds on is planned first, and this one tried again.
  if (note.of && !before) throw new Error('The note that this one builds on is not planned yet.');
  return {
    ...{ kind: KIND_OF_NOTE[note.kind], about: note.id, madeAt: fact.madeAt, reference: note.reference },
    buildsOn: before ? before.id : null,
    ...{ launchId: note.launchId, ownerKey },
    owner: { reference: note.author.reference, name: note.author.name },
  };
}

const ofNote = (tenantId: string, about: string) => ({ tenantId, kind: NOTE_KINDS, about });

/** An end that was taken back before it was told is none; the visit will end again. */
function listEnd({ fact, visit }: Plan): Planned[] {
  if (visit.endedAt === null || visit.admittedAt === null) return [];
  const about = `${visit.visitId}.${Date.parse(visit.endedAt)}`;
  return [{ ...ofHost(visit), kind: 'encounter-end', about, madeAt: fact.madeAt }];
}

function ofHost({
  visitId,
  host,
}: VisitOutline): Pick<Planned, 'reference' | 'buildsOn' | 'launchId' | 'ownerKey' | 'owner'> {
  return {
    ...{ reference: referenceOfVisit(visitId), buildsOn: null, launchId: null },
    ownerKey: host?.personKey ?? null,
    owner: host ? { reference: host.fhirUser, name: host.name } : null,
  };
}

async function findPersonKey(needs: WriteBackNeeds, launchId: string): Promise<string | null> {
  return (await findLaunch(needs.database, launchId))?.personKey ?? null;
}

/** The visit's encounter stands before everything else of it, whichever fact is told first. */
function planAll(needs: WriteBackNeeds, plan: Plan, planned: readonly Planned[]): (tx: Db) => Promise<void> {
  const { visit } = plan;
  const { tenantId, visitId } = visit;
  return async (tx) => {
    let { encounterId } = plan;
    if (encounterId === null && visit.admittedAt !== null) {
      const madeAt = new Date(visit.admittedAt);
      await insertPlanned(needs, tx, plan, { ...ofHost(visit), kind: 'encounter', about: visitId, madeAt });
      encounterId = (await findDelivery(tx, { tenantId, kind: ['encounter'], about: visitId }))?.id ?? null;
    }
    for (const one of planned) {
      const buildsOn = one.kind === 'encounter-end' ? encounterId : one.buildsOn;
      await insertPlanned(needs, tx, plan, { ...one, buildsOn });
    }
  };
}

/** One delivery of this visit; once, however often it is asked. */
async function insertPlanned(
  { database }: WriteBackNeeds,
  tx: Db,
  { visit, state }: Plan,
  { owner, ...delivery }: Planned,
): Promise<void> {
  const { tenantId, visitId, patientId, patientName, birthDate } = visit;
  const visitAt = visit.admittedAt ?? visit.plannedStart;
  const facts: DeliveryFacts = { patientId, patientName, birthDate, owner, visitAt };
  await insertDelivery({ database, tx }, { ...delivery, tenantId, visitId }, state, facts);
}

/** What the older database tells again may have been delivered since: it is looked for first. */
async function wasToldBeforeRestore(needs: WriteBackNeeds, fact: Fact): Promise<boolean> {
  const last = await findLastRestore(needs.database.db);
  return last !== null && fact.madeAt <= last;
}
