// Puts the embedded database's files on the disk. PGlite never calls fsync: without this a power cut can
// take what was acknowledged. It knows the layout of a PostgreSQL data folder and no table.
import { open, readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const WAL_SEGMENT = /^[0-9A-F]{24}$/;

/** A file that is gone since it was listed needs no sync: the folder that lost it gets one. */
function unlessGone(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}

async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r').catch(unlessGone);
  if (!handle) return;
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** When it was last written, in milliseconds; null when it is gone. */
async function writtenAt(path: string): Promise<number | null> {
  return (await stat(path).catch(unlessGone))?.mtimeMs ?? null;
}

/** Clocks and file systems disagree by less than this about when a file was written. */
const SLACK_MS = 2_000;

/**
 * Everything below `folder` that changed since the last call, files before the directories that name
 * them. `marker` is a file whose time says when that was; without it everything is synced.
 */
export async function syncTree(folder: string, marker: string): Promise<void> {
  const began = new Date();
  const since = ((await writtenAt(marker)) ?? 0) - SLACK_MS;
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const changed = async (path: string) => ((await writtenAt(path)) ?? 0) >= since;
  const paths = (wanted: boolean) =>
    entries
      .filter((entry) => entry.isDirectory() === wanted)
      .map((entry) => join(entry.parentPath, entry.name));
  for (const path of [...paths(false), ...paths(true), folder]) if (await changed(path)) await syncPath(path);
  await writeFile(marker, '');
  await utimes(marker, began, began);
}

/** The write-ahead log written since the last call. */
export function walSync(dataFolder: string): { sync(): Promise<void>; segments(): Promise<number> } {
  const walFolder = join(dataFolder, 'pg_wal');
  const synced = new Map<string, number>();
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  async function syncNow(): Promise<void> {
    const files = (await readdir(walFolder)).filter((file) => WAL_SEGMENT.test(file));
    for (const file of files) {
      const path = join(walFolder, file);
      // Read before the fsync: a write that comes in between is then seen as new the next time.
      const changed = await writtenAt(path);
      if (changed === null) continue;
      if (synced.get(file) === changed && Date.now() - changed > SLACK_MS) continue;
      await syncPath(path);
      synced.set(file, changed);
    }
    for (const file of synced.keys()) if (!files.includes(file)) synced.delete(file);
    await syncPath(walFolder);
  }

  /** Callers that come while one runs share the next one: the running one may be too early for them. */
  function sync(): Promise<void> {
    if (!running) {
      running = syncNow().finally(() => {
        running = null;
      });
      return running;
    }
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = null;
        return sync();
      });
    return next;
  }

  return {
    sync,
    segments: async () => (await readdir(walFolder)).filter((file) => WAL_SEGMENT.test(file)).length,
  };
}
