import { describe, expect, it } from 'vitest';
import { isolate } from './isolate.ts';
import { isolateWithin } from './isolate-within.ts';
import { escapeTurning, showOverrides } from './odd-letters.ts';

describe('words from outside', () => {
  it.each(['', 'Martin', 'Ñuñez-Åse', '李小龍', '👩‍⚕️', 'O’Brien 3'])('%s stays as it is', (words) => {
    expect(isolate(words)).toBe(words);
  });

  it.each(['שרה', 'محمد', 'Sara שרה', 'ܐܒܓ', '\u{1E900}'])('%s is held apart', (words) => {
    expect(isolate(words)).toBe(`\u2068${words}\u2069`);
  });

  it.each(['\u061C', '\u200E', '\u200F', '\u202A', '\u202D', '\u202E', '\u2066', '\u2068', '\u2069'])(
    'a sign that turns the writing round is shown as odd: %j',
    (sign) => {
      expect(isolate(`a${sign}b`)).toBe('a\uFFFDb');
    },
  );

  it('no sign from outside ends the isolation', () => {
    expect(isolate('שרה\u2069\u202Enitram')).toBe('\u2068שרה\uFFFD\uFFFDnitram\u2069');
  });
});

describe('what holds words at any depth', () => {
  it('has each of them held apart, and nothing else changed', () => {
    const rows = [{ text: 'a\u202Eb', number: 4, isCurrent: true, date: null, parts: [{ text: 'שרה' }] }];
    expect(isolateWithin(rows)).toEqual([
      { text: 'a\uFFFDb', number: 4, isCurrent: true, date: null, parts: [{ text: '\u2068שרה\u2069' }] },
    ]);
  });

  it('is a document: only overrides are shown as odd', () => {
    expect(showOverrides('a\u202Eb\u202Dc')).toBe('a\uFFFDb\uFFFDc');
    expect(showOverrides('שרה\u200F 5\u202Bא\u202C')).toBe('שרה\u200F 5\u202Bא\u202C');
  });

  it('is the same JSON when its turning signs are written out', () => {
    const json = JSON.stringify({ name: 'Mart\u202Enithcra', given: 'שרה' });
    expect(escapeTurning(json)).toContain('Mart\\u202enithcra');
    expect(JSON.parse(escapeTurning(json))).toEqual(JSON.parse(json));
  });
});
