// Makes references to this EHR's own records relative, so that nobody further on needs to know its address.
// Everything else stays as it was; what is nested beyond all sense is refused.
import { EhrFailure } from './failures.ts';

/** R4 resources nest a few levels; a hundred is nobody's record. */
const DEEPEST = 100;

/** Changes `reference` and `url` of the value that is given, in place. `base` ends in a slash. */
export function localise<Value>(value: Value, base: string): Value {
  walk(value, base, 0);
  return value;
}

function walk(value: unknown, base: string, depth: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth > DEEPEST) throw new EhrFailure('ehr.malformed');
  if (Array.isArray(value)) {
    for (const one of value) walk(one, base, depth + 1);
    return;
  }
  const parts = value as Record<string, unknown>;
  // A Bundle's own links stay whole: they are judged as addresses.
  const isLink = Object.hasOwn(parts, 'relation');
  for (const name of Object.keys(parts)) {
    const part = parts[name];
    const isAddress = name === 'reference' || (name === 'url' && !isLink);
    if (typeof part === 'object') walk(part, base, depth + 1);
    else if (isAddress && typeof part === 'string' && part.startsWith(base))
      parts[name] = part.slice(base.length);
  }
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
/** Brackets and braces. */
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);

/** The same of a JSON text, before a parser spends memory on every level of it. */
export function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfText(text, at);
    else if (OPENING.has(code)) depth += 1;
    else if (CLOSING.has(code)) depth -= 1;
    if (depth > DEEPEST) return true;
  }
  return false;
}

function endOfText(text: string, begin: number): number {
  for (let at = text.indexOf('"', begin + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let before = at - 1;
    while (text.charCodeAt(before) === BACKSLASH) before -= 1;
    if ((at - before) % 2 === 1) return at;
  }
  return text.length;
}
