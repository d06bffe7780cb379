// Which way a visit's call goes, and a seat in the vendor's room. The rule stands with the visit: a seat is for whoever
// may exchange media at this moment, and for nobody else.
import { and, eq } from 'drizzle-orm';
import type { CallProvider, CallSeat, CallView } from '#domain/video';
import type { Database } from '#server/db';
import { AppError } from '#server/errors';
import type { Session } from '#server/http';
import type { Journal, Member, VisitKey } from '#server/realtime';
import { nameRoom, openRoom, type RoomNeeds, SEAT_MS, SKEW_MS } from './daily-rooms.ts';
import { listUnconfirmed } from './ejections.ts';
import { callWays } from './video-tables.ts';

/** The visit's word on somebody: a member, and whether they have been let in. */
export type FindSeatedMember = (
  session: Session,
  visitId: string,
) => Promise<(Member & { isAdmitted: boolean }) | null>;

export interface CallNeeds extends RoomNeeds {
  database: Database;
  journal: Journal;
  findMember: FindSeatedMember;
  /** What the tenant's file says. */
  providerOf(tenantId: string): CallProvider;
}

export async function demandMember(
  { findMember }: Pick<CallNeeds, 'findMember'>,
  session: Session,
  visitId: string,
): Promise<Member & { isAdmitted: boolean }> {
  const member = await findMember(session, visitId);
  if (member) return member;
  throw new AppError('not-found', 'visit.not-found', 'There is no such visit for you to join.');
}

export async function viewCall(needs: CallNeeds, session: Session, visitId: string): Promise<CallView> {
  await demandMember(needs, session, visitId);
  return viewWay(needs, { tenantId: session.tenantId, visitId });
}

async function viewWay(needs: CallNeeds, visit: VisitKey): Promise<CallView> {
  const own = needs.providerOf(visit.tenantId);
  const [chosen] = await needs.database.db
    .select()
    .from(callWays)
    .where(and(eq(callWays.tenantId, visit.tenantId), eq(callWays.visitId, visit.visitId)));
  const provider = chosen?.provider ?? own;
  if (own === 'peer') return { provider: 'peer', otherWay: null, stillThere: [] };
  if (provider === 'peer') return { provider, otherWay: 'daily', stillThere: [] };
  return { provider, otherWay: 'peer', stillThere: await listUnconfirmed(needs, visit) };
}

/** Everybody goes there: two ways at once would be two rooms. */
export async function chooseWay(
  needs: CallNeeds,
  session: Session,
  { visitId, provider }: { visitId: string; provider: CallProvider },
): Promise<CallView> {
  await demandSeated(needs, session, visitId);
  const visit = { tenantId: session.tenantId, visitId };
  const before = await viewWay(needs, visit);
  if (before.provider === provider) return before;
  if (before.otherWay !== provider)
    throw new AppError('conflict', 'call.no-such-way', 'This site has no other way for the call.');
  await needs.database.transaction(async (tx) => {
    const chosenAt = needs.now();
    await tx
      .insert(callWays)
      .values({ ...visit, provider, chosenAt })
      .onConflictDoUpdate({
        target: [callWays.tenantId, callWays.visitId],
        set: { provider, chosenAt },
      });
    await needs.journal.append(tx, {
      ...{ ...visit, kind: 'visit.changed' },
      body: { kind: 'visit.changed', part: 'call' },
    });
  });
  return viewWay(needs, visit);
}

/** In the vendor's room, for minutes. Throws `call.vendor-failed` (503) when the vendor gives none. */
export async function takeSeat(needs: CallNeeds, session: Session, visitId: string): Promise<CallSeat> {
  const { participantId } = await demandSeated(needs, session, visitId);
  const visit = { tenantId: session.tenantId, visitId };
  const daily = needs.dailyOf(session.tenantId);
  const { provider } = await viewWay(needs, visit);
  if (!daily || provider !== 'daily')
    throw new AppError('conflict', 'call.other-way', 'This call goes another way.');
  const now = needs.now().getTime();
  const expires = new Date(now + SEAT_MS);
  const name = await nameRoom(needs, visit);
  const [room, token] = await Promise.all([
    openRoom(needs, daily, name),
    daily.mintToken({
      ...{ room: name, notBefore: new Date(now - SKEW_MS), expires, userId: participantId },
      isOwner: session.role === 'clinician',
      userName: session.role ?? 'guest',
    }),
  ]);
  if (room.kind !== 'done' || token.kind !== 'done')
    throw new AppError(
      'unavailable',
      'call.vendor-failed',
      'The video service gives no place at the moment. The call can go another way.',
    );
  // Removed while the vendor was asked: what it gave out goes to nobody.
  await demandSeated(needs, session, visitId);
  return { url: room.value.url, token: token.value, expiresAt: expires.toISOString() };
}

/** Admitted, in a visit that is going on: whoever may exchange media by the visit's word. */
async function demandSeated(needs: CallNeeds, session: Session, visitId: string): Promise<Member> {
  const member = await demandMember(needs, session, visitId);
  if (member.isAdmitted) return member;
  throw new AppError('forbidden', 'call.not-admitted', 'You have not been let in yet.');
}
