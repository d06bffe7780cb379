import { describe, expect, it } from 'vitest';
import { type CareNow, decideCareWord, type WordOnCare } from './decide-care-word.ts';

const texts = { version: '2', ownWords: ['VT'] };
const video: CareNow = { texts, state: 'MA', modality: 'video', needsWriting: false };
const phone: CareNow = { ...video, modality: 'audio' };
const yes = (modality: WordOnCare['modality'] = 'video', version = '2'): WordOnCare => ({
  ...{ agreed: true, withdrawnAt: null, version, modality, way: 'signed' as const },
  isTextAsRead: true,
});
const changed = (word: WordOnCare) => ({ ...word, isTextAsRead: false });
const no = (modality: WordOnCare['modality'] = 'video') => ({ ...yes(modality), agreed: false });
const back = (modality: WordOnCare['modality'] = 'video') => ({
  ...yes(modality),
  withdrawnAt: '2026-11-22T15:00:00Z',
});
const stand = (words: WordOnCare[], now: CareNow) => {
  const { word, asksAgain } = decideCareWord(words, now);
  return [word, asksAgain];
};

describe('the patient’s word on care', () => {
  it.each<[string, WordOnCare[], CareNow, (string | null)[]]>([
    ['nothing said', [], video, [null, null]],
    ['a yes to video, by video', [yes()], video, ['given', null]],
    ['a yes to video, now by phone', [yes()], phone, ['given', 'new-way']],
    ['a yes to the phone, now by video', [yes('audio')], video, ['given', 'new-way']],
    ['a yes to each, by phone', [yes(), yes('audio')], phone, ['given', null]],
    ['a yes to each, back at video', [yes(), yes('audio')], video, ['given', null]],
    ['a yes to both ways in one', [yes(null)], phone, ['given', null]],
    ['a yes to an older text', [yes('video', '1')], video, ['given', 'new-text']],
    ['an older text, and another way as well', [yes('video', '1')], phone, ['given', 'new-text']],
    ['an older text first, the new one then', [yes('video', '1'), yes()], video, ['given', null]],
    ['a yes to words that were changed since', [changed(yes())], video, ['given', 'changed-text']],
    ['changed words, and another way as well', [changed(yes())], phone, ['given', 'new-text']],
    ['changed words, and a yes to those of today', [changed(yes()), yes()], video, ['given', null]],
    [
      'today’s words for video, changed ones for the phone',
      [yes(), changed(yes('audio'))],
      phone,
      ['given', 'new-way'],
    ],
    ['an older text that was changed as well', [changed(yes('video', '1'))], video, ['given', 'new-text']],
    ['a no to words that were changed since', [changed(no())], video, ['refused', null]],
    ['a no', [no()], video, ['refused', null]],
    ['a yes, then a no', [yes(), no()], video, ['refused', null]],
    ['a no, then a yes', [no(), yes()], video, ['given', null]],
    ['a no to video, and nothing said of the phone', [no()], phone, ['refused', null]],
    ['a no to the phone leaves video as it was', [yes(), no('audio')], video, ['given', null]],
    ['a no to the phone, by phone', [yes(), no('audio')], phone, ['refused', null]],
    ['a no to video, a yes to the phone', [no(), yes('audio')], phone, ['given', null]],
    ['taken back', [back()], video, ['taken-back', null]],
    ['taken back, now by phone', [back()], phone, ['taken-back', null]],
    ['taken back and given anew', [back(), yes()], video, ['given', null]],
    [
      'taken back for both, given anew for the phone alone',
      [back(), back('audio'), yes('audio')],
      video,
      [...['taken-back', null]],
    ],
  ])('%s', (_name, words, now, expected) => expect(stand(words, now)).toEqual(expected));

  it('a place with words of its own asks for those, and theirs hold elsewhere', () => {
    expect(stand([yes()], { ...video, state: 'VT' })).toEqual(['given', 'new-place']);
    expect(stand([yes('video', '1-VT')], { ...video, state: 'VT' })).toEqual(['given', 'new-text']);
    expect(stand([yes('video', '2-WA')], { ...video, state: 'VT' })).toEqual(['given', 'new-place']);
    expect(stand([yes('video', '2-VT')], { ...video, state: 'VT' })).toEqual(['given', null]);
    expect(stand([yes('video', '2-VT')], video)).toEqual(['given', null]);
    expect(stand([changed(yes('video', '2-VT'))], video)).toEqual(['given', 'changed-text']);
    expect(stand([changed(yes())], { ...video, state: 'VT' })).toEqual(['given', 'new-place']);
  });

  it('a spoken yes is asked for again where the law asks for writing; a press is writing', () => {
    const spoken = { ...yes(), way: 'spoken' as const };
    const strict = { ...video, needsWriting: true };
    expect(stand([spoken], video)).toEqual(['given', null]);
    expect(stand([spoken], strict)).toEqual(['given', 'in-writing']);
    expect(stand([yes()], strict)).toEqual(['given', null]);
    expect(stand([spoken, yes()], strict)).toEqual(['given', null]);
    // What they signed once they need not sign again because they also said it.
    expect(stand([yes(), spoken], strict)).toEqual(['given', null]);
    expect(stand([yes('audio'), spoken], strict)).toEqual(['given', 'in-writing']);
    expect(stand([{ ...no(), way: 'spoken' }], strict)).toEqual(['refused', null]);
  });

  it.each<[string, WordOnCare[], CareNow, boolean]>([
    ['nothing said', [], video, true],
    ['a yes to another way', [yes()], phone, true],
    ['their own no', [no()], video, false],
    ['their own no to both ways', [no(null)], phone, false],
    ['their own no to the other way', [no()], phone, true],
    ['a no that was heard', [{ ...no(), way: 'spoken' }], video, true],
    ['taken back', [back()], video, false],
    ['taken back, now another way', [back()], phone, false],
    ['a heard yes taken back', [{ ...back(), way: 'spoken' }], video, false],
  ])('may be changed aloud after %s: %s', (_name, words, now, expected) =>
    expect(decideCareWord(words, now).mayAgreeAloud).toBe(expected),
  );

  it('says which word it rests on', () => {
    const words = [yes(), no('audio')];
    expect([decideCareWord(words, video).last, decideCareWord(words, phone).last]).toEqual(words);
  });
});
