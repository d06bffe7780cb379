// AES-256-GCM with a random 96-bit nonce and length-prefixed associated data. Nothing else in the
// project encrypts; it knows no table and no key's origin.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Bytes that no other list of texts can give: each part is preceded by its length. */
export function lengthPrefixed(parts: readonly string[]): Buffer {
  return Buffer.concat(
    parts.flatMap((part) => {
      const bytes = Buffer.from(part, 'utf8');
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      return [length, bytes];
    }),
  );
}

/** → `<nonce>.<ciphertext+tag>`, both base64url. */
export function encrypt(key: Buffer, binding: readonly string[], plain: Buffer): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(lengthPrefixed(binding));
  const body = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return `${nonce.toString('base64url')}.${body.toString('base64url')}`;
}

/** Null when the text is malformed, altered, moved, or under another key. */
export function decrypt(key: Buffer, binding: readonly string[], text: string): Buffer | null {
  const [noncePart, bodyPart, ...rest] = text.split('.');
  const nonce = strictBase64url(noncePart);
  const body = strictBase64url(bodyPart);
  if (rest.length > 0 || nonce?.length !== NONCE_BYTES || body === null || body.length < TAG_BYTES)
    return null;
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(lengthPrefixed(binding));
  decipher.setAuthTag(body.subarray(-TAG_BYTES));
  const plain = decipher.update(body.subarray(0, -TAG_BYTES));
  try {
    return Buffer.concat([plain, decipher.final()]);
  } catch {
    return null;
  }
}

/** Node reads base64 leniently; two texts must never mean the same bytes, or an edit would go unseen. */
function strictBase64url(text: string | undefined): Buffer | null {
  if (text === undefined) return null;
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : null;
}
