import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCookie, sessionCookie } from './cookies.ts';

const VALUE = 'a'.repeat(43);
const NAME = sessionCookie('launch1');

describe('readCookie', () => {
  it.each([
    [`${NAME}=${VALUE}`, VALUE],
    [`a=1; ${NAME}=${VALUE}`, VALUE],
    [`a=1; ${NAME}=${VALUE}; b=2`, VALUE],
    [`${NAME}=${VALUE}; ${NAME}=${'b'.repeat(43)}`, VALUE],
    [`x${NAME}=${VALUE}`, null],
    [`a=1; x${NAME}=${VALUE}`, null],
    [`a=1;${NAME}=${VALUE}`, null],
    [`${NAME}2=${VALUE}`, null],
    [`${NAME}=`, null],
    [`${NAME}=short`, null],
    [`${NAME}=${VALUE} with more`, null],
    [`${NAME}="${VALUE}"`, null],
    [`${NAME}=${'a'.repeat(200)}`, null],
    [`${NAME}`, null],
    ['', null],
    [undefined, null],
  ])('%s', (header, expected) => {
    expect(readCookie(header, NAME)).toBe(expected);
  });

  it('finds its own among any others, and only its own', () => {
    const name = fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/);
    const value = fc.stringMatching(/^[A-Za-z0-9_-]{22,60}$/);
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(name, value), { selector: ([one]) => one }),
        name,
        (cookies, wanted) => {
          const header = cookies.map(([one, its]) => `${one}=${its}`).join('; ');
          expect(readCookie(header, wanted)).toBe(cookies.find(([one]) => one === wanted)?.[1] ?? null);
        },
      ),
    );
  });
});
