import { describe, expect, it } from 'vitest';
import { CheckInAnswer, listMissing, NO_ANSWERS } from './check-in.ts';

const where = (change: object) =>
  CheckInAnswer.safeParse({
    question: 'where',
    answer: { place: 'home', address: null, state: 'MA', country: 'US', ...change },
  }).success;

describe('answers at check-in', () => {
  it('ask the state always, but outside the United States', () => {
    expect(where({})).toBe(true);
    expect(where({ state: 'PR' })).toBe(true);
    expect(where({ state: null })).toBe(false);
    expect(where({ state: 'XX' })).toBe(false);
    expect(where({ country: 'CA', state: null })).toBe(true);
    expect(where({ country: 'CA' })).toBe(false);
  });

  it.each([
    ['978-555-0199', true],
    ['+1 (978) 555 0199', true],
    ['+++++++', false],
    ['12345', false],
    ['call me', false],
  ])('a number: %s', (number, isOne) => {
    expect(CheckInAnswer.safeParse({ question: 'call-back', number }).success).toBe(isOne);
  });

  it('are all asked, in the order of the screen; a no is an answer', () => {
    const none = { isSignsTold: false, isConsentSaid: false };
    expect(listMissing(NO_ANSWERS, none)).toEqual([
      ...['who', 'where', 'signs', 'call-back', 'contact', 'consent', 'devices'],
    ]);
    expect(listMissing(NO_ANSWERS, { ...none, isSignsTold: true })).not.toContain('signs');
    expect(listMissing(NO_ANSWERS, { ...none, isConsentSaid: true })).not.toContain('consent');
    expect(
      listMissing({ ...NO_ANSWERS, who: { isRight: false, at: '2026-11-22T15:00:00Z' } }, none),
    ).not.toContain('who');
  });
});
