import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { digestOf } from './digest-of.ts';

it.each(['', 'Ref WS-1', 'Ärztin 👩🏽‍⚕️\r\n'])('of %j is what anybody else computes', async (text) => {
  expect(await digestOf(text)).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
});
