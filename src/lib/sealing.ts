// Makes text unreadable for whoever has no key: AES-256-GCM by the browser itself. The key stays in memory and cannot
// be taken out of it. Must not know what the text is.

export interface Sealed {
  readonly nonce: Uint8Array<ArrayBuffer>;
  readonly sealed: ArrayBuffer;
}

export type SealKey = CryptoKey;

/** `key`: 32 bytes, as base64 or base64url. Rejects where it is anything else. */
export function readSealKey(key: string): Promise<SealKey> {
  const text = atob(key.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

/** `place`: where the result is kept; it opens at no other. */
export async function seal(key: SealKey, place: string, text: string): Promise<Sealed> {
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt(gcm(nonce, place), key, new TextEncoder().encode(text));
  return { nonce, sealed };
}

/** Null: another key, another place, or changed since. */
export async function unseal(key: SealKey, place: string, { nonce, sealed }: Sealed): Promise<string | null> {
  const opened = await crypto.subtle.decrypt(gcm(nonce, place), key, sealed).catch(() => null);
  return opened && new TextDecoder().decode(opened);
}

function gcm(iv: Uint8Array<ArrayBuffer>, place: string) {
  return { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(place) };
}
