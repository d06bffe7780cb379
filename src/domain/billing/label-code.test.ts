// Our own words for codes; the site's go first, and nobody's copyrighted ones stand here.
import { expect, it } from 'vitest';
import { loadPacks } from '../../../server/rules/index.ts';
import { labelCodes } from './label-code.ts';

const { packs } = loadPacks();

it.each([
  ['99203', 'New patient, visit, low – 30 min'],
  ['99212', 'Established patient, visit, straightforward – 10 min'],
  ['98006', 'Established patient, video visit (2025 codes), moderate – 30 min'],
  ['98011', 'New patient, audio visit (2025 codes), high – 60 min'],
  ['90834', 'Psychotherapy, from 38 min'],
  ['90833', 'Psychotherapy beside a visit, from 16 min'],
  ['90839', 'Crisis psychotherapy, from 30 min'],
  ['90840', 'Crisis psychotherapy, further time, from 75 min'],
  ['90853', 'Group psychotherapy'],
  ['90791', 'Psychiatric evaluation'],
  ['98016', 'virtual check-in 5-10 min'],
  ['G2212', 'Prolonged time beyond the highest level'],
  ['99417', 'Prolonged time beyond the highest level'],
  ['93', 'real-time audio-only'],
  ['10', 'telehealth, patient at home'],
  ['02', 'telehealth, patient elsewhere'],
  ['11', 'office'],
])('%s is called “%s”', (code, label) => expect(labelCodes([code], packs)).toEqual({ [code]: label }));

it('the site’s own words come first, and a code nobody has words for is left out', () =>
  expect(labelCodes(['99213', '12345', '54321'], packs, { '99213': 'Follow-up', '54321': 'Ours' })).toEqual({
    '99213': 'Follow-up',
    '54321': 'Ours',
  }));
