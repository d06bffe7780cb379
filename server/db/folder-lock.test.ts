// Two processes on one embedded database lose rows: here are the ways in which the second must be refused,
// and the ways in which what a dead one left must not stand in the way.
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeFolder } from './folder-lock.ts';

const now = () => new Date('2026-11-22T12:00:00Z');
const inUse = { code: 'db.folder-in-use' };
let folder: string;
let children: ChildProcess[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'webside-lock-'));
  children = [];
});
afterEach(async () => {
  for (const child of children) await killed(child);
  await rm(folder, { recursive: true });
});

/** Another process that holds the folder. */
async function holderProcess(): Promise<ChildProcess> {
  const module = JSON.stringify(new URL('./folder-lock.ts', import.meta.url).href);
  const code = `const { takeFolder } = await import(${module});
    await takeFolder(${JSON.stringify(folder)}, () => new Date()); process.stdout.write('held'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  await new Promise((done) => child.stdout?.once('data', done));
  return child;
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGKILL');
  await gone;
}

const notePath = () => join(folder, 'holder.json');
const readNote = async () => JSON.parse(await readFile(notePath(), 'utf8'));
/** A note about another process that lives: the one that runs these tests' runner. */
async function noteOf(pid: number, change: object = {}): Promise<void> {
  const lock = await takeFolder(folder, now);
  const mine = await readNote();
  lock.release();
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const startedAt = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  await writeFile(notePath(), JSON.stringify({ ...mine, pid, startedAt, ...change }));
}

describe('takeFolder', () => {
  it('refuses a second process and names the first', async () => {
    const child = await holderProcess();
    await expect(takeFolder(folder, now)).rejects.toMatchObject({
      ...inUse,
      message: expect.stringContaining(`process ${child.pid} `),
    });
  });

  it('takes over from a process that was killed', async () => {
    await killed(await holderProcess());
    expect((await readNote()).pid).not.toBe(process.pid);
    const lock = await takeFolder(folder, now);
    expect((await readNote()).pid).toBe(process.pid);
    lock.release();
  });

  it('refuses the same process a second time, and is free after release', async () => {
    const lock = await takeFolder(folder, now);
    await expect(takeFolder(folder, now)).rejects.toMatchObject(inUse);
    lock.release();
    lock.release();
    (await takeFolder(folder, now)).release();
  });

  it('of twelve starts at the same moment lets one in', async () => {
    const starts = await Promise.allSettled(Array.from({ length: 12 }, () => takeFolder(folder, now)));
    const locks = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
    expect(locks).toHaveLength(1);
    for (const lock of locks) lock.release();
  });

  it('refuses by the note alone where the file system ignores locks', async () => {
    await noteOf(process.ppid);
    await expect(takeFolder(folder, now)).rejects.toMatchObject(inUse);
  });

  it.each([
    ['the pid is now another process', { startedAt: '1' }],
    ['the machine was started anew', { bootId: '00000000-0000-0000-0000-000000000000' }],
    ['nobody has the pid', { pid: 2 ** 22 + 1 }],
    ['it comes from another machine, which the lock itself would know', { host: 'elsewhere' }],
  ])('takes over when %s', async (_, change) => {
    await noteOf(process.ppid, change);
    (await takeFolder(folder, now)).release();
  });

  it.each(['', '{"pid":1', 'null', '{"pid":"1"}'])(
    'takes over from a note that says nothing: %j',
    async (note) => {
      await writeFile(notePath(), note);
      (await takeFolder(folder, now)).release();
    },
  );
});
