// A patient's place in the waiting room of their clinician, and how long it may take, from that clinician's day.
import { and, eq, gt, isNotNull, sql } from 'drizzle-orm';
import { decideWait, isBefore, orderQueue, type QueuePlace, type WaitView } from '#domain/visit';
import type { Db } from '#server/db';
import type { VisitRow } from './visit-store.ts';
import { visitStatements, visits } from './visit-tables.ts';

const DAY_MS = 12 * 3600_000;

export async function readQueue(
  db: Db,
  visit: VisitRow,
  now: Date,
): Promise<{ wait: WaitView | null; queue: QueuePlace | null }> {
  if (visit.state !== 'waiting' || visit.waitingSince === null || visit.hostKey === null)
    return { wait: visit.state === 'waiting' ? { state: 'not-known-yet' } : null, queue: null };
  const rows = await db
    .select({ visitId: visits.id, planned: visits.plannedStart, since: visits.waitingSince })
    .from(visits)
    .where(
      and(
        eq(visits.tenantId, visit.tenantId),
        eq(visits.hostKey, visit.hostKey),
        eq(visits.state, 'waiting'),
      ),
    );
  const waiting = rows.map((one) => ({
    visitId: one.visitId,
    planned: one.planned?.getTime() ?? null,
    since: one.since?.getTime() ?? now.getTime(),
  }));
  const ordered = orderQueue(waiting);
  const at = ordered.findIndex(({ visitId }) => visitId === visit.id);
  const mine = ordered[at];
  const passedBy = ordered.slice(0, Math.max(0, at)).some((one) => mine && isBefore(one, mine));
  const waited = (now.getTime() - visit.waitingSince.getTime()) / 60_000;
  return {
    wait: decideWait(await listWaits(db, visit, now), at, waited),
    queue: { place: at + 1, why: passedBy ? 'earlier-appointment' : null },
  };
}

/** Minutes from the last answer at check-in to admission, of today's visits of this clinician. */
async function listWaits(db: Db, visit: VisitRow, now: Date): Promise<number[]> {
  const lastAnswer = sql<Date>`(SELECT max(${visitStatements.saidAt}) FROM ${visitStatements}
    WHERE ${visitStatements.visitId} = ${visits.id} AND ${visitStatements.kind} = 'ready')`;
  const rows = await db
    .select({
      minutes: sql<number>`extract(epoch FROM (${visits.admittedAt} - ${lastAnswer}))::float8 / 60`,
    })
    .from(visits)
    .where(
      and(
        eq(visits.tenantId, visit.tenantId),
        eq(visits.hostKey, visit.hostKey ?? ''),
        isNotNull(visits.admittedAt),
        gt(visits.admittedAt, new Date(now.getTime() - DAY_MS)),
      ),
    );
  return rows.flatMap(({ minutes }) => (minutes === null || minutes < 0 ? [] : [minutes]));
}
