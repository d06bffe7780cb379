// One paragraph into lines, and each line into runs from left to right as they are drawn: where a line may break by
// UAX 14, what stands where by the bidirectional algorithm (UAX 9), each run in one typeface. Draws nothing.
import bidiFactory, { type Bidi, type EmbeddingLevels } from 'bidi-js';
import LineBreaker from 'linebreak';
import { findTypeface, LETTERS, stripFor, type Typeface } from './typefaces.ts';

export interface Run {
  /** In the order it is read, ready for a shaper. */
  text: string;
  face: Typeface;
}

export interface Line {
  /** From left to right. */
  runs: Run[];
  /** It is read from the right, and stands there. */
  isFromRight: boolean;
}

type Measure = (run: Run) => number;

// The package is CommonJS whose types speak of an ES module.
const bidi = (bidiFactory as unknown as () => Bidi)();

/** `text` has no line break in it. */
export function layOut(text: string, faces: readonly Typeface[], most: number, measure: Measure): Line[] {
  const paragraph = readParagraph(text, faces);
  return listLines(paragraph, most, measure).map((line) => ({
    runs: listRuns(paragraph, orderLine(paragraph, line)),
    isFromRight: paragraph.isFromRight,
  }));
}

interface Paragraph {
  text: string;
  /** Of each UTF-16 unit. */
  faces: Typeface[];
  levels: EmbeddingLevels;
  isFromRight: boolean;
}

function readParagraph(text: string, faces: readonly Typeface[]): Paragraph {
  const [usual] = faces;
  if (!usual) throw new Error('There is no typeface.');
  const levels = bidi.getEmbeddingLevels(text, 'auto');
  const found: Typeface[] = [];
  for (const { segment } of LETTERS.segment(text)) {
    const face = findTypeface(faces, segment) ?? usual;
    for (let unit = 0; unit < segment.length; unit += 1) found.push(face);
  }
  return { text, faces: found, levels, isFromRight: (levels.paragraphs[0]?.level ?? 0) % 2 === 1 };
}

type Span = [from: number, until: number];

function listLines(paragraph: Paragraph, most: number, measure: Measure): Span[] {
  const { text } = paragraph;
  // As wide in whatever order it will stand.
  const widthOf = (from: number, until: number) =>
    listRuns(paragraph, range(from, until)).reduce((sum, run) => sum + measure(run), 0);
  const lines: Span[] = [];
  let start = 0;
  let width = 0;
  const add = (from: number, until: number) => {
    const end = from + text.slice(from, until).trimEnd().length;
    const word = widthOf(from, end);
    if (start < from && width + word > most) {
      lines.push([start, from]);
      [start, width] = [from, 0];
    }
    // The space at a line's end takes no room; before another word it does.
    width += word + widthOf(end, until);
  };
  for (const [from, until] of listPieces(text)) {
    if (widthOf(from, until) <= most) add(from, until);
    // One word, longer than a line: broken between its letters.
    else for (const [first, next] of listLetters(text, from, until)) add(first, next);
  }
  return [...lines, [start, text.length]];
}

const range = (from: number, until: number) => Array.from({ length: until - from }, (_, at) => from + at);

function listLetters(text: string, from: number, until: number): Span[] {
  return [...LETTERS.segment(text.slice(from, until))].map(({ segment, index }) => [
    from + index,
    from + index + segment.length,
  ]);
}

/** Between two of them a line may break. */
function listPieces(text: string): Span[] {
  const breaker = new LineBreaker(text);
  const pieces: Span[] = [];
  let from = 0;
  for (let next = breaker.nextBreak(); next; next = breaker.nextBreak()) {
    pieces.push([from, next.position]);
    from = next.position;
  }
  return pieces;
}

/** The units of one line, from left to right. */
function orderLine({ text, levels }: Paragraph, [from, until]: Span): number[] {
  const units = range(from, until);
  if (until <= from) return units;
  for (const [first = from, last = from] of bidi.getReorderSegments(text, levels, from, until - 1))
    units.splice(first - from, last - first + 1, ...units.slice(first - from, last - from + 1).reverse());
  return units;
}

/** Neighbours of one typeface and one direction; each run's text in the order it is read. */
function listRuns({ text, faces, levels }: Paragraph, units: readonly number[]): Run[] {
  const runs: { units: number[]; face: Typeface | undefined; level: number; isAlone: boolean }[] = [];
  for (const unit of units) {
    const level = levels.levels[unit] ?? 0;
    const face = faces[unit];
    // A shaper turns the letters of a word round; spaces and brackets it leaves as they are.
    const isAlone = level % 2 === 1 && /[\s\p{P}\p{S}]/u.test(text[unit] ?? '');
    const last = runs.at(-1);
    if (last && last.face === face && last.level === level && !last.isAlone && !isAlone)
      last.units.push(unit);
    else runs.push({ units: [unit], face, level, isAlone });
  }
  return runs.flatMap((run) => {
    const read = run.units.toSorted((one, other) => one - other).map((unit) => text[unit] ?? '');
    const turned = run.level % 2 === 1 ? read.map((one) => bidi.getMirroredCharacter(one) ?? one) : read;
    const shown = run.face ? stripFor(run.face, turned.join('')) : '';
    return run.face && shown !== '' ? [{ text: shown, face: run.face }] : [];
  });
}
