// Text as base64 of its UTF-8 bytes and back, unchanged to the last character; of any length.

/** `btoa` takes one character a byte; a call takes only so many arguments. */
const AT_ONCE = 32_768;

/** `text` must be well-formed Unicode: half a surrogate pair has no bytes. */
export function encodeText(text: string): string {
  const bytes = new TextEncoder().encode(text);
  let binary = '';
  for (let from = 0; from < bytes.length; from += AT_ONCE)
    binary += String.fromCharCode(...bytes.subarray(from, from + AT_ONCE));
  return btoa(binary);
}

/** Null for what is no base64 or no UTF-8. */
export function decodeText(data: string): string | null {
  try {
    const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // Somebody else's bytes: there is no text of ours in them.
    return null;
  }
}
