// Whether a session that was let in some time ago still is: for connections that outlive their first request.
import { isLocked, isOver, listDeadlines } from '#domain/launch';
import type { Database } from '#server/db';
import type { Session } from '#server/http';
import { findKey } from './key-store.ts';
import { findLaunch } from './launch-store.ts';
import { timesOf } from './session-door.ts';

/** `nextChange`: when time alone will lock or end it (ms since the epoch), if nobody does anything. */
export type SessionState = { state: 'open'; nextChange: number } | { state: 'locked' | 'ended' };

export async function findSessionState(
  needs: { database: Database; now: () => Date },
  session: Pick<Session, 'keyId' | 'launchId'>,
): Promise<SessionState> {
  const now = needs.now().getTime();
  const key = await findKey(needs.database.db, session.keyId);
  if (!key || key.launchId !== session.launchId || key.endedAt) return { state: 'ended' };
  const launch = await findLaunch(needs.database, session.launchId);
  const times = timesOf(key);
  if (!launch || launch.endedAt || isOver(times, now)) return { state: 'ended' };
  if (isLocked(times, now)) return { state: 'locked' };
  const { lockAt, endsAt } = listDeadlines(times);
  return { state: 'open', nextChange: Math.min(lockAt, endsAt) };
}
