// Vignettes: payers that have rows of their own, and whose plan it is.
import type { Vignette } from './ask.ts';
import { cannot, pays, seen } from './visit-facts.ts';

export const PAYERS_BY_NAME: readonly Vignette[] = [
  [
    'United by any case',
    'payer-rule/unitedhealthcare/visit/video',
    pays(' UNITEDHealthcare ', { totalMinutes: 20 }),
    'propose',
    { lines: '99213-95@10' },
  ],
  [
    'United, away',
    'payer-rule/unitedhealthcare/visit/video',
    pays('uhc', { totalMinutes: 20, patientPlace: 'work' }),
    'propose',
    { lines: '99213-95@02' },
  ],
  [
    'United, phone',
    'payer-rule/unitedhealthcare/visit/audio',
    pays('UHC', { modality: 'audio', totalMinutes: 20 }),
    'propose-with-review',
    { lines: '99213-93@10', codes: ['code-list-not-loaded'] },
  ],
  [
    'Aetna, phone',
    'payer-rule/aetna/visit/audio',
    pays('Aetna', { modality: 'audio', totalMinutes: 20 }),
    'refuse',
    { lines: '', codes: ['not-paid'] },
  ],
  [
    'Aetna Medicare Advantage, phone',
    'payer-rule/aetna/visit/audio',
    seen({ payer: { kind: 'medicare-advantage', name: 'AETNA' }, ...cannot, totalMinutes: 20 }),
    'refuse',
    { codes: ['not-paid'] },
  ],
  [
    'Aetna, psychotherapy by phone',
    'payer-rule/aetna/therapy/audio',
    pays('Aetna', { service: 'psychotherapy', modality: 'audio', totalMinutes: 45 }),
    'refuse',
    {
      lines: '',
      reasons: [{ code: 'not-paid', rule: 'payer-rule/aetna/therapy/audio', carc: '96' }],
      wouldChange: [{ fact: 'modality', to: 'video', gives: 'the same by video' }],
    },
  ],
  [
    'Aetna Medicare Advantage, a crisis by phone',
    'payer-rule/aetna/therapy/audio',
    seen({
      ...{ payer: { kind: 'medicare-advantage', name: 'Aetna' }, service: 'psychotherapy-crisis' },
      ...{ ...cannot, totalMinutes: 45 },
    }),
    'refuse',
    { lines: '', codes: ['not-paid'] },
  ],
  [
    'Aetna, psychotherapy by video, no row',
    'payer-rule/unknown/telehealth',
    pays('Aetna', { service: 'psychotherapy', totalMinutes: 45 }),
    'propose-with-review',
    { lines: '90834-95@10', codes: ['unknown-payer'] },
  ],
  [
    'Aetna, video, no row',
    'payer-rule/unknown/telehealth',
    pays('Aetna', { totalMinutes: 20 }),
    'propose-with-review',
    { lines: '99213-95@10', codes: ['unknown-payer'] },
  ],
  [
    'Cigna wants 02 even at home',
    'payer-rule/cigna/visit',
    pays('Cigna', { totalMinutes: 20 }),
    'propose-with-review',
    { lines: '99213-95@02' },
  ],
  [
    'Cigna, place not said: it would not decide',
    'payer-rule/cigna/visit',
    pays('Cigna', { totalMinutes: 20, patientPlace: undefined }),
    'propose-with-review',
    { lines: '99213-95@02' },
  ],
  [
    'Aetna by phone, place not said: it would not decide',
    'payer-rule/aetna/visit/audio',
    pays('Aetna', { modality: 'audio', totalMinutes: 20, patientPlace: undefined }),
    'refuse',
    { codes: ['not-paid'] },
  ],
  [
    'United, place not said: it decides',
    'payer-rule/unitedhealthcare/visit/video',
    pays('UHC', { totalMinutes: 20, patientPlace: undefined }),
    'needs-review',
    { reasons: [{ code: 'missing-fact', rule: 'patientPlace' }] },
  ],
  [
    'United, neither place nor new or established: both are said',
    'payer-rule/unitedhealthcare/visit/video',
    pays('UHC', { totalMinutes: 20, patientPlace: undefined, patientIsNew: undefined }),
    'needs-review',
    {
      reasons: [
        { code: 'missing-fact', rule: 'patientPlace' },
        { code: 'missing-fact', rule: 'patientIsNew' },
      ],
    },
  ],
  [
    'Cigna, neither place nor new or established: the place would not decide',
    'payer-rule/cigna/visit',
    pays('Cigna', { totalMinutes: 20, patientPlace: undefined, patientIsNew: undefined }),
    'needs-review',
    { reasons: [{ code: 'missing-fact', rule: 'patientIsNew' }] },
  ],
  [
    'United, place not said, after the code year: no place helps',
    'em-level/99213',
    pays('UHC', { serviceDate: '2027-01-01', totalMinutes: 20, patientPlace: undefined }),
    'needs-review',
    {
      reasons: ['99212', '99213', '99214', '99215'].map((code) => ({
        ...{ code: 'row-ran-out', rule: `em-level/${code}` },
      })),
    },
  ],
  [
    'unknown payer, prolonged: the codes of 2025 beside it have their own',
    'prolonged/other/98007',
    pays('Acme', { totalMinutes: 55 }),
    'propose-with-review',
    {
      lines: '99215-95@10 99417-95@10',
      alternatives: [
        {
          lines: [
            { code: '98007', modifiers: [], pos: '10', units: 1 },
            { code: '99417', modifiers: [], pos: '10', units: 1 },
          ],
        },
      ],
    },
  ],
  [
    'Cigna, phone',
    'payer-rule/cigna/visit',
    pays('cigna', { modality: 'audio', totalMinutes: 20 }),
    'propose-with-review',
    { lines: '99213-93@02' },
  ],
  [
    'Horizon, video',
    'payer-rule/horizon/visit',
    pays('Horizon BCBSNJ', { totalMinutes: 20 }),
    'propose-with-review',
    { lines: '99213-95@10' },
  ],
  [
    'Horizon, phone, away',
    'payer-rule/horizon/visit',
    pays('horizon', { modality: 'audio', totalMinutes: 20, patientPlace: 'work' }),
    'propose-with-review',
    { lines: '99213-93@02' },
  ],
];
