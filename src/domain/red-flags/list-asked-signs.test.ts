import { expect, it } from 'vitest';
import type { RulePacks, RuleRow } from '#domain/rules';
import { listAskedSigns, listLinesFor } from './list-asked-signs.ts';

const PACK = { pack: 'red-flags', version: '1', asOf: '2026-11-22' };
const row = (kind: 'red-flag' | 'crisis-line', key: string, value: object): RuleRow => ({
  ...{ id: `${kind}/${key}`, kind, key, from: '2026-01-01', to: null, source: 'a list' },
  ...{ certainty: 'read-primary', pack: PACK, verified: null, value: value as RuleRow['value'] },
});
const words = { en: [], es: [] };
const ROWS = [
  row('red-flag', 'chest-pain', { urgency: 'emergency', asked: 'of-everybody', lines: ['911'], words }),
  row('red-flag', 'child-changed', { urgency: 'emergency', asked: 'of-children', lines: ['911'], words }),
  row('red-flag', 'self-harm', { urgency: 'crisis', asked: 'of-everybody', lines: ['988'], words }),
  row('red-flag', 'not-safe', { urgency: 'crisis', asked: 'in-words', lines: ['hotline'], words }),
  row('crisis-line', '911', { call: '911', places: ['NY'] }),
  row('crisis-line', '988', { call: '988', text: '988', places: ['NY'] }),
  row('crisis-line', 'hotline', { call: '1-800-555-0100', places: 'everywhere' }),
];
const packs: RulePacks = {
  rows: new Map(ROWS.map((one) => [one.id, [one]])),
  read: { billing: [], licensure: [], consent: [], prescribing: [], 'red-flags': [PACK] },
};
const here = { at: '2026-11-22T15:00:00Z', patientState: 'NY' } as const;
const flagsOf = (age: number | undefined) => listAskedSigns(here, age, packs).map(({ flag }) => flag);

it('asks of children what is asked of children, and of whoever may be one', () => {
  expect(flagsOf(18)).toEqual(['chest-pain', 'self-harm']);
  expect(flagsOf(17)).toContain('child-changed');
  expect(flagsOf(undefined)).toContain('child-changed');
});

it('never asks in writing what another may read', () => {
  expect(flagsOf(17)).not.toContain('not-safe');
});

it('gives each sign who answers at once, the most wanted first', () => {
  const lines = listAskedSigns(here, 40, packs).map((one) => one.crisisLines.map(({ line }) => line));
  expect(lines).toEqual([
    ['911', '988'],
    ['988', '911'],
  ]);
});

it('gives no number of ours abroad', () => {
  const abroad = { at: here.at, patientState: null, patientCountry: 'FR' };
  expect(listAskedSigns(abroad, 40, packs).map(({ crisisLines }) => crisisLines)).toEqual([[], []]);
  expect(listLinesFor(['chest-pain'], abroad, packs)).toEqual([]);
});

it('keeps both doors open for a sign that went out of the packs since', () => {
  const linesFor = (flags: string[]) => listLinesFor(flags, here, packs).map(({ line }) => line);
  expect(linesFor(['gone-since'])).toEqual(['988', '911']);
  expect(linesFor(['gone-since', 'chest-pain'])).toEqual(['911', '988']);
  expect(linesFor([])).toEqual([]);
});
