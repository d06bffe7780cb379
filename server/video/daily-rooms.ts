// The vendor's room of a visit: opened when somebody who may connect joins, let on while the visit runs, deleted when
// it is over. What is to be done is written down before the vendor is asked.
import { randomBytes } from 'node:crypto';
import { and, eq, isNull } from 'drizzle-orm';
import type { Database } from '#server/db';
import type { VisitKey } from '#server/realtime';
import type { DailyAnswer, DailyGateway, DailyRoom } from './daily-gateway.ts';
import { vendorRooms } from './video-tables.ts';

export interface RoomNeeds {
  database: Database;
  /** Null: this tenant has no account there. */
  dailyOf(tenantId: string): DailyGateway | null;
  isGoingOn(visit: VisitKey): Promise<boolean>;
  now: () => Date;
}

/** No room outlives the last look at its visit by more than this. */
const ROOM_MS = 30 * 60_000;
const MOVE_BEFORE_MS = 20 * 60_000;
/** How long a place given out lets somebody in: enough for a slow script, worthless afterwards. */
export const SEAT_MS = 10 * 60_000;
/** Their clock and ours. */
export const SKEW_MS = 60_000;

const openRoomOf = ({ tenantId, visitId }: VisitKey) =>
  and(eq(vendorRooms.tenantId, tenantId), eq(vendorRooms.visitId, visitId), isNull(vendorRooms.closedAt));

/** The name by which the visit's room is known there; meaningless, and the same for everybody in the visit. */
export async function nameRoom({ database, now }: RoomNeeds, visit: VisitKey): Promise<string> {
  const { db } = database;
  const name = `ws-${randomBytes(18).toString('base64url')}`;
  await db
    .insert(vendorRooms)
    .values({ name, ...visit, madeAt: now() })
    .onConflictDoNothing();
  const room = await findOpenRoom({ database }, visit);
  if (room === null) throw new Error('The room of a visit was closed while it was being opened.');
  return room;
}

/** Null: nobody was given a place in one, or it was seen to be gone. */
export async function findOpenRoom(
  { database }: Pick<RoomNeeds, 'database'>,
  visit: VisitKey,
): Promise<string | null> {
  const [room] = await database.db.select().from(vendorRooms).where(openRoomOf(visit));
  return room?.name ?? null;
}

/** There, and open for the next half hour: asked of the vendor each time, since rooms vanish there as well. */
export async function openRoom(
  needs: RoomNeeds,
  daily: DailyGateway,
  name: string,
): Promise<DailyAnswer<DailyRoom>> {
  const { db } = needs.database;
  const now = needs.now();
  const expires = new Date(now.getTime() + ROOM_MS);
  const [room] = await db.select().from(vendorRooms).where(eq(vendorRooms.name, name));
  const times = { notBefore: new Date(now.getTime() - SKEW_MS), expires };
  const isKnown = room?.expiresAt != null;
  let answer = isKnown ? await daily.moveRoom(name, expires) : await daily.createRoom(name, times);
  // Two came at once, or the answer to the first try was lost; or somebody deleted it there.
  if (answer.kind === 'exists') answer = await daily.moveRoom(name, expires);
  else if (answer.kind === 'gone') answer = await daily.createRoom(name, times);
  if (answer.kind === 'done')
    await db.update(vendorRooms).set({ expiresAt: expires }).where(eq(vendorRooms.name, name));
  return answer;
}

/** Deletes what is over and moves on the end of what runs. A vendor who is down is asked again the next time. */
export async function tendRooms(needs: RoomNeeds): Promise<void> {
  const { db } = needs.database;
  const rooms = await db.select().from(vendorRooms).where(isNull(vendorRooms.closedAt)).limit(500);
  for (const { name, tenantId, visitId, expiresAt } of rooms) {
    const daily = needs.dailyOf(tenantId);
    if (!daily) continue;
    const now = needs.now();
    if (!(await needs.isGoingOn({ tenantId, visitId }))) {
      const { kind } = await daily.deleteRoom(name);
      if (kind === 'done' || kind === 'gone')
        await db.update(vendorRooms).set({ closedAt: now }).where(eq(vendorRooms.name, name));
    } else if (expiresAt && expiresAt.getTime() - now.getTime() < MOVE_BEFORE_MS)
      await openRoom(needs, daily, name);
  }
}

/** Whose room this is; null: none of this tenant's. */
export async function findVisitOfRoom(
  { database }: Pick<RoomNeeds, 'database'>,
  tenantId: string,
  name: string,
): Promise<VisitKey | null> {
  const [room] = await database.db
    .select({ tenantId: vendorRooms.tenantId, visitId: vendorRooms.visitId })
    .from(vendorRooms)
    .where(and(eq(vendorRooms.name, name), eq(vendorRooms.tenantId, tenantId)));
  return room ?? null;
}
