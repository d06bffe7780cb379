// A file with a secret that is made once, for the owner's eyes only. Two processes that make it at the
// same moment end with the same secret.
import { randomUUID } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Content of the file; made by `make` if it is not there yet. Mode 0600 in a folder 0700, on the disk. */
export async function readOrMakeSecret(path: string, make: () => string): Promise<string> {
  const found = await readIfThere(path);
  if (found !== null) return found;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const beside = `${path}.${randomUUID()}`;
  const file = await open(beside, 'wx', 0o600);
  try {
    await file.writeFile(make());
    await file.sync();
    // A link appears whole or not at all, and never replaces: the first one counts.
    await link(beside, path).catch(unlessThere);
  } finally {
    await file.close();
    await rm(beside, { force: true });
  }
  return readFile(path, 'utf8');
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    // Whoever widened the rights since, they are narrowed again.
    await chmod(path, 0o600);
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
