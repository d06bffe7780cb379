// Finds what looks like a secret in a text: by its form, or because it is as random as a key.

const FORMS: readonly RegExp[] = [
  /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s*[A-Za-z0-9+/]/,
  /"d"\s*:\s*"[A-Za-z0-9_-]{20,}"/,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/,
  /\b(?:ghp|gho|ghs|github_pat|glpat|npm|xox[abp]|sk_live|sk-ant)[_-][A-Za-z0-9_-]{16,}/,
  /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{20,}/,
];
/** Quoted words long enough to be a key of 128 bits or more. */
const WORDS = /(["'`=])([A-Za-z0-9+/_-]{32,}={0,2})(?=["'`\s]|$)/g;
/** The alphabets of encoders, which no key contains. */
const ALPHABETS = /ABCDEFGHIJKLMNOPQRSTUVWXYZ|abcdefghijklmnopqrstuvwxyz|0123456789ABCDEFGHJKMNPQRSTVWXYZ/g;
/** Bits per sign: hexadecimal chance has 4, base64 chance of this length about 5; names of ours stay below. */
const RANDOM = 4.5;
const RANDOM_HEX = 3.5;

/** The beginning of each find; never the whole of it. */
export function listSecrets(text: string): string[] {
  const formed = FORMS.flatMap((form) => form.exec(text)?.[0].slice(0, 24) ?? []);
  const random = [...text.matchAll(WORDS)]
    .map((found) => found[2] ?? '')
    .filter((word) => !isText(word))
    .map((word) => word.replace(ALPHABETS, ''))
    .filter((word) => /\d/.test(word) && entropyOf(word) >= (/^[0-9a-f]+$/.test(word) ? RANDOM_HEX : RANDOM))
    .map((word) => word.slice(0, 12));
  return [...formed, ...random];
}

/** Base64 of a text that people read, as in the example of an attachment. */
function isText(word: string): boolean {
  return word.length >= 40 && /^[\n\x20-\x7e]+$/.test(Buffer.from(word, 'base64').toString('utf8'));
}

function entropyOf(word: string): number {
  const counts = Object.values(Object.groupBy(word, (sign) => sign)).map((same) => same?.length ?? 0);
  return -counts.reduce((sum, count) => sum + (count / word.length) * Math.log2(count / word.length), 0);
}
