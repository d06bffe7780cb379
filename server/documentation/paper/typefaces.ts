// The typefaces of a paper and which of them has which letters. Noto, as packages under the Open Font License: one for
// Latin, Greek, Cyrillic, Vietnamese and Devanagari, one for Arabic, one for Hebrew, one for Chinese and Japanese.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { create, type Font } from 'fontkit';

export interface Typeface {
  name: string;
  bytes: Buffer;
  has(codePoint: number): boolean;
}

/** In the order they are asked. */
const FILES = [
  ['latin', '@embedpdf/fonts-latin', 'NotoSans-Regular.ttf'],
  ['arabic', '@embedpdf/fonts-arabic', 'NotoNaskhArabic-Regular.ttf'],
  ['hebrew', '@embedpdf/fonts-hebrew', 'NotoSansHebrew-Regular.ttf'],
  ['han', '@embedpdf/fonts-sc', 'NotoSansHans-Regular.otf'],
] as const;

const packages = createRequire(import.meta.url);
let read: Promise<Typeface[]> | undefined;

/** Read at the first paper and kept: some 9 MB, most of it Chinese. */
export function readTypefaces(): Promise<Typeface[]> {
  read ??= Promise.all(FILES.map(readTypeface));
  return read;
}

async function readTypeface([name, home, file]: (typeof FILES)[number]): Promise<Typeface> {
  const bytes = await readFile(join(dirname(packages.resolve(home)), '..', 'fonts', file));
  const font = create(bytes) as Font;
  return { name, bytes, has: (codePoint) => font.hasGlyphForCodePoint(codePoint) };
}

/** Steers the writing and has no shape: controls, bidirectional marks, soft hyphen, variation selectors. */
const UNSEEN =
  /[\p{Cc}\p{Variation_Selector}]|\u00ad|[\u200b\u200e\u200f]|[\u202a-\u202e]|[\u2060-\u2069]|\ufeff/gu;
/** Letters join or stand apart by them; a typeface need not know them. */
const JOINERS = /\u200c|\u200d/g;

/** Without what has no shape. */
export const strip = (text: string): string => text.replaceAll(UNSEEN, '');

/** As `face` can draw it. */
export function stripFor({ has }: Typeface, text: string): string {
  return strip(text).replaceAll(JOINERS, (one) => (has(one.charCodeAt(0)) ? one : ''));
}

/** For one letter with its marks; undefined: none has it whole. */
export function findTypeface(faces: readonly Typeface[], letter: string): Typeface | undefined {
  const points = [...strip(letter).replaceAll(JOINERS, '')].map((one) => one.codePointAt(0) ?? 0);
  return faces.find(({ has }) => points.every(has));
}

/** The letters no typeface here has, each once, in the order they come. */
export function listMissing(faces: readonly Typeface[], text: string): string[] {
  const known = new Map<string, boolean>();
  for (const { segment } of LETTERS.segment(text))
    if (!known.has(segment))
      known.set(segment, /\s/u.test(segment) || findTypeface(faces, segment) !== undefined);
  return [...known].flatMap(([letter, isThere]) => (isThere ? [] : [letter]));
}

/** A letter with its marks is one: no line and no typeface changes within it. */
export const LETTERS = new Intl.Segmenter('und', { granularity: 'grapheme' });
