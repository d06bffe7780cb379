// Makes sure that one process alone uses an embedded database: two of them silently lose acknowledged
// rows. Two checks, both must agree: a lock the kernel holds for the living process (released by its
// death, so nothing stale can block a start), and a note of the holder's pid and start time, which also
// counts where a file system ignores locks.
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { AppError } from '#server/errors';

/** Who holds the folder. `startedAt`: the kernel's start tick of the process, absent where there is no /proc. */
const Holder = z.object({
  pid: z.number().int(),
  startedAt: z.string().nullable(),
  bootId: z.string().nullable(),
  host: z.string(),
  since: z.string(),
});
type Holder = z.infer<typeof Holder>;

export interface FolderLock {
  release(): void;
}

/** Field 22 of /proc/<pid>/stat; the name in field 2 may hold spaces and brackets. */
function startOf(pid: number): string | null {
  const path = `/proc/${pid}/stat`;
  if (!existsSync(path)) return null;
  const stat = readFileSync(path, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

function bootId(): string | null {
  const path = '/proc/sys/kernel/random/boot_id';
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : null;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Does this note speak of another process that still runs on this machine? */
export function holderLives(holder: Holder): boolean {
  if (holder.pid === process.pid || holder.host !== hostname()) return false;
  if (holder.bootId !== null && holder.bootId !== bootId()) return false;
  if (!isAlive(holder.pid)) return false;
  return holder.startedAt === null || holder.startedAt === startOf(holder.pid);
}

async function readHolder(path: string): Promise<Holder | null> {
  if (!existsSync(path)) return null;
  try {
    return Holder.safeParse(JSON.parse(await readFile(path, 'utf8'))).data ?? null;
  } catch {
    return null; // A half-written note of a killed start says nothing.
  }
}

function refusal(folder: string, holder: Holder | null): AppError {
  const who = holder
    ? `process ${holder.pid} on ${holder.host} uses it since ${holder.since}`
    : 'another process uses it';
  return new AppError(
    'internal',
    'db.folder-in-use',
    `The embedded database in ${folder} is in use: ${who}. Two processes on one embedded database lose rows, so this start is refused. Stop the other one, or set DATABASE_URL to run several instances.`,
  );
}

/** Takes the folder for this process or throws `db.folder-in-use` with the holder named. */
export async function takeFolder(folder: string, now: () => Date): Promise<FolderLock> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const notePath = join(folder, 'holder.json');
  const lock = new DatabaseSync(join(folder, 'folder.lock'), { timeout: 0 });
  try {
    // node:sqlite is here for its file lock alone; nothing is ever written to this file.
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if ((error as { errcode?: number }).errcode !== 5) throw error;
    throw refusal(folder, await readHolder(notePath));
  }
  const before = await readHolder(notePath);
  if (before && holderLives(before)) {
    lock.close();
    throw refusal(folder, before);
  }
  await writeNote(notePath, {
    pid: process.pid,
    startedAt: startOf(process.pid),
    bootId: bootId(),
    host: hostname(),
    since: now().toISOString(),
  });
  return {
    release() {
      if (!lock.isOpen) return;
      rmSync(notePath, { force: true });
      lock.close();
    },
  };
}

async function writeNote(path: string, holder: Holder): Promise<void> {
  const fresh = `${path}.${randomUUID()}`;
  await writeFile(fresh, JSON.stringify(holder));
  await rename(fresh, path);
}
