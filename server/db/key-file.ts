// Reads key-encryption keys from the text of WEBSIDE_KEYS, or makes them for the embedded default.
// Says in words what is wrong with a key set; never repeats a key.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '#server/errors';
import { type KeyRing, type KeySet, keyRingOf, newKeySet } from './key-ring.ts';
import { readOrMakeSecret } from './secret-file.ts';

const KEY_ID = /^[A-Za-z0-9_-]{1,40}$/;
const Shape = z.strictObject({ current: z.string(), keys: z.record(z.string(), z.string()) });

/** Faults of a key set's text, in words; empty when it can be used. */
export function keyFaults(text: string): string[] {
  const set = shapeOf(text);
  if (!set) return ['WEBSIDE_KEYS is not { "current": "<id>", "keys": { "<id>": "<32 bytes in base64>" } }.'];
  const faults = Object.entries(set.keys).flatMap(([id, key]) => faultsOfKey(id, key));
  if (!(set.current in set.keys))
    faults.push(`WEBSIDE_KEYS names "${set.current}" as current and does not hold it.`);
  if (new Set(Object.values(set.keys)).size < Object.keys(set.keys).length)
    faults.push('WEBSIDE_KEYS holds the same key under two ids.');
  return faults;
}

function faultsOfKey(id: string, key: string): string[] {
  if (!KEY_ID.test(id)) return ['WEBSIDE_KEYS has a key id with other characters than A-Z a-z 0-9 _ -.'];
  const bytes = Buffer.from(key, 'base64');
  if (bytes.toString('base64').replace(/=+$/, '') !== key.replace(/=+$/, ''))
    return [`The key "${id}" in WEBSIDE_KEYS is not base64.`];
  if (bytes.length !== 32)
    return [`The key "${id}" in WEBSIDE_KEYS has ${bytes.length} bytes; it needs 32 random ones.`];
  // 32 random bytes have fewer than 16 different values about once in 10^13 draws.
  if (new Set(bytes).size < 16)
    return [
      `The key "${id}" in WEBSIDE_KEYS is a default or made by hand; make one with: npm run keys -- new`,
    ];
  return [];
}

function shapeOf(text: string): KeySet | null {
  try {
    return Shape.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

function ringOf(text: string): KeyRing {
  const faults = keyFaults(text);
  const set = shapeOf(text);
  if (faults.length > 0 || !set) throw new AppError('internal', 'keys.unusable', faults.join(' '));
  return keyRingOf(set);
}

/**
 * The keys of this installation. `keysText` is the content of WEBSIDE_KEYS; `null` means the embedded
 * default, whose keys are made once in `<dataFolder>/keys` for the owner's eyes only (mode 0600).
 */
export async function readKeyRing(needs: { keysText: string | null; dataFolder: string }): Promise<KeyRing> {
  if (needs.keysText !== null) return ringOf(needs.keysText);
  const path = join(needs.dataFolder, 'keys', 'kek.json');
  const isOrphaned = !existsSync(path) && existsSync(join(needs.dataFolder, 'app', 'pg', 'PG_VERSION'));
  if (isOrphaned)
    throw new AppError(
      'internal',
      'keys.missing',
      'There is a database in WEBSIDE_DATA and its keys (keys/kek.json) are gone. Put them back, or move the folder away to start empty.',
    );
  return ringOf(await readOrMakeSecret(path, () => `${JSON.stringify(newKeySet('local'), null, 2)}\n`));
}
