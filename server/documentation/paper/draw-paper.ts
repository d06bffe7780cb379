// A paper of plain paragraphs as a PDF: tagged, so that a screen reader finds heading and paragraphs (PDF/UA's way),
// with its language, its typefaces embedded, and page and person at the foot of every page. It knows no area's words.
import { setImmediate } from 'node:timers/promises';
import PDFDocument from 'pdfkit';
import { type Line, layOut, type Run } from './lay-out.ts';
import { listMissing, readTypefaces, strip, type Typeface } from './typefaces.ts';

export interface Paper {
  title: string;
  language: 'en' | 'es';
  /** Beneath the title, one line each: whose it is, where, when. */
  head: readonly string[];
  /** Somebody's words; every line break is theirs. */
  text: string;
  /** What stands at the foot of page `page` of `pages`. */
  foot(page: number, pages: number): string;
}

export type PaperAnswer =
  | { readonly ok: true; readonly pieces: AsyncIterable<Uint8Array> }
  /** Letters that no typeface here has: a paper with boxes in their place is none. */
  | { readonly ok: false; readonly missing: readonly string[] };

// US Letter, in points; an inch at the sides.
const MARGIN = 72;
const WIDTH = 612 - 2 * MARGIN;
const BOTTOM = 792 - MARGIN;
const LEADING = 1.45;
/** From a line's top to where its letters stand, whatever their typeface. */
const ASCENT = 1.07;
const SIZES = { title: 18, text: 11.5, foot: 9 };

export async function drawPaper(paper: Paper): Promise<PaperAnswer> {
  const faces = await readTypefaces();
  const written = [paper.title, ...paper.head, paper.text, paper.foot(1, 1)].join('\n');
  const missing = listMissing(faces, written.normalize('NFC'));
  if (missing.length > 0) return { ok: false, missing };
  const doc = new PDFDocument({
    ...{ size: 'LETTER', margin: MARGIN, bufferPages: true, pdfVersion: '1.7' },
    ...{ tagged: true, lang: paper.language, displayTitle: true, info: { Title: paper.title } },
  });
  for (const { name, bytes } of faces) doc.registerFont(name, bytes);
  // Whole before the first byte leaves: what fails in drawing is an answer of its own, not a torn file.
  const pieces: Uint8Array[] = [];
  const isDone = new Promise<void>((resolve, reject) => {
    doc.on('data', (piece: Uint8Array) => pieces.push(piece));
    doc.on('end', resolve);
    doc.on('error', reject);
  });
  await drawPages(doc, faces, paper);
  doc.end();
  await isDone;
  return {
    ok: true,
    pieces: (async function* () {
      yield* pieces;
    })(),
  };
}

type Doc = PDFKit.PDFDocument;

async function drawPages(doc: Doc, faces: readonly Typeface[], paper: Paper): Promise<void> {
  const root = doc.struct('Document');
  doc.addStructure(root);
  const pen: Pen = { doc, faces, root, y: MARGIN, widths: new Map() };
  drawParagraph(pen, 'H1', paper.title, SIZES.title);
  for (const line of paper.head) drawParagraph(pen, 'P', line, SIZES.text);
  pen.y += SIZES.text;
  let drawn = 0;
  for (const paragraph of paper.text.split(/\r\n|[\n\r\u0085\u2028\u2029]/u)) {
    drawParagraph(pen, 'P', paragraph, SIZES.text);
    drawn += 1;
    // Others are served meanwhile.
    if (drawn % 20 === 0) await setImmediate();
  }
  root.end();
  drawFeet(doc, faces, paper);
}

interface Pen {
  doc: Doc;
  faces: readonly Typeface[];
  y: number;
  root: PDFKit.PDFStructureElement;
  /** By typeface, size and word: people's words come again and again. */
  widths: Map<string, number>;
}

function remembered({ doc, widths }: Pen, run: Run, size: number): number {
  const key = `${run.face.name} ${size} ${run.text}`;
  const known = widths.get(key) ?? widthOf(doc, run, size);
  widths.set(key, known);
  return known;
}

function drawParagraph(pen: Pen, tag: 'H1' | 'P', text: string, size: number): void {
  const { doc, faces, root } = pen;
  // Composed: a typeface has é, and not every e with every mark.
  const letters = text.normalize('NFC').replaceAll('\t', '    ');
  const lines = layOut(letters, faces, WIDTH, (run) => remembered(pen, run, size));
  const height = size * LEADING;
  if (strip(text).trim() === '') {
    pen.y += height;
    return;
  }
  // Runs stand from left to right in the file; a reader is told the words in their own order.
  const isMixed = lines.some((line) => line.isFromRight || line.runs.length > 1);
  const element = doc.struct(tag, isMixed ? { actual: text } : {});
  root.add(element);
  for (const line of lines) {
    if (pen.y + height > BOTTOM) {
      doc.addPage();
      pen.y = MARGIN;
    }
    const { y } = pen;
    element.add(() => drawLine(doc, line, y, size));
    pen.y += height;
  }
  element.end();
}

function drawLine(doc: Doc, { runs, isFromRight }: Line, y: number, size: number): void {
  const whole = runs.reduce((sum, run) => sum + widthOf(doc, run, size), 0);
  let x = isFromRight ? MARGIN + WIDTH - whole : MARGIN;
  for (const run of runs) {
    const width = widthOf(doc, run, size);
    doc.text(run.text, x, y + size * ASCENT, {
      ...{ lineBreak: false, baseline: 'alphabetic', ...shapingOf(run) },
    });
    x += width;
  }
}

function widthOf(doc: Doc, { text, face }: Run, size: number): number {
  return doc.font(face.name).fontSize(size).widthOfString(text, shapingOf({ text, face }));
}

/**
 * A letter with two marks, as in Vietnamese, would be taken apart into glyphs of which the file does not say what they
 * mean: who copies the text or has it read aloud would get other letters.
 */
function shapingOf({ text }: Run): { features?: PDFKit.Mixins.OpenTypeFeatures[] } {
  return /[\u1e00-\u1eff]/u.test(text) ? ({ features: { ccmp: false } } as object) : {};
}

/** Page numbers are furniture: no reader is stopped by them. */
function drawFeet(doc: Doc, faces: readonly Typeface[], paper: Paper): void {
  const { count } = doc.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    doc.switchToPage(page);
    doc.page.margins.bottom = 0;
    doc.markContent('Artifact', { type: 'Pagination' });
    const [line] = layOut(paper.foot(page + 1, count), faces, WIDTH, (run) => widthOf(doc, run, SIZES.foot));
    if (line) drawLine(doc, line, BOTTOM + SIZES.foot * 2, SIZES.foot);
    doc.endMarkedContent();
  }
}
