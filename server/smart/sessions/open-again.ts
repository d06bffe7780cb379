// A session without an EHR behind it cannot be identified again by one: whoever vouches for the person is another
// area, and this only opens the key. The id is a new one, as after every identity check (V7.2.4).
import type { Database } from '#server/db';
import { AppError } from '#server/errors';
import type { Session, SessionDoor, SetCookie } from '#server/http';
import { hashSecret, newSecret } from '#server/smart/secrets';
import { SESSION_CHANNEL } from './end-session.ts';
import { findKey, replaceId } from './key-store.ts';
import { listOpenLaunchesOf } from './launch-store.ts';
import { keySessionCookie } from './session-door.ts';

interface Needs {
  database: Database;
  now: () => Date;
}

/** Of a session for one visit alone; throws `session.ended` (410) when it is over. */
export async function openAgain(needs: Needs, session: Session): Promise<{ cookies: SetCookie[] }> {
  const { database } = needs;
  const now = needs.now();
  const key = await findKey(database.db, session.keyId);
  const secret = newSecret();
  const change = { secretHash: hashSecret(secret), now, opens: true };
  if (!key || session.visit?.only !== true || !(await replaceId(database.db, key.id, change)))
    throw new AppError('gone', 'session.ended', 'This session has ended.');
  await database.notify(SESSION_CHANNEL, key.launchId);
  return { cookies: [keySessionCookie(key, secret, now)] };
}

/** The launch of this person that this browser holds a living key to; null: none. */
export async function findHeld(
  { database, sessions }: { database: Database; sessions: SessionDoor },
  personKey: string,
  cookieHeader: string | undefined,
): Promise<{ launchId: string; cookies: SetCookie[] } | null> {
  for (const launchId of await listOpenLaunchesOf(database, personKey)) {
    const found = await sessions.find(launchId, cookieHeader);
    if (typeof found !== 'string') return { launchId, cookies: found.cookies };
  }
  return null;
}
