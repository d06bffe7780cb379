import { describe, expect, it } from 'vitest';
import { ApiError } from '#lib/api';
import { isGone, isOver } from './is-over.ts';

describe('a failed poll', () => {
  it.each([401, 403, 404, 410, 423])('%i takes the screen away', (status) =>
    expect(isOver(new ApiError(status, 'x', null, ''))).toBe(true),
  );
  it.each([0, 429, 500, 502, 503, 504])('%i leaves it with a word', (status) =>
    expect(isOver(new ApiError(status, 'x', null, ''))).toBe(false),
  );
  it('that is no answer of the server leaves it', () => expect(isOver(new Error('x'))).toBe(false));
});

it('tells a log-out from other refusals', () =>
  expect([401, 403, 423, 503].map((status) => isGone(new ApiError(status, 'x', null, '')))).toEqual([
    true,
    false,
    false,
    false,
  ]));
