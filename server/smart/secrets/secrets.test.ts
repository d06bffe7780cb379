import { describe, expect, it } from 'vitest';
import { isId, isSameSecret, newSecret } from './index.ts';

describe('isId', () => {
  it.each([newSecret(16), newSecret(), 'a'.repeat(16), 'A-_9'.repeat(16)])('takes %s', (id) => {
    expect(isId(id)).toBe(true);
  });
  it.each([
    'a'.repeat(15),
    'a'.repeat(65),
    `${'a'.repeat(16)}\0`,
    `${'a'.repeat(16)}\n`,
    `${'a'.repeat(16)}=`,
    `${'a'.repeat(16)}é`,
    '',
    undefined,
    ['a'.repeat(22)],
  ])('refuses %j', (value) => {
    expect(isId(value)).toBe(false);
  });
});

describe('isSameSecret', () => {
  it.each([
    ['a', 'a', true],
    ['a', 'b', false],
    ['a', 'aa', false],
    ['', '', true],
  ])('%j and %j: %s', (one, other, same) => {
    expect(isSameSecret(one, other)).toBe(same);
  });
});
