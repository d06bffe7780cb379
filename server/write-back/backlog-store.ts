// What is not yet in the EHR, over many deliveries: lists and counts. Changes nothing.
import { and, asc, eq, inArray, notInArray, or, sql } from 'drizzle-orm';
import { DELIVERY_STATES, type DeliveryState, isDelivered, isUnderWay } from '#domain/write-back';
import type { Db } from '#server/db';
import { type DeliveryRow, deliveries } from './write-back-tables.ts';

const DELIVERED = DELIVERY_STATES.filter(isDelivered);
const UNDER_WAY = DELIVERY_STATES.filter(isUnderWay);

export interface BacklogPart {
  tenantId: string;
  /** Only what this person owns or was assigned. */
  personKey?: string;
  kinds?: readonly DeliveryRow['kind'][];
}

/** Not yet in the EHR, oldest first; how many there are in all, and how many were told before `lateBefore`. */
export async function listBacklog(
  db: Db,
  part: BacklogPart,
  { most, lateBefore }: { most: number; lateBefore: Date },
): Promise<{ rows: DeliveryRow[]; count: number; lateCount: number; oldestAt: Date | null }> {
  const isTheirs = and(
    eq(deliveries.tenantId, part.tenantId),
    notInArray(deliveries.state, DELIVERED),
    ...(part.personKey === undefined
      ? []
      : [or(eq(deliveries.ownerKey, part.personKey), eq(deliveries.assignedKey, part.personKey))]),
    ...(part.kinds ? [inArray(deliveries.kind, [...part.kinds])] : []),
  );
  const rows = await db.select().from(deliveries).where(isTheirs).orderBy(asc(deliveries.madeAt)).limit(most);
  const [all] = await db
    .select({
      count: sql<number>`count(*)::int`,
      lateCount: sql<number>`(count(*) FILTER (WHERE ${deliveries.madeAt} < ${lateBefore.toISOString()}::timestamptz))::int`,
    })
    .from(deliveries)
    .where(isTheirs);
  return { rows, count: all?.count ?? 0, lateCount: all?.lateCount ?? 0, oldestAt: rows[0]?.madeAt ?? null };
}

/** By state, and since when the oldest waits: for metrics, over all tenants. */
export async function countBacklog(
  db: Db,
): Promise<{ state: DeliveryState; count: number; oldestAt: Date }[]> {
  return db
    .select({
      state: deliveries.state,
      count: sql<number>`count(*)::int`,
      oldestAt: sql<Date>`min(${deliveries.madeAt})`.mapWith(deliveries.madeAt),
    })
    .from(deliveries)
    .where(notInArray(deliveries.state, DELIVERED))
    .groupBy(deliveries.state);
}

/** Everything that is not surely in the EHR, a piece at a time. */
export function listUnsure(tx: Db): Promise<DeliveryRow[]> {
  return tx
    .select()
    .from(deliveries)
    .where(notInArray(deliveries.state, [...DELIVERED, 'reconciling']))
    .for('update');
}

/** Does anything that the worker still has to do rest on this launch's grant? */
export async function isLaunchNeeded(db: Db, launchId: string): Promise<boolean> {
  const [row] = await db
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(and(eq(deliveries.launchId, launchId), inArray(deliveries.state, UNDER_WAY)))
    .limit(1);
  return row !== undefined;
}
