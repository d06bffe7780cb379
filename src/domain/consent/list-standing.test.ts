import { describe, expect, it } from 'vitest';
import { listStanding } from './list-standing.ts';
import type { ListeningAnswer } from './listening.ts';
import { isTextInForce } from './text-version.ts';

let minute = 0;
const said = (more: Partial<ListeningAnswer>): ListeningAnswer => {
  minute += 1;
  return {
    ...{ purpose: 'recording', subject: 'patient', speaker: 'patient', agreed: true, version: '1' },
    isTextAsRead: true,
    ...{ language: 'en', modality: 'video', by: 'self', withdrawnAt: null, interpreter: false },
    ...{ isOfThisVisit: true, givenAt: new Date(Date.UTC(2026, 10, 22, 12, minute)).toISOString() },
    ...more,
  };
};
const no = (more: Partial<ListeningAnswer> = {}) => said({ agreed: false, ...more });
const parent = { speaker: 'mother', by: 'parent' } as const;
const before = { isOfThisVisit: false } as const;
const backAt = { withdrawnAt: '2026-11-22T13:00:00.000Z' } as const;

describe('what answers come to', () => {
  it.each<[string, ListeningAnswer[], string, number]>([
    ['nobody answered', [], 'none', 0],
    ['yes', [said({})], 'yes', 1],
    ['no', [no()], 'no', 0],
    ['no, then yes', [no(), said({})], 'yes', 1],
    ['yes to two texts', [said({}), said({ version: '1-CA' })], 'yes', 2],
    ['yes, no, yes: the last alone', [said({}), no(), said({})], 'yes', 1],
    ['yes, then no', [said({}), no()], 'no', 0],
    ['taken back', [said(backAt)], 'taken-back', 1],
    ['taken back, then yes again', [said(backAt), said({})], 'yes', 1],
    ['a parent says yes, the child says no', [said(parent), no()], 'no', 0],
    ['the child says no, then a parent says yes', [no(), said(parent)], 'no', 0],
    ['both say yes', [said(parent), said({})], 'yes', 2],
    ['yes of an earlier visit', [said(before)], 'yes', 1],
    ['no of an earlier visit: asked again', [no(before)], 'none', 0],
    ['no, then yes, both earlier: the yes alone', [no(before), said(before)], 'yes', 1],
    ['yes, then no, both earlier: asked again', [said(before), no(before)], 'none', 0],
    ['a yes taken back earlier: asked again', [said({ ...before, ...backAt })], 'none', 0],
    ['yes earlier, no now', [said(before), no()], 'no', 0],
    ['no earlier, yes now', [no(before), said({})], 'yes', 1],
    ['somebody else’s yes', [said({ subject: 'guest-1', speaker: 'guest-1' })], 'none', 0],
    ['yes to the other question', [said({ purpose: 'ai-listening' })], 'none', 0],
  ])('%s', (_name, answers, word, count) => {
    const standing = listStanding(answers, 'patient', 'recording');
    expect([standing.word, standing.consents.length]).toEqual([word, count]);
  });

  it('a yes to words that were changed since is not one to the version they stand under', () => {
    const [given] = listStanding([said({ isTextAsRead: false })], 'patient', 'recording').consents;
    expect(given?.version).not.toBe('1');
    expect(isTextInForce(given?.version ?? '', { version: '1', ownWords: ['CA'] }, null)).toBe(false);
  });

  it('a yes is handed to the consent rule with all it says, and nothing of who spoke', () => {
    const answer = said({ ...parent, language: 'es', interpreter: true, version: '1-CA', ...backAt });
    expect(listStanding([answer], 'patient', 'recording')).toEqual({
      word: 'taken-back',
      answer,
      consents: [
        {
          ...{ kind: 'recording', version: '1-CA', givenAt: answer.givenAt, modality: 'video' },
          ...{ withdrawnAt: '2026-11-22T13:00:00.000Z', language: 'es', interpreter: true, by: 'parent' },
        },
      ],
    });
  });
});
