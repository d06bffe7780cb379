// Which kind of payer a line of the chart's coverage names without doubt, and where it stays open.
import { expect, it } from 'vitest';
import { coverageOf } from '../../../tests/fixtures/charge-facts.ts';
import { readPayer } from './read-payer.ts';

const sopt = (code: string, system = 'https://nahdo.org/sopt') => ({ codes: [{ system, code }] });

it.each([
  ['a plan of Medicare’s, by its code', sopt('111'), { kind: 'medicare-advantage' }],
  ['Part B, by its code', sopt('121'), { kind: 'medicare-b' }],
  ['Medicare’s head alone', sopt('1'), null],
  ['a code that only ends so', sopt('312'), null],
  ['Medicaid', sopt('25'), { kind: 'medicaid' }],
  ['the VA', sopt('32'), { kind: 'va' }],
  ['an HMO', sopt('511'), { kind: 'commercial' }],
  ['Blue Cross', { ...sopt('6'), payer: 'Blue Cross' }, { kind: 'commercial', name: 'Blue Cross' }],
  ['who pays out of their own pocket', sopt('81'), { kind: 'self-pay' }],
  ['another code system', sopt('81', 'https://example.org'), null],
  ['Advantage, by its words', { plan: 'Medicare Advantage Gold' }, { kind: 'medicare-advantage' }],
  ['Part C', { payer: 'Medicare', plan: 'Part C' }, { kind: 'medicare-advantage' }],
  ['words over two fields', { payer: 'Medicare', text: 'Part B' }, { kind: 'medicare-b' }],
  ['Medicare alone', { payer: 'Medicare' }, null],
  ['self pay without a hyphen', { text: 'self pay' }, { kind: 'self-pay' }],
  ['in one word', { text: 'Selfpay' }, { kind: 'self-pay' }],
  ['another person’s', { text: 'herself-paying' }, null],
  ['words that agree with the code', { ...sopt('2'), payer: 'Bay Medicaid' }, { kind: 'medicaid' }],
  ['words against the code', { ...sopt('5'), payer: 'Bay Medicaid' }, null],
  ['nothing', {}, null],
])('%s', (_words, parts, payer) => expect(readPayer(coverageOf(parts))).toEqual(payer));
