import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keyFaults, readKeyRing } from './key-file.ts';
import { newKeySet } from './key-ring.ts';

const good = () => randomBytes(32).toString('base64');
const text = (keys: Record<string, string>, current = 'a') => JSON.stringify({ current, keys });

describe('keyFaults', () => {
  it('finds nothing in a set that can be used', () => {
    expect(keyFaults(JSON.stringify(newKeySet('key')))).toEqual([]);
    expect(keyFaults(text({ a: good(), b: good() }, 'b'))).toEqual([]);
    expect(keyFaults(text({ a: good().replace(/=+$/, '') }))).toEqual([]);
  });

  const twice = good();
  it.each([
    ['no JSON', 'my secret', 'is not { "current"'],
    ['no keys', '{"current":"a"}', 'is not { "current"'],
    ['a surplus member', JSON.stringify({ current: 'a', keys: { a: good() }, x: 1 }), 'is not { "current"'],
    ['a current key that is not held', text({ b: good() }), 'names "a" as current'],
    ['a short key', text({ a: randomBytes(31).toString('base64') }), 'has 31 bytes'],
    ['a long key', text({ a: randomBytes(33).toString('base64') }), 'has 33 bytes'],
    ['an empty key', text({ a: '' }), 'has 0 bytes'],
    ['a key that is not base64', text({ a: 'change me please, change me pls!' }), 'is not base64'],
    ['a default key', text({ a: Buffer.alloc(32).toString('base64') }), 'is a default'],
    ['a repeated key', text({ a: Buffer.from('changeme'.repeat(4)).toString('base64') }), 'is a default'],
    ['a key id with other characters', text({ 'a b': good() }, 'a b'), 'key id'],
    ['the same key under two ids', text({ a: twice, b: twice }), 'under two ids'],
  ])('names %s', (_, given, words) => {
    expect(keyFaults(given).join(' ')).toContain(words);
  });

  it('names all faults at once and repeats no key', () => {
    const short = randomBytes(5).toString('base64');
    const faults = keyFaults(text({ b: short, c: 'not base64 !' }));
    expect(faults).toHaveLength(3);
    expect(faults.join(' ')).not.toContain(short);
  });
});

describe('readKeyRing', () => {
  let dataFolder: string;
  beforeEach(async () => {
    dataFolder = await mkdtemp(join(tmpdir(), 'webside-keys-'));
  });
  afterEach(() => rm(dataFolder, { recursive: true }));
  const file = () => join(dataFolder, 'keys', 'kek.json');

  it('makes keys once for the embedded default, for the owner alone', async () => {
    const ring = await readKeyRing({ keysText: null, dataFolder });
    expect((await readKeyRing({ keysText: null, dataFolder })).currentId).toBe(ring.currentId);
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    expect((await stat(join(dataFolder, 'keys'))).mode & 0o777).toBe(0o700);
  });

  it('eight at the same moment end with the same keys', async () => {
    const rings = await Promise.all(
      Array.from({ length: 8 }, () => readKeyRing({ keysText: null, dataFolder })),
    );
    expect(new Set(rings.map((ring) => ring.currentId)).size).toBe(1);
  });

  it('narrows rights that were widened', async () => {
    await readKeyRing({ keysText: null, dataFolder });
    const kept = await readFile(file(), 'utf8');
    await rm(file());
    await writeFile(file(), kept, { mode: 0o644 });
    await readKeyRing({ keysText: null, dataFolder });
    expect((await stat(file())).mode & 0o777).toBe(0o600);
  });

  it('refuses a database whose keys are gone, and makes no new ones', async () => {
    await mkdir(join(dataFolder, 'app', 'pg'), { recursive: true });
    await writeFile(join(dataFolder, 'app', 'pg', 'PG_VERSION'), '18');
    await expect(readKeyRing({ keysText: null, dataFolder })).rejects.toMatchObject({ code: 'keys.missing' });
    await expect(stat(file())).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('refuses a text that cannot be used, with the cause', async () => {
    await expect(readKeyRing({ keysText: '{}', dataFolder })).rejects.toMatchObject({
      code: 'keys.unusable',
    });
  });
});
