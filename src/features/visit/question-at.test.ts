import { expect, it } from 'vitest';
import { questionAt } from './question-at.ts';

const first = { chosen: null, isPastSigns: false };
const past = { chosen: null, isPastSigns: true };

it('is the first without an answer, the signs among them', () => {
  expect(questionAt(['where', 'signs'], first)).toBe('where');
  expect(questionAt(['signs', 'consent'], first)).toBe('signs');
  expect(questionAt([], first)).toBeNull();
});

it('is the one that was turned to, answered or not', () => {
  expect(questionAt(['consent'], { ...first, chosen: 'who' })).toBe('who');
  expect(questionAt(['signs'], { ...past, chosen: 'signs' })).toBe('signs');
});

it('never comes back to signs that could not be told', () => {
  expect(questionAt(['signs', 'consent'], past)).toBe('consent');
  expect(questionAt(['signs'], past)).toBeNull();
});
