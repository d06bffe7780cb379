// Puts whoever was removed from a visit out of the vendor's room as well. Our own doors are closed to them already; the
// place they were given there holds without us. It is written down before the vendor is asked, and the vendor is
// asked until it says yes or the visit is over. It knows nobody but by the participant's id.
import { and, asc, eq, inArray, isNull, lt, lte, or, sql } from 'drizzle-orm';
import type { Db } from '#server/db';
import type { Log } from '#server/http';
import { createFactTeller, createLoop } from '#server/jobs';
import type { Journal, VisitKey } from '#server/realtime';
import { findOpenRoom, type RoomNeeds, SEAT_MS, SKEW_MS } from './daily-rooms.ts';
import { vendorEjections } from './video-tables.ts';

/** Null: not removed. */
export type FindRemoval = (
  tenantId: string,
  participantId: string,
) => Promise<{ visitId: string; at: Date } | null>;

export interface EjectionNeeds extends RoomNeeds {
  journal: Journal;
  findRemoval: FindRemoval;
  log: Log;
}

export interface Ejections {
  /** The vendor saw them come into the room again. */
  reappeared(tenantId: string, participantId: string): Promise<void>;
  /** Until nothing is due. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

type Row = typeof vendorEjections.$inferSelect;

const CHANNEL = 'webside_ejections';
const PARALLEL = 4;
const LEASE = sql`clock_timestamp() + interval '30 seconds'`;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
/** The vendor forgets whom it keeps out when its own servers change; places given out before hold so long. */
const AGAIN_MS = 60_000;

/** 1, 2, 4 … seconds, at most a minute; `failures` from 1. */
const pauseAfter = (failures: number): number =>
  Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);

export async function createEjections(needs: EjectionNeeds): Promise<Ejections> {
  const { database, log, now } = needs;
  const facts = await createFactTeller({
    ...{ database, log, now },
    listeners: {
      'guest.removed': async ({ tenantId, about: participantId }) => {
        const removal = needs.dailyOf(tenantId) && (await needs.findRemoval(tenantId, participantId));
        return async (tx) => {
          if (!removal) return;
          const { visitId, at: removedAt } = removal;
          const row = { participantId, tenantId, visitId, removedAt, dueAt: now() };
          await tx.insert(vendorEjections).values(row).onConflictDoNothing();
          await database.notify(CHANNEL, '', tx);
        };
      },
    },
    retryAt: (at, failures) => new Date(at.getTime() + pauseAfter(failures)),
  });
  const loop = await createLoop<Row>({
    ...{ database, log, channel: CHANNEL, parallel: PARALLEL },
    claim: (most) => claim(needs, most),
    run: (row) => eject(needs, row),
  });
  return {
    async reappeared(tenantId, participantId) {
      await database.db
        .update(vendorEjections)
        .set({ dueAt: now(), confirmedAt: null })
        .where(and(eq(vendorEjections.tenantId, tenantId), eq(vendorEjections.participantId, participantId)));
      loop.wake();
    },
    async settle() {
      await facts.settle();
      await loop.settle();
    },
    async close() {
      await facts.close();
      await loop.close();
    },
  };
}

function claim({ database: { db }, now }: EjectionNeeds, most: number): Promise<Row[]> {
  const { participantId, dueAt, leasedUntil } = vendorEjections;
  const isFree = or(isNull(leasedUntil), lt(leasedUntil, sql`clock_timestamp()`));
  const due = db
    .select({ id: participantId })
    .from(vendorEjections)
    .where(and(lte(dueAt, now()), isFree))
    .orderBy(asc(dueAt))
    .limit(most)
    .for('update', { skipLocked: true });
  return db
    .update(vendorEjections)
    .set({ leasedUntil: LEASE })
    .where(inArray(participantId, due))
    .returning();
}

async function eject(needs: EjectionNeeds, row: Row): Promise<void> {
  const { database, journal } = needs;
  const { tenantId, visitId, participantId } = row;
  const visit = { tenantId, visitId };
  const isOut = (await needs.isGoingOn(visit)) ? await askVendor(needs, visit, participantId) : null;
  const now = needs.now();
  await database.transaction(async (tx) => {
    await updateEjection(tx, row, outcomeOf(row, isOut, now));
    // Only what changes on a screen is told: the first no, and the first yes.
    const isNews = row.confirmedAt === null && (isOut === true || (isOut === false && row.failures === 0));
    if (isNews)
      await journal.append(tx, {
        ...visit,
        kind: 'visit.changed',
        body: { kind: 'visit.changed', part: 'call' },
      });
  });
}

/** `isOut` null: the visit is over, and with it what anybody could be put out of. */
function outcomeOf(row: Row, isOut: boolean | null, now: Date): Partial<Row> {
  if (isOut === null) return { dueAt: null };
  if (!isOut) {
    const failures = row.failures + 1;
    return { failures, dueAt: new Date(now.getTime() + pauseAfter(failures)) };
  }
  const lastComer = row.removedAt.getTime() + SEAT_MS + SKEW_MS;
  const again = new Date(Math.min(now.getTime() + AGAIN_MS, lastComer));
  return { confirmedAt: row.confirmedAt ?? now, failures: 0, dueAt: now < again ? again : null };
}

/** Where there is no room, nobody is in it. */
async function askVendor(needs: EjectionNeeds, visit: VisitKey, participantId: string): Promise<boolean> {
  const daily = needs.dailyOf(visit.tenantId);
  if (!daily) return false;
  const room = await findOpenRoom(needs, visit);
  if (room === null) return true;
  const { kind } = await daily.ejectPerson(room, participantId);
  return kind === 'done' || kind === 'gone';
}

/** Somebody who came again while the vendor was asked stays due at once, whatever it said. */
async function updateEjection(tx: Db, row: Row, { dueAt = null, ...changes }: Partial<Row>): Promise<void> {
  const wasAskedAlone = eq(vendorEjections.dueAt, row.dueAt ?? new Date(0));
  const next = sql`CASE WHEN ${wasAskedAlone} THEN ${dueAt?.toISOString() ?? null}::timestamptz ELSE ${vendorEjections.dueAt} END`;
  await tx
    .update(vendorEjections)
    .set({ ...changes, dueAt: next, leasedUntil: null })
    .where(eq(vendorEjections.participantId, row.participantId));
}

/** Removed, and by what we know still there: the vendor has not said yes. */
export async function listUnconfirmed(
  { database }: Pick<EjectionNeeds, 'database'>,
  { tenantId, visitId }: VisitKey,
): Promise<string[]> {
  const rows = await database.db
    .select({ id: vendorEjections.participantId })
    .from(vendorEjections)
    .where(
      and(
        eq(vendorEjections.tenantId, tenantId),
        eq(vendorEjections.visitId, visitId),
        isNull(vendorEjections.confirmedAt),
      ),
    );
  return rows.map(({ id }) => id);
}
