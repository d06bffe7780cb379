import { expect, it } from 'vitest';
import { readPaper } from '../../../tests/fixtures/read-paper.ts';
import { drawPaper, type Paper } from './draw-paper.ts';

const blank: Paper = {
  ...{ title: 'Summary', language: 'en', head: ['Ada Martin'], text: '' },
  foot: (page, pages) => `Ada Martin · ${page} of ${pages}`,
};

async function draw(paper: Partial<Paper>): Promise<Uint8Array> {
  const answer = await drawPaper({ ...blank, ...paper });
  if (!answer.ok) throw new Error(`no typeface has ${answer.missing.join(' ')}`);
  const pieces: Uint8Array[] = [];
  for await (const piece of answer.pieces) pieces.push(piece);
  return new Uint8Array(Buffer.concat(pieces));
}
const read = async (paper: Partial<Paper>) => readPaper(await draw(paper));
const wordsOf = (text: string) => text.replaceAll(/\s+/gu, ' ').trim();

it.each([
  ['Spanish', 'Tome ½ tableta mañana; ¿dudas? Llámenos: «555–0100». 5 µg, 38 °C.'],
  ['Polish, Greek, Cyrillic, Vietnamese', 'Łukasz Żółć · Ελένη · Сергій Їжак · Nguyễn Thị Ễ ạ, José'],
  ['Chinese, old and new, and Japanese', '王小明 張偉 张伟 陳水扁 はな アキ'],
  ['hostile', "<b>x</b> %PDF-1.7 ) Tj ET (\\) endobj << /JS (app.alert(1)) >> ' OR 1=1 --"],
])('says what was written: %s', async (_, text) => {
  const { words } = await read({ text });
  // µ and μ are one glyph, é is the same letter in one piece or two.
  expect(words.normalize('NFKC')).toBe(`Summary Ada Martin ${wordsOf(text).normalize('NFKC')}`);
});

it('puts right-to-left words where they are read from, in their own order', async () => {
  // A reader that turns them back finds them whole; one line each, each name in its place.
  const { words } = await read({ head: ['أحمد علي', 'שרה כהן'], text: 'Take it, محمد, twice (2 times).' });
  for (const name of ['أحمد', 'علي', 'שרה', 'כהן', 'محمد']) expect(words).toContain(name);
  expect(words).toContain('Take it, محمد, twice (2 times).');
});

it('is tagged, and in a language: a heading, then paragraphs', async () => {
  const { tags, language } = await read({ language: 'es', text: 'Uno.\n\nDos.' });
  expect([tags, language]).toEqual([['H1', 'P', 'P', 'P'], 'es']);
});

it('200 kB come out whole, on numbered pages; a word longer than a line is broken, not cut', {
  timeout: 240_000,
}, async () => {
  const text = [
    ...Array.from(
      { length: 1800 },
      (_, at) => `${at} Drink a lot and call us if it gets worse; come back on Monday.`,
    ),
    'x'.repeat(70_000),
    'one paragraph '.repeat(2000),
  ].join('\n');
  const { words, pages } = await read({ text });
  expect(pages).toBeGreaterThan(40);
  expect(words.replaceAll(' ', '') === `SummaryAdaMartin${text.replaceAll(/\s/gu, '')}`).toBe(true);
});

it('nothing is drawn where a letter would be a box: it says which', async () => {
  expect(await drawPaper({ ...blank, text: 'Well done 👍 ไทย 👍' })).toEqual({
    ok: false,
    missing: ['👍', 'ไ', 'ท', 'ย'],
  });
});

it('controls, bidirectional tricks and joiners print nothing and turn nothing around them', async () => {
  const { words } = await read({ text: 'a\u0007b\u202ec\u2066d\u200be\u00adf\ufeff\nnext line\u0085last' });
  expect(words).toContain('next line last');
  for (const letter of ['a', 'b', 'c', 'd', 'e', 'f']) expect(words).toContain(letter);
});
