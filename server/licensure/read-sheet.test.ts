import { describe, expect, it } from 'vitest';
import { EXAMPLE_SHEET, MOST_SHEET_BYTES } from '#domain/licensure';
import { readSheet } from './read-sheet.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const records = (bytes: Uint8Array) => {
  const read = readSheet(bytes);
  return read.ok ? read.records : read.fault;
};
const TWO = [
  ['a', 'b'],
  ['Peña', '2'],
];

describe('a sheet', () => {
  it.each([
    ['commas', 'a,b\nPeña,2'],
    ['semicolons', 'a;b\nPeña;2'],
    ['tabs', 'a\tb\nPeña\t2'],
    ['line ends of Windows', 'a,b\r\nPeña,2'],
    ['a byte order mark', '\uFEFFa,b\nPeña,2'],
    ['quotes', '"a","b"\n"Peña","2"'],
  ])('is read with %s', (_, text) => expect(records(utf8(text))).toEqual(TWO));

  it('keeps separators, quotes and line ends inside quotes', () => {
    expect(records(utf8('a,b\n"1, ""2""\n3",4'))).toEqual([
      ['a', 'b'],
      ['1, "2"\n3', '4'],
    ]);
  });
  it.each(['utf-16le', 'utf-16be'])('is read in %s where it says so', (encoding) => {
    const bytes = Buffer.from('\uFEFFa\tb\nPeña\t2', 'utf16le');
    expect(records(encoding === 'utf-16be' ? bytes.swap16() : bytes)).toEqual(TWO);
  });
  it.each([
    ['Latin-1', Buffer.from('a,b\nPeña,2', 'latin1')],
    ['UTF-16 that does not say so', Buffer.from('a,b\nPe,2', 'utf16le')],
    ['a spreadsheet’s own format', Buffer.from('PK\u0003\u0004\u0014\u0000\u0006')],
    ['replacement characters', utf8('a,b\nPe\uFFFDa,2')],
  ])('is refused as %s, never guessed at', (_, bytes) =>
    expect(records(bytes)).toEqual({ code: 'not-text', found: '' }),
  );
  it('is refused when a quote is never closed, with its row', () => {
    expect(records(utf8('a,b\n1,2\n"3,4\n5,6'))).toMatchObject({ code: 'broken-quotes', found: '3' });
  });
  it('is refused when nothing stands in it', () => {
    expect(records(utf8(''))).toEqual({ code: 'empty', found: '' });
    expect(records(utf8('\uFEFF \r\n'))).toEqual({ code: 'empty', found: '' });
  });
  it('is as large as it may be, and no larger', () => {
    expect(readSheet(utf8('a'.repeat(MOST_SHEET_BYTES))).ok).toBe(true);
    expect(records(utf8('a'.repeat(MOST_SHEET_BYTES + 1)))).toEqual({ code: 'too-large', found: '' });
  });
  it('may be the example', () => expect(readSheet(utf8(EXAMPLE_SHEET)).ok).toBe(true));
});
