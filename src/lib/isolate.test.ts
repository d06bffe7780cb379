import { describe, expect, it } from 'vitest';
import { isolate } from './isolate.ts';

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
