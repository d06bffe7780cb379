// Vignettes: audio-only, held claims.
import type { Vignette } from './ask.ts';
import { cannot, pays, seen } from './visit-facts.ts';

const CHECK_IN = {
  ...{ fact: 'service', to: 'virtual-check-in' },
  gives: '98016, if the patient began it and it took 5 to 10 minutes',
};

export const AUDIO: readonly Vignette[] = [
  [
    'both facts, cannot',
    'payer-rule/medicare-b/visit/audio/home',
    seen({ ...cannot, totalMinutes: 20 }),
    'propose',
    { lines: '99213-93@10' },
  ],
  [
    'both facts, declines',
    'payer-rule/medicare-b/visit/audio/home',
    seen({ ...cannot, audioOnlyReason: 'patient-declines', totalMinutes: 20 }),
    'propose',
    { lines: '99213-93@10' },
  ],
  [
    'both facts, prolonged',
    'payer-rule/medicare-b/visit/audio/home',
    seen({ ...cannot, totalMinutes: 69 }),
    'propose',
    { lines: '99215-93@10 G2212-93@10' },
  ],
  [
    'patient could have used video',
    'payer-rule/medicare-b/visit/audio/home',
    seen({ ...cannot, audioOnlyReason: 'none', totalMinutes: 20 }),
    'refuse',
    {
      ...{ lines: '', codes: ['video-was-possible'] },
      wouldChange: [{ fact: 'modality', to: 'video', gives: 'the same by video' }, CHECK_IN],
    },
  ],
  [
    'the same, whatever the place',
    'payer-rule/medicare-b/visit/audio/home',
    seen({ ...cannot, audioOnlyReason: 'none', patientPlace: undefined, totalMinutes: 20 }),
    'refuse',
    { codes: ['video-was-possible'] },
  ],
  [
    'place not said, both facts',
    'payer-rule/medicare-b/visit/audio/home',
    seen({ ...cannot, patientPlace: undefined, totalMinutes: 20 }),
    'needs-review',
    { codes: ['missing-fact'] },
  ],
  [
    'clinician has no video',
    'payer-rule/medicare-b/visit/audio/home',
    seen({ ...cannot, clinicianVideoCapable: false, totalMinutes: 20 }),
    'refuse',
    {
      codes: ['clinician-without-video'],
      // Whoever has no video is not told to use it.
      wouldChange: [CHECK_IN],
    },
  ],
  [
    'reason not said',
    'payer-rule/medicare-b/visit/audio/home',
    seen({ ...cannot, audioOnlyReason: undefined, totalMinutes: 20 }),
    'needs-review',
    { codes: ['missing-fact'] },
  ],
  [
    'clinician’s video not said',
    'payer-rule/medicare-b/visit/audio/home',
    seen({ ...cannot, clinicianVideoCapable: undefined, totalMinutes: 20 }),
    'needs-review',
    { codes: ['missing-fact'] },
  ],
  [
    'away from home',
    'payer-rule/medicare-b/visit/audio/away',
    seen({ ...cannot, patientPlace: 'work', totalMinutes: 20 }),
    'refuse',
    { lines: '', codes: ['not-paid'] },
  ],
  [
    'both facts not said, and no level: all are named',
    'payer-rule/medicare-b/visit/audio/home',
    seen({ modality: 'audio' }),
    'needs-review',
    {
      reasons: [
        { code: 'missing-fact', rule: 'audioOnlyReason' },
        { code: 'missing-fact', rule: 'clinicianVideoCapable' },
        { code: 'missing-fact', rule: 'totalMinutes' },
        { code: 'missing-fact', rule: 'mdm' },
      ],
    },
  ],
];

export const HELD: readonly Vignette[] = [
  [
    '2025-09-30, law in force',
    'telehealth-law/medicare-telehealth',
    seen({ serviceDate: '2025-09-30', totalMinutes: 20 }),
    'propose',
    { lines: '99213@10', hold: false },
  ],
  [
    '2025-10-01, first day of the lapse',
    'law-lapse/medicare-telehealth/2025',
    seen({ serviceDate: '2025-10-01', totalMinutes: 20 }),
    'propose',
    { lines: '99213@10', hold: true, codes: ['law', 'law-had-lapsed'] },
  ],
  [
    '2025-11-12, last day of the lapse',
    'law-lapse/medicare-telehealth/2025',
    seen({ serviceDate: '2025-11-12', totalMinutes: 20 }),
    'propose',
    { hold: true },
  ],
  [
    '2025-11-13, restored',
    'law-lapse/medicare-telehealth/2025',
    seen({ serviceDate: '2025-11-13', totalMinutes: 20 }),
    'propose',
    { hold: false },
  ],
  [
    '2026-01-30, in force',
    'law-lapse/medicare-telehealth/2026',
    seen({ serviceDate: '2026-01-30', totalMinutes: 20 }),
    'propose',
    { hold: false },
  ],
  [
    '2026-01-31, lapsed again',
    'law-lapse/medicare-telehealth/2026',
    seen({ serviceDate: '2026-01-31', totalMinutes: 20 }),
    'propose',
    { hold: true },
  ],
  [
    '2026-02-03, last day',
    'law-lapse/medicare-telehealth/2026',
    seen({ serviceDate: '2026-02-03', totalMinutes: 20 }),
    'propose',
    {
      hold: true,
      reasons: [
        ...[{ code: 'payer-rule' }, { code: 'level-by-time' }, { code: 'law' }, { code: 'place-of-service' }],
        {
          ...{ code: 'law-had-lapsed', rule: 'law-lapse/medicare-telehealth/2026' },
          ...{ source: 'gillcompliance.com 2026-02-26; bhnet.org', effectiveTo: '2026-02-03' },
        },
      ],
    },
  ],
  [
    '2026-02-04, restored',
    'law-lapse/medicare-telehealth/2026',
    seen({ serviceDate: '2026-02-04', totalMinutes: 20 }),
    'propose',
    { hold: false },
  ],
  [
    'a commercial claim is not held',
    'law-lapse/medicare-telehealth/2026',
    pays('UHC', { serviceDate: '2026-02-01', totalMinutes: 20 }),
    'propose',
    { hold: false },
  ],
  [
    'FQHC in the lapse',
    'law-lapse/medicare-telehealth/2026',
    seen({ payer: { kind: 'fqhc-medicare' }, serviceDate: '2026-02-01' }),
    'propose',
    { lines: 'G2025@none', hold: true },
  ],
  [
    'RHC in the lapse',
    'law-lapse/medicare-telehealth/2026',
    seen({ payer: { kind: 'rhc-medicare' }, serviceDate: '2026-02-01' }),
    'propose',
    { lines: 'G2025@none', hold: true },
  ],
  [
    'what is refused is not held',
    'law-lapse/medicare-telehealth/2026',
    seen({ ...cannot, patientPlace: 'work', totalMinutes: 20, serviceDate: '2026-02-01' }),
    'refuse',
    { hold: false },
  ],
];
