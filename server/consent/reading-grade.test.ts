// Whether people can read what they agree to: every consent text, and the words of check-in, at the eighth grade or
// below, in English and in Spanish. Formulas speak of a text as a whole; a single sentence is bound by its length.
import { fleschKincaid } from 'flesch-kincaid';
import { syllable } from 'syllable';
import { describe, expect, it } from 'vitest';
import type { ConsentTextView } from '#domain/consent';
import { STATE_CODES } from '#domain/rules';
import english from '../../public/locales/en.json' with { type: 'json' };
import spanish from '../../public/locales/es.json' with { type: 'json' };
import { SHIPPED } from './load-texts.ts';
import { TEXT_KINDS } from './text-file.ts';
import { buildTexts } from './texts.ts';

/** Years of school. */
const GRADE = 8;
/** INFLESZ scale (Barrio-Cantalejo and others, An Sist Sanit Navar 2008;31:135–152): from 65 on “fairly easy”, read after primary school. */
const FAIRLY_EASY = 65;
const LONGEST_SENTENCE = 32;
/** Words; about eight lines of an old phone. */
const LONGEST_PARAGRAPH = 60;

const listWords = (text: string): string[] => text.match(/[\p{L}\d][\p{L}\d’'-]*/gu) ?? [];
const listSentences = (text: string): string[] => text.split(/(?<=[.!?:…])\s+/u);
const count = (text: string, syllablesOf: (word: string) => number) => ({
  word: listWords(text).length,
  sentence: listSentences(text).length,
  syllable: listWords(text).reduce((all, word) => all + syllablesOf(word), 0),
});

/** U.S. grade (Kincaid and others 1975). */
const gradeOf = (text: string): number => fleschKincaid(count(text, syllable));

/**
 * Spanish syllables by their nuclei: each strong vowel, and each run of weak ones that leans on none. The u of que,
 * qui, gue, gui is silent.
 */
function syllablesOf(word: string): number {
  const sounds = word.toLowerCase().replaceAll(/(?<=q)u|(?<=g)u(?=[eiéí])/g, '');
  return sounds.match(/[aeoáéóíú]|(?<![aeoáéóíúiuü])[iuü]+(?![aeoáéóíúiuü])|^y$/g)?.length ?? 1;
}

/** How easy Spanish reads, 0–100 (Szigriszt Pazos, Universidad Complutense de Madrid 1993). */
function easeOf(text: string): number {
  const { word, sentence, syllable: syllables } = count(text, syllablesOf);
  return 206.835 - (62.3 * syllables) / word - word / sentence;
}

type Words = ConsentTextView;
const linesOf = ({ title, sections }: Words) => [
  title,
  ...sections.flatMap(({ heading, paragraphs }) => [...(heading === null ? [] : [heading]), ...paragraphs]),
];
/** A heading is read as a sentence of its own. */
const readOut = (text: Words) =>
  linesOf(text)
    .map((line) => (/[.!?:…]$/.test(line) ? line : `${line}.`))
    .join(' ');

const texts = buildTexts(SHIPPED, []);
const everywhere = [null, ...STATE_CODES];

describe.each(TEXT_KINDS)('the text of %s', (kind) => {
  const all = (language: 'en' | 'es') => everywhere.map((state) => texts.inForce(kind, language, state));
  it('in English is at the eighth grade or below, in each state’s words', () => {
    for (const text of all('en')) expect(gradeOf(readOut(text)), text.version).toBeLessThanOrEqual(GRADE);
  });
  it('in Spanish is fairly easy, in each state’s words', () => {
    for (const text of all('es'))
      expect(easeOf(readOut(text)), text.version).toBeGreaterThanOrEqual(FAIRLY_EASY);
  });
  it('is a draft until a site’s counsel has approved it', () => {
    for (const text of [...all('en'), ...all('es')]) expect(text.approval).toBeNull();
  });
  it('has no sentence that runs on, and no paragraph that is a wall', () => {
    for (const text of [...all('en'), ...all('es')])
      for (const line of linesOf(text)) {
        expect(listWords(line).length, line).toBeLessThanOrEqual(LONGEST_PARAGRAPH);
        for (const sentence of listSentences(line))
          expect(listWords(sentence).length, sentence).toBeLessThanOrEqual(LONGEST_SENTENCE);
      }
  });
});

describe('the words a patient reads on the way into the visit', () => {
  // Whole sentences; a word on a button has no grade, and forms by number are several texts in one.
  const sentencesOf = (catalogue: Record<string, string>) =>
    Object.entries(catalogue)
      .filter(([key, words]) => key.startsWith('patient.visit.') && /^[^{]*[.!?]$/.test(words))
      .map(([, words]) => words);
  it('are at the eighth grade or below, and fairly easy', () => {
    expect(sentencesOf(english).length).toBeGreaterThan(30);
    expect(gradeOf(sentencesOf(english).join(' '))).toBeLessThanOrEqual(GRADE);
    expect(easeOf(sentencesOf(spanish).join(' '))).toBeGreaterThanOrEqual(FAIRLY_EASY);
  });
});

describe('the measures themselves', () => {
  it.each([
    ['que', 1],
    ['guerra', 2],
    ['agua', 2],
    ['pingüino', 3],
    ['ciudad', 2],
    ['muy', 1],
    ['país', 2],
    ['aéreo', 4],
    ['consentimiento', 5],
    ['y', 1],
    ['911', 1],
  ])('%s has %i syllables', (word, syllables) => expect(syllablesOf(word)).toBe(syllables));

  it('tell a lawyer’s sentence from a plain one', () => {
    const law =
      'The undersigned hereby acknowledges and irrevocably authorises the dissemination of individually identifiable information notwithstanding any previously communicated reservation.';
    const ley =
      'El abajo firmante reconoce y autoriza irrevocablemente la comunicación de información individualmente identificable, no obstante cualquier reserva comunicada anteriormente.';
    expect(gradeOf(law)).toBeGreaterThan(GRADE);
    expect(gradeOf('You may say no. Your care stays the same.')).toBeLessThan(3);
    expect(easeOf(ley)).toBeLessThan(FAIRLY_EASY);
    expect(easeOf('Usted puede decir que no. Su atención sigue igual.')).toBeGreaterThan(FAIRLY_EASY);
  });
});
