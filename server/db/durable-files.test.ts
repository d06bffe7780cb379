import { mkdir, mkdtemp, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { syncTree, walSync } from './durable-files.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'webside-sync-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('syncTree', () => {
  it('leaves a mark of when it began, and can be repeated', async () => {
    const tree = join(folder, 'pg');
    await mkdir(join(tree, 'base'), { recursive: true });
    await writeFile(join(tree, 'base', '1'), 'rows');
    const marker = join(folder, 'synced');
    const before = Date.now();
    await syncTree(tree, marker);
    const first = (await stat(marker)).mtimeMs;
    expect(first).toBeGreaterThanOrEqual(before - 1);
    await syncTree(tree, marker);
    expect((await stat(marker)).mtimeMs).toBeGreaterThanOrEqual(first);
  });

  it('fails when the folder is not there, rather than call nothing safe', async () => {
    await expect(syncTree(join(folder, 'nowhere'), join(folder, 'synced'))).rejects.toThrow();
    await expect(stat(join(folder, 'synced'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('walSync', () => {
  it('counts segments and nothing else', async () => {
    const wal = join(folder, 'pg_wal');
    await mkdir(wal);
    for (const name of [
      '000000010000000000000001',
      '00000001000000000000000A',
      'archive_status',
      '0001.history',
    ])
      await writeFile(join(wal, name), '');
    expect(await walSync(folder).segments()).toBe(2);
  });

  it('serves many at once, and fails for all when the log cannot be reached', async () => {
    const wal = join(folder, 'pg_wal');
    await mkdir(wal);
    const segment = join(wal, '000000010000000000000001');
    await writeFile(segment, 'log');
    const { sync } = walSync(folder);
    await Promise.all(Array.from({ length: 25 }, () => sync()));
    const old = new Date(Date.now() - 60_000);
    await utimes(segment, old, old);
    await expect(sync()).resolves.toBeUndefined();
    await rm(wal, { recursive: true });
    const all = await Promise.allSettled(Array.from({ length: 5 }, () => sync()));
    expect(all.map((one) => one.status)).toEqual(Array(5).fill('rejected'));
    await mkdir(wal);
    await expect(sync()).resolves.toBeUndefined();
  });
});
