// Who a session's person is to their EHR, for areas that write in their name; and whether they left by themselves.
import type { Database } from '#server/db';
import { AppError } from '#server/errors';
import { findLaunch, findSubject, openFacts, type Subject } from './launch-store.ts';

export interface Known {
  /** As the EHR names them; null: it did not. */
  name: string | null;
  /** Null: no launch of theirs came with an id_token. */
  subject: Subject | null;
  /** When the session's launch began; ISO instant. */
  launchStartedAt: string;
}

/** Not inside a transaction. */
export async function whoIs(
  database: Database,
  { launchId, personKey }: { launchId: string; personKey: string },
): Promise<Known> {
  const launch = await findLaunch(database, launchId);
  if (!launch) throw new AppError('gone', 'session.ended', 'This session has ended.');
  const { personName, subject } = await openFacts(database, launch);
  return {
    name: personName,
    subject: subject ?? (await findSubject(database, personKey)),
    launchStartedAt: launch.startedAt.toISOString(),
  };
}

/** Ended by its person, here or everywhere; a launch that ran out or was pushed out by a limit is none. */
export async function hasLoggedOut(database: Database, launchId: string): Promise<boolean> {
  const reason = (await findLaunch(database, launchId))?.endReason;
  return reason === 'logged-out' || reason === 'logged-out-everywhere';
}
