// Holds a data folder for one process: a lock file that names the process and is checked against the living.
// Must not know what is kept in the folder.
import { link, mkdir, open, readFile, rename, unlink } from 'node:fs/promises';
import { resolve } from 'node:path';

/** A held folder; `release` may be called once. */
export interface FolderLock {
  release(): Promise<void>;
}

interface Holder {
  pid: number;
  /** When the process began, in the kernel's own count; tells a reused process number apart. */
  began: string;
}

const heldHere = new Set<string>();

/** Locks the folder (made if absent). Throws where a living process holds it, this one included. */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const path = resolve(folder, 'partition.lock');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (heldHere.has(path)) {
    throw new Error(`The sandbox folder is already open in this process: ${path}`);
  }
  heldHere.add(path);
  try {
    await writeLock(path, true);
  } catch (error) {
    heldHere.delete(path);
    throw error;
  }
  return {
    async release() {
      await unlink(path);
      heldHere.delete(path);
    },
  };
}

async function writeLock(path: string, mayRetry: boolean): Promise<void> {
  const own: Holder = { pid: process.pid, began: (await beginningOf(process.pid)) ?? '' };
  try {
    const file = await open(path, 'wx', 0o600);
    await file.writeFile(JSON.stringify(own));
    await file.sync();
    await file.close();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !mayRetry) {
      throw error;
    }
    const holder = await readHolder(path);
    if (holder && (await lives(holder, own))) {
      throw new Error(
        `The sandbox folder is held by process ${holder.pid}: stop it, or set another folder (${path})`,
      );
    }
    await takeAway(path, holder);
    await writeLock(path, false);
  }
}

/** Moves a dead process's lock aside. Somebody else may have been quicker: then what was moved is put back. */
async function takeAway(path: string, dead: Holder | undefined): Promise<void> {
  const aside = `${path}.${process.pid}`;
  await rename(path, aside);
  const moved = await readHolder(aside);
  if (moved?.pid !== dead?.pid || moved?.began !== dead?.began) {
    await link(aside, path);
    await unlink(aside);
    throw new Error(`The sandbox folder was taken by another process just now (${path})`);
  }
  await unlink(aside);
}

/** Undefined for a lock that was torn while being written: its process died before it held anything. */
async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    const holder = JSON.parse(await readFile(path, 'utf8')) as Partial<Holder>;
    return typeof holder.pid === 'number' ? { pid: holder.pid, began: holder.began ?? '' } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}

async function lives(holder: Holder, own: Holder): Promise<boolean> {
  if (holder.pid === own.pid) {
    return false;
  }
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const began = await beginningOf(holder.pid);
  return began === undefined || holder.began === '' || began === holder.began;
}

/** Start time from /proc; undefined where there is no /proc, then the number alone decides. */
async function beginningOf(pid: number): Promise<string | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
