// One set-up at a time per work tree: two starts at once must not install over each other.
import { createHash } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Runs `work` while no other set-up of this tree does; waits for the other one, and takes over from a dead one. */
export async function alone(root, say, work) {
  const place = createHash('sha256').update(root).digest('hex').slice(0, 16);
  const file = path.join(os.tmpdir(), `webside-setup-${process.getuid?.() ?? 0}-${place}.lock`);
  let told = false;
  while (!take(file)) {
    if (!told) say('Another set-up of this folder is running; waiting for it.');
    told = true;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  try {
    return work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  const holder = holderOf(file);
  if (holder !== undefined && !isAlive(holder)) removeOf(file, holder);
  return false;
}

/** Process id in the lock file; undefined while it is being written or already gone. */
function holderOf(file) {
  try {
    const id = Number(readFileSync(file, 'utf8'));
    return Number.isInteger(id) && id > 0 ? id : undefined;
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function isAlive(id) {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Moves the lock aside before deleting it: another waiter may have replaced it meanwhile. */
function removeOf(file, dead) {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
    if (holderOf(aside) !== dead) linkSync(aside, file);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}
