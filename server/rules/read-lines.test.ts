import { expect, it } from 'vitest';
import { readLines } from './read-lines.ts';

async function* stream(...chunks: string[]): AsyncGenerator<string> {
  yield* chunks;
}
async function linesOf(...chunks: string[]): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of readLines(stream(...chunks))) lines.push(line);
  return lines;
}

it.each<[string, string[], string[]]>([
  ['two lines', ['a\nb\n'], ['a', 'b', '']],
  ['a last line without an end', ['a\nb'], ['a', 'b']],
  ['a line over three chunks', ['a', 'b', 'c\nd'], ['abc', 'd']],
  ['an end that stands alone in a chunk', ['a', '\n', 'b'], ['a', 'b']],
  ['carriage returns stay: JSON reads them as blanks', ['a\r\nb'], ['a\r', 'b']],
  ['a line separator inside a string ends nothing', ['"x\u2028y"\nb'], ['"x\u2028y"', 'b']],
  ['a byte order mark', ['\uFEFFa\nb'], ['a', 'b']],
  ['a mark in a later line is text', ['a\n\uFEFFb'], ['a', '\uFEFFb']],
  ['nothing', [], ['']],
])('%s', async (_, chunks, lines) => expect(await linesOf(...chunks)).toEqual(lines));
