// SQL of epochs and restores. No decisions.
import { randomUUID } from 'node:crypto';
import { desc, eq } from 'drizzle-orm';
import type { Db } from '#server/db';
import { findUntold } from '#server/jobs';
import { deliveries, hostEpochs, restores } from './write-back-tables.ts';

export async function findLastRestore(db: Db): Promise<Date | null> {
  const [row] = await db.select({ at: restores.at }).from(restores).orderBy(desc(restores.at)).limit(1);
  return row?.at ?? null;
}

export async function insertRestore(tx: Db, at: Date): Promise<void> {
  await tx.insert(restores).values({ id: randomUUID(), at });
}

/** Held until the transaction ends, so that two instances of one host renew one after the other. */
export async function findEpoch(tx: Db, host: string): Promise<string | null> {
  const [row] = await tx.select().from(hostEpochs).where(eq(hostEpochs.host, host)).for('update');
  return row?.epoch ?? null;
}

export async function saveEpoch(tx: Db, host: string, epoch: string, at: Date): Promise<void> {
  await tx
    .insert(hostEpochs)
    .values({ host, epoch, renewedAt: at })
    .onConflictDoUpdate({ target: hostEpochs.host, set: { epoch, renewedAt: at } });
}

/** Is there anything that an older database could tell or deliver a second time? */
export async function isUsed(tx: Db): Promise<boolean> {
  const [delivery] = await tx.select({ id: deliveries.id }).from(deliveries).limit(1);
  return delivery !== undefined || (await findUntold(tx)).count > 0;
}
