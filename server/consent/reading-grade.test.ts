// Whether people can read what they agree to: every consent text, and the words of check-in, at the eighth grade or
// below, in English and in Spanish. Formulas speak of a text as a whole; a single sentence is bound by its length.
import { fleschKincaid } from 'flesch-kincaid';
import { syllable } from 'syllable';
import { describe, expect, it } from 'vitest';
import english from '../../public/locales/en.json' with { type: 'json' };
import spanish from '../../public/locales/es.json' with { type: 'json' };
import listening from './ai-listening-1.json' with { type: 'json' };
import guest from './guest-1.json' with { type: 'json' };
import recording from './recording-1.json' with { type: 'json' };
import strict from './strict-states.json' with { type: 'json' };
import telehealth from './telehealth-1.json' with { type: 'json' };

/** Years of school. */
const GRADE = 8;
/** INFLESZ scale (Barrio-Cantalejo and others, An Sist Sanit Navar 2008;31:135–152): from 65 on “fairly easy”, read after primary school. */
const FAIRLY_EASY = 65;
const LONGEST_SENTENCE = 32;

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

const TEXTS = Object.entries({ telehealth, guest, recording, listening });
const wordsOf = (text: { title: string; paragraphs: string[]; inStrictStates?: string }, place: string) =>
  [text.title, ...text.paragraphs, text.inStrictStates?.replace('{state}', place) ?? ''].join(' ').trim();

describe.each(TEXTS)('the text of %s', (_kind, text) => {
  it('in English is at the eighth grade or below', () => {
    for (const { en } of Object.values(strict.states))
      expect(gradeOf(wordsOf(text.en, en))).toBeLessThanOrEqual(GRADE);
  });
  it('in Spanish is fairly easy', () => {
    for (const { es } of Object.values(strict.states))
      expect(easeOf(wordsOf(text.es, es))).toBeGreaterThanOrEqual(FAIRLY_EASY);
  });
  it('says that it is a draft until counsel has read it', () =>
    expect(text.status).toBe('draft-for-counsel'));
  it('has no sentence that runs on', () => {
    for (const { title, paragraphs } of [text.en, text.es])
      for (const sentence of [title, ...paragraphs].flatMap(listSentences))
        expect(listWords(sentence).length, sentence).toBeLessThanOrEqual(LONGEST_SENTENCE);
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
