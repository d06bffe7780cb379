// Ends launches: at once here, within seconds everywhere, and gives the grant back to the EHR.
import { LIFETIME } from '#domain/launch';
import type { Database } from '#server/db';
import { updateLetGo } from '#server/smart/grants';
import { listOpenKeys, updateKeysEnded } from './key-store.ts';
import { listLaunchesBefore, listOpenLaunchesOf, updateLaunchEnded } from './launch-store.ts';

/** Payload: the id of a launch of which something changed; empty: look for yourself. */
export const SESSION_CHANNEL = 'smart_session';

export interface EndNeeds {
  database: Database;
  now: () => Date;
}

export async function endLaunch(needs: EndNeeds, launchId: string, reason: string): Promise<void> {
  const now = needs.now();
  await needs.database.transaction(async (tx) => {
    const keys = await listOpenKeys(tx, { launchId });
    await updateKeysEnded(
      tx,
      keys.map((key) => key.id),
      now,
      reason,
    );
    if (await updateLaunchEnded(tx, launchId, now, reason)) await updateLetGo(tx, launchId, now);
    await needs.database.notify(SESSION_CHANNEL, launchId, tx);
  });
}

/** One browser's key, before it was ever shown; the launch goes on. */
export async function endKey(needs: EndNeeds, keyId: string, reason: string): Promise<void> {
  await updateKeysEnded(needs.database.db, [keyId], needs.now(), reason);
}

/** All launches of a person in one tenant, on every browser. */
export async function endEverywhere(needs: EndNeeds, personKey: string, reason: string): Promise<string[]> {
  const launchIds = await listOpenLaunchesOf(needs.database, personKey);
  for (const launchId of launchIds) await endLaunch(needs, launchId, reason);
  return launchIds;
}

/** After a limit took keys: a launch without any key left is over. */
export async function endKeyless(needs: EndNeeds, launchIds: readonly string[]): Promise<void> {
  for (const launchId of launchIds) {
    const left = await listOpenKeys(needs.database.db, { launchId });
    if (left.length === 0) await endLaunch(needs, launchId, 'limit');
    else await needs.database.notify(SESSION_CHANNEL, launchId);
  }
}

/** Sessions beyond their absolute limit end even if no browser ever comes back. */
export async function endOverdue(needs: EndNeeds): Promise<void> {
  const before = new Date(needs.now().getTime() - LIFETIME.absolute);
  for (const launchId of await listLaunchesBefore(needs.database, before))
    await endLaunch(needs, launchId, 'absolute-limit');
}
