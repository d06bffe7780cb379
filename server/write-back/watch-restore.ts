// Notices a database that was brought back from a backup: what it says of the EHR may be old, so everything that is
// not surely delivered is looked for in the EHR before anything is sent.
import type { Database, Db } from '#server/db';
import { listUnsure } from './backlog-store.ts';
import { DELIVERY_CHANNEL, takeDelivery } from './delivery-store.ts';
import { newEpoch, readEpochFile, writeEpochFile } from './epoch-file.ts';
import { moveWithin } from './move-delivery.ts';
import { findEpoch, insertRestore, isUsed, saveEpoch } from './restore-store.ts';

export interface RestoreNeeds {
  database: Database;
  dataFolder: string;
  now: () => Date;
}

/**
 * Compares this host's epoch with the file's last two, and renews both; the file first, so that a crash in between
 * leaves the database's among the two. True: the database is a restored one, and everything was put back to be
 * looked for. Nothing may be sent before the first call has answered.
 */
export function renewEpoch(needs: RestoreNeeds): Promise<boolean> {
  const { database, dataFolder, now } = needs;
  return database.transaction(async (tx) => {
    const host = (await readEpochFile(dataFolder))?.host ?? newEpoch();
    const known = await findEpoch(tx, host);
    // Read again under the lock: another instance of this host may have renewed both while this one waited.
    const file = await readEpochFile(dataFolder);
    const isRestored = file ? known === null || !file.epochs.includes(known) : await isUsed(tx);
    const epoch = newEpoch();
    // Of a restored database nothing is remembered until its look is committed: a crash must notice it again.
    const last = isRestored ? undefined : (known ?? file?.epochs[0]);
    await writeEpochFile(dataFolder, { host, epochs: last ? [epoch, last] : [epoch] });
    await saveEpoch(tx, host, epoch, now());
    if (isRestored) await lookForAll(needs, tx);
    return isRestored;
  });
}

/** By an operator's word (`npm run admin -- restored`): as if it had been noticed. How many are looked for. */
export function markRestored(needs: Pick<RestoreNeeds, 'database' | 'now'>): Promise<number> {
  return needs.database.transaction((tx) => lookForAll(needs, tx));
}

/** What was on its way in this very moment is looked for when any EHR has had time to show it. */
const SETTLE_SECONDS = 120;

async function lookForAll(needs: Pick<RestoreNeeds, 'database' | 'now'>, tx: Db): Promise<number> {
  await insertRestore(tx, needs.now());
  const unsure = await listUnsure(tx);
  for (const row of unsure) {
    // Whoever works on it now writes nothing any more.
    const taken = await takeDelivery(tx, row);
    const isOnItsWay = row.state === 'sending' || row.state === 'unknown';
    if (taken)
      await moveWithin(
        needs,
        tx,
        taken,
        { event: 'restore' },
        { settlesIn: isOnItsWay ? SETTLE_SECONDS : 0 },
      );
  }
  await needs.database.notify(DELIVERY_CHANNEL, '', tx);
  return unsure.length;
}
