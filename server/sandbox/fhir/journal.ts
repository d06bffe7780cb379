// The changes of a partition on disk: one JSON line per transaction, on the disk before it counts. A last
// line that was torn by a crash is dropped; it was never acknowledged. Must not know FHIR beyond the shape
// of a change.
import type { FileHandle } from 'node:fs/promises';
import { open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Change } from './layer.ts';

/** Older versions than these are dropped when the journal is rewritten at start. */
const KEPT_VERSIONS = 100;

/** An open journal. */
export interface Journal {
  /** Resolves when the changes are on the disk, all or none. */
  append(changes: readonly Change[]): Promise<void>;
  close(): Promise<void>;
}

/** Opens the journal of a folder, hands every stored change to `replay`, and rewrites it if it has grown. */
export async function openJournal(folder: string, replay: (change: Change) => void): Promise<Journal> {
  const path = join(folder, 'journal.ndjson');
  const { lines, goodBytes } = await readLines(path);
  const changes = lines.flatMap((line, number) => readLine(path, line, number));
  const kept = dropOldVersions(changes);
  for (const change of kept) {
    replay(change);
  }
  const isWorthRewriting = kept.length < changes.length || lines.length > 1000;
  if (isWorthRewriting) {
    await rewrite(path, kept);
  }
  const file = await open(path, 'a+', 0o600);
  let size = isWorthRewriting ? (await file.stat()).size : goodBytes;
  await file.truncate(size);
  let isBroken = false;
  return {
    async append(added) {
      if (isBroken) {
        throw new Error('The journal is not writable since an earlier failure');
      }
      const line = Buffer.from(`${JSON.stringify(added)}\n`);
      try {
        await file.appendFile(line);
        await file.datasync();
        size += line.length;
      } catch (error) {
        isBroken = !(await cutBack(file, size));
        throw error;
      }
    },
    close: () => file.close(),
  };
}

/** Takes a half-written line away again, so that the next one does not follow it. */
async function cutBack(file: FileHandle, size: number): Promise<boolean> {
  try {
    await file.truncate(size);
    return true;
  } catch {
    return false;
  }
}

function readLine(path: string, line: string, number: number): Change[] {
  try {
    return JSON.parse(line) as Change[];
  } catch {
    throw new Error(`The journal of the sandbox is damaged at line ${number + 1}: ${path}`);
  }
}

async function readLines(path: string): Promise<{ lines: string[]; goodBytes: number }> {
  let content: Buffer;
  try {
    content = await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return { lines: [], goodBytes: 0 };
    }
    throw error;
  }
  const goodBytes = content.lastIndexOf(0x0a) + 1;
  const lines = content.subarray(0, goodBytes).toString('utf8').split('\n').filter(Boolean);
  return { lines, goodBytes };
}

function dropOldVersions(changes: readonly Change[]): Change[] {
  const later = new Map<string, number>();
  const kept: Change[] = [];
  for (const change of changes.toReversed()) {
    const key = `${change.type}/${change.id}`;
    const seen = later.get(key) ?? 0;
    later.set(key, seen + 1);
    if (seen < KEPT_VERSIONS) {
      kept.push(change);
    }
  }
  return kept.reverse();
}

async function rewrite(path: string, changes: readonly Change[]): Promise<void> {
  const fresh = `${path}.new`;
  const file = await open(fresh, 'w', 0o600);
  for (let from = 0; from < changes.length; from += 500) {
    await file.appendFile(`${JSON.stringify(changes.slice(from, from + 500))}\n`);
  }
  await file.sync();
  await file.close();
  await rename(fresh, path);
  const folder = await open(dirname(path), 'r');
  await folder.sync();
  await folder.close();
}
