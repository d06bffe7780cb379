// The flight recorder's store: the youngest record of each stay, what the vendor's servers saw, and both put together
// with the moves of the visit into one report. Ids, counts and times.
import { and, asc, eq, isNull, lt, sql } from 'drizzle-orm';
import { type CallReport, type CallStay, decideCause, type SaveCallRecord } from '#domain/video';
import { JournalBody } from '#domain/visit';
import type { Database } from '#server/db';
import { AppError } from '#server/errors';
import type { Journal, VisitKey } from '#server/realtime';
import { callRecords, vendorWords } from './video-tables.ts';

export type StayRow = typeof callRecords.$inferSelect;

export interface RecordNeeds {
  database: Database;
  journal: Journal;
  now: () => Date;
}

type Saved = Omit<SaveCallRecord, 'visitId' | 'isLast'> & VisitKey & { participantId: string };

/** More stays than somebody has who reloads all day. */
const MOST_STAYS = 200;
/** A page that says nothing for so long is gone; it tells every half minute. */
const SILENT_MS = 3 * 60_000;
const MOST_MOVES = 500;

/** A younger record takes the place of an older one of the same stay; an older one is passed over. */
export async function saveRecord({ database, now }: RecordNeeds, saved: Saved): Promise<void> {
  const { db } = database;
  const { tenantId, visitId, participantId, stay, sequence, provider, othersHere, record } = saved;
  const at = now();
  const [{ stays } = { stays: 0 }] = await db
    .select({ stays: sql<number>`count(*)::int` })
    .from(callRecords)
    .where(
      and(
        eq(callRecords.tenantId, tenantId),
        eq(callRecords.visitId, visitId),
        eq(callRecords.participantId, participantId),
      ),
    );
  if (stays >= MOST_STAYS)
    throw new AppError('too-many', 'call.stays', 'There are too many records of this call.');
  await db
    .insert(callRecords)
    .values({
      ...{ tenantId, visitId, participantId, stay, sequence, provider, othersHere, record },
      ...{ firstAt: at, lastAt: at },
    })
    .onConflictDoUpdate({
      target: [callRecords.tenantId, callRecords.visitId, callRecords.participantId, callRecords.stay],
      set: { sequence, provider, othersHere, record, lastAt: at },
      setWhere: lt(callRecords.sequence, sequence),
    });
}

/** Stays that are over and were not counted yet, each given to one caller alone: `stay` named, or silent for minutes. */
export async function takeUncounted(
  { database, now }: Pick<RecordNeeds, 'database' | 'now'>,
  over?: { visitId: string; participantId: string; stay: string },
): Promise<StayRow[]> {
  const at = now();
  const which = over
    ? and(
        eq(callRecords.visitId, over.visitId),
        eq(callRecords.participantId, over.participantId),
        eq(callRecords.stay, over.stay),
      )
    : lt(callRecords.lastAt, new Date(at.getTime() - SILENT_MS));
  return database.db
    .update(callRecords)
    .set({ countedAt: at })
    .where(and(isNull(callRecords.countedAt), which))
    .returning();
}

export async function readReport({ database, journal }: RecordNeeds, visit: VisitKey): Promise<CallReport> {
  const { db } = database;
  const rows = await db
    .select()
    .from(callRecords)
    .where(and(eq(callRecords.tenantId, visit.tenantId), eq(callRecords.visitId, visit.visitId)))
    .orderBy(asc(callRecords.firstAt));
  const words = await db
    .select()
    .from(vendorWords)
    .where(and(eq(vendorWords.tenantId, visit.tenantId), eq(vendorWords.visitId, visit.visitId)))
    .orderBy(asc(vendorWords.toldAt));
  return {
    stays: rows.map(stayOf),
    moves: await listMoves(journal, visit),
    vendor: words.map(({ toldAt, kind, participantId }) => ({
      at: toldAt.toISOString(),
      kind,
      participantId,
    })),
  };
}

export function stayOf({ participantId, provider, othersHere, record, firstAt, lastAt }: StayRow): CallStay {
  const { setUpMs, routes, meanLossIn, worstLossIn, meanKbitIn, freezes, frozenMs } = record;
  return {
    ...{ participantId, provider, from: firstAt.toISOString(), to: lastAt.toISOString() },
    ...{ setUpMs, routes, meanLossIn, worstLossIn, meanKbitIn, freezes, frozenMs },
    ...{ joins: record.joins, losses: record.losses, breaks: record.breaks },
    devices: record.devices.map(({ source, fault }) => ({ source, fault })),
    cause: decideCause(record, othersHere),
  };
}

async function listMoves(journal: Journal, visit: VisitKey): Promise<CallReport['moves']> {
  const moves: CallReport['moves'] = [];
  for (const entry of await journal.list(visit, 0, MOST_MOVES)) {
    if (entry.kind !== 'visit.state' && entry.kind !== 'participant.state') continue;
    const { data } = JournalBody.safeParse(await entry.body());
    const at = entry.at.toISOString();
    if (data?.kind === 'visit.state') moves.push({ at, participantId: null, state: data.state });
    if (data?.kind === 'participant.state')
      moves.push({ at, participantId: data.participantId, state: data.state });
  }
  return moves;
}

/** False: told before. */
export async function keepVendorWord(
  { database }: Pick<RecordNeeds, 'database'>,
  word: typeof vendorWords.$inferInsert,
): Promise<boolean> {
  const kept = await database.db.insert(vendorWords).values(word).onConflictDoNothing().returning();
  return kept.length > 0;
}
