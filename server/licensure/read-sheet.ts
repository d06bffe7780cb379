// The bytes of a file as the cells of a sheet, or why they are none. What the cells mean is the rule's.
import Papa from 'papaparse';
import { MOST_SHEET_BYTES, type SheetFault } from '#domain/licensure';

export type ReadSheet = { ok: true; records: string[][] } | { ok: false; fault: SheetFault };

/** Control characters other than tab and line ends, and what decoders write for what they could not read. */
const NO_TEXT = /[^\P{Cc}\t\n\r]|\uFFFD/u;

/**
 * RFC 4180 and what spreadsheets write instead: comma, semicolon or tab; UTF-8 with or without a byte order mark,
 * UTF-16 with one. Another encoding is refused, never guessed: a name read wrongly is another name.
 */
export function readSheet(bytes: Uint8Array): ReadSheet {
  if (bytes.length > MOST_SHEET_BYTES) return refuse('too-large');
  const text = decode(bytes);
  if (text === null || NO_TEXT.test(text)) return refuse('not-text');
  if (text.trim() === '') return refuse('empty');
  const { data, errors } = Papa.parse<string[]>(text, {
    delimitersToGuess: [',', ';', '\t'],
  });
  const quotes = errors.find(({ type }) => type === 'Quotes');
  if (quotes) return refuse('broken-quotes', quotes.row === undefined ? '' : String(quotes.row + 1));
  return { ok: true, records: data };
}

const refuse = (code: SheetFault['code'], found = ''): ReadSheet => ({ ok: false, fault: { code, found } });

function decode(bytes: Uint8Array): string | null {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    if (cause instanceof TypeError) return null;
    throw cause;
  }
}
