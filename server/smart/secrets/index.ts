// Secrets that travel (cookies, state, codes) and what is kept of them: a hash. 256 random bits each,
// base64url; UUIDs do not count (ASVS V11.5.1).
import { hash, randomBytes, timingSafeEqual } from 'node:crypto';

/** `bytes` random bytes as base64url; 32 give 43 characters. */
export function newSecret(bytes = 32): string {
  return randomBytes(bytes).toString('base64url');
}

/** Is it in the grammar of our own ids? Asked of everything from an address before SQL sees it. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9_-]{16,64}$/.test(value);
}

/** SHA-256, base64url. A plain hash suffices: the inputs are random, not words. */
export function hashSecret(secret: string): string {
  return hash('sha256', secret, 'base64url');
}

export function isSameSecret(one: string, other: string): boolean {
  const left = Buffer.from(one);
  const right = Buffer.from(other);
  return left.length === right.length && timingSafeEqual(left, right);
}
