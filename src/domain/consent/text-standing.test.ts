import { describe, expect, it } from 'vitest';
import { judgeText } from './text-standing.ts';

describe('the words that were read', () => {
  it.each([
    ['are those of today', 'a', 'a', 'as-read'],
    ['were changed', 'a', 'b', 'changed'],
    ['are not used any more', 'a', null, 'gone'],
    ['were not kept', null, 'a', 'not-kept'],
    ['were not kept, and the text is gone', null, null, 'not-kept'],
  ] as const)('%s', (_name, read, today, standing) => expect(judgeText({ read, today })).toBe(standing));
});
