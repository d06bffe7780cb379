// Names nobody can guess and, for the reference, nobody misreads.
import { randomBytes } from 'node:crypto';

/** 128 bit. */
export const newId = (): string => randomBytes(16).toString('hex');

/** Crockford's base 32: no I, L, O, U. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** `WS-` and 60 random bits in twelve letters: one in any EHR's list of notes or charges. */
export function newReference(): string {
  const letters = [...randomBytes(12)].map((byte) => LETTERS[byte % 32]);
  return `WS-${letters.join('')}`;
}
