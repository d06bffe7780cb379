// Facts of licences that hold, to be changed by each vignette.

export const NOON = '2026-11-20T12:00:00-05:00';
export const licence = (more: object = {}): object => ({
  kind: 'licence',
  state: 'NY',
  status: 'active',
  from: '2020-01-01',
  to: '2028-12-31',
  verifiedOn: '2026-06-01',
  source: 'primary',
  ...more,
});
export const doctor = (more: object, ...credentials: object[]): object => ({
  at: NOON,
  profession: 'physician',
  patientState: 'NY',
  credentials,
  ...more,
});
export const nurse = (patientState: string, more: object): object => ({
  at: NOON,
  profession: 'nurse',
  patientState,
  credentials: [
    licence({ kind: 'multistate-licence', compact: 'NLC', state: 'TX', residenceState: true, ...more }),
  ],
});
export const holds = (profession: string, patientState: string, more: object, at = NOON): object => ({
  at,
  profession,
  patientState,
  credentials: [licence(more)],
});
export const privilege = (compact: string, state: string): object => ({
  kind: 'compact-privilege',
  compact,
  state,
});
export const signed = {
  kind: 'consultation',
  attestedBy: 'Dr. A',
  attestedAt: '2026-11-20T11:00:00-05:00',
  rule: 'Ed. Law 6526',
};
export const OWN = 'licence-policy/state-licence';
