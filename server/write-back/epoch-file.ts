// The file beside the database that remembers this host's last two epochs. It is left out of backups on purpose: what
// comes back with the database would prove nothing.
import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const Content = z.object({ host: z.string().min(1), epochs: z.array(z.string().min(1)).min(1).max(2) });
export type EpochFile = z.infer<typeof Content>;

export const newEpoch = (): string => randomUUID();

const fileIn = (dataFolder: string) => join(dataFolder, 'write-back-epoch.json');

/** Null: there is none, or it cannot be read: then nothing is known of the database's past either. */
export async function readEpochFile(dataFolder: string): Promise<EpochFile | null> {
  try {
    return Content.parse(JSON.parse(await readFile(fileIn(dataFolder), 'utf8')));
  } catch {
    return null;
  }
}

/** Whole or not at all, and on the disk. */
export async function writeEpochFile(dataFolder: string, content: EpochFile): Promise<void> {
  await mkdir(dataFolder, { recursive: true });
  const beside = `${fileIn(dataFolder)}.${randomUUID()}`;
  const handle = await open(beside, 'wx', 0o600);
  try {
    await handle.writeFile(JSON.stringify(content));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(beside, fileIn(dataFolder));
}
