// Signed heads: without them a trail that was cut at its end looks whole. Each goes into the database and
// into a file of its own (the second sink), which an operator ships elsewhere.
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readOrMakeSecret } from '#server/db';
import type { Head } from './audit-store.ts';
import { signingKeyMacOf } from './chain.ts';

export const headsFileOf = (dataFolder: string) => join(dataFolder, 'audit-heads.ndjson');

/** This installation's Ed25519 key, made at first use, for the owner's eyes only. */
export async function readSigningKey(dataFolder: string): Promise<KeyObject> {
  const make = () =>
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return createPrivateKey(await readOrMakeSecret(join(dataFolder, 'keys', 'audit-signing.pem'), make));
}

type UnsignedHead = Pick<Head, 'ledger' | 'chain' | 'seq' | 'mac' | 'signedAt'>;

const signedBytes = (head: UnsignedHead) =>
  Buffer.from(
    JSON.stringify(['webside-audit-head-1', head.ledger, head.chain, head.seq, head.mac, head.signedAt]),
  );

export function signHead(head: UnsignedHead, signingKey: KeyObject, chainKey: KeyObject): Head {
  const publicKey = createPublicKey(signingKey).export({ type: 'spki', format: 'der' }).toString('base64url');
  return {
    ...head,
    publicKey,
    keyMac: signingKeyMacOf(chainKey, publicKey),
    signature: sign(null, signedBytes(head), signingKey).toString('base64url'),
  };
}

/** Is it signed, and by a key of ours? */
export function isHeadOurs(head: Head, chainKey: KeyObject): boolean {
  if (head.keyMac !== signingKeyMacOf(chainKey, head.publicKey)) return false;
  const key = createPublicKey({ key: Buffer.from(head.publicKey, 'base64url'), type: 'spki', format: 'der' });
  return verify(null, signedBytes(head), key, Buffer.from(head.signature, 'base64url'));
}

/** One line, on the disk when this resolves. */
export async function appendHead(path: string, head: Head): Promise<void> {
  const file = await open(path, 'a', 0o600);
  try {
    await file.appendFile(`${JSON.stringify(head)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A line that is no head is told as null: somebody wrote there, or a power cut halved the last one. */
export async function readHeads(path: string): Promise<(Head | null)[]> {
  if (!existsSync(path)) return [];
  const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '');
  return lines.map(headOf);
}

const TEXTS = ['ledger', 'mac', 'signedAt', 'publicKey', 'keyMac', 'signature'] as const;

function headOf(line: string): Head | null {
  try {
    const value: Record<string, unknown> = JSON.parse(line);
    const whole = TEXTS.every((name) => typeof value[name] === 'string');
    return whole && Number.isInteger(value.chain) && Number.isInteger(value.seq) ? (value as Head) : null;
  } catch {
    return null;
  }
}
