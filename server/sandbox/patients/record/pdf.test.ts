import { describe, expect, it } from 'vitest';
import { buildPdf } from './pdf.ts';

/** Byte offsets of the cross-reference table, each with the number of its object. */
function readOffsets(file: string): [offset: number, object: number][] {
  const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(file)?.[1]);
  const table = file.slice(start);
  expect(table.startsWith('xref\n')).toBe(true);
  return [...table.matchAll(/^(\d{10}) 00000 n $/gm)].map((match, index) => [Number(match[1]), index + 1]);
}

describe('buildPdf', () => {
  it('points every cross-reference at its object, also behind letters of two bytes in UTF-8', () => {
    const file = buildPdf('Sinéad O’Brien-Núñez – note\nsecond (line) \\ here').toString('latin1');
    const offsets = readOffsets(file);
    expect(offsets).toHaveLength(5);
    for (const [offset, object] of offsets)
      expect(file.slice(offset)).toMatch(new RegExp(`^${object} 0 obj\n`));
  });

  it('says the true length of each stream', () => {
    const file = buildPdf('one\ntwo').toString('latin1');
    for (const [, length, stream] of file.matchAll(/\/Length (\d+) >>\nstream\n([\s\S]*?)\nendstream/g)) {
      expect(stream).toHaveLength(Number(length));
    }
  });

  it('escapes what would end a string, and shows combined letters as one', () => {
    const file = buildPdf('a (b) \\ c Sine\u0301ad 漢').toString('latin1');
    expect(file).toContain('(a \\(b\\) \\\\ c Sinéad ?) Tj');
  });

  it('wraps long lines and goes on to a new page', () => {
    const pages = (lines: number) =>
      /\/Count (\d+)/.exec(buildPdf('x\n'.repeat(lines - 1)).toString('latin1'))?.[1];
    expect([pages(1), pages(48), pages(49)]).toEqual(['1', '1', '2']);
    const wrapped = buildPdf(`${'word '.repeat(30)}`).toString('latin1');
    expect(wrapped.match(/Tj T\*/g)).toHaveLength(2);
  });
});
