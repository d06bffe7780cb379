// Facts of a controlled substance by video, to be changed by each vignette; and the same once the flexibility has ended.

export const ask = (more: object): object => ({
  at: '2026-11-20T12:00:00-05:00',
  patientState: 'NY',
  modality: 'video',
  schedule: 'II',
  deaRegisteredIn: ['NY'],
  pdmpCheckedAt: '2026-11-20T11:00:00-05:00',
  ...more,
});
export const next = (more: object): object =>
  ask({ at: '2027-01-01T00:00:00-05:00', inPersonEvaluationOn: null, ...more });
export const OUD = { schedule: 'III', purpose: 'opioid-use-disorder', rxcui: '351265' };
export const FLEX = 'prescribing-path/flexibility';
export const BASE = 'prescribing-path/evaluation-or-exception';
