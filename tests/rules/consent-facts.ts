// Facts of a visit in which people agreed, to be changed by each vignette, and what is expected of an answer.

export const AT = '2026-11-20T12:00:00-05:00';
export const yes = (kind: string, more: object = {}): object => ({
  kind,
  version: { telehealth: '3', recording: '1', 'ai-listening': '2' }[kind],
  givenAt: '2026-11-01T12:00:00-05:00',
  ...more,
});
export const patient = (consents: object[], more: object = {}): object => ({
  ref: 'p',
  role: 'patient',
  state: 'NY',
  ageYears: 44,
  consents,
  ...more,
});
export const clinician = (consents: object[] = [], more: object = {}): object => ({
  ref: 'c',
  role: 'clinician',
  state: 'NY',
  consents,
  ...more,
});
export const asked = (participants: object[], more: object = {}): object => ({
  at: AT,
  patientState: 'NY',
  modality: 'video',
  wants: { recording: false, aiListening: false },
  currentVersions: { telehealth: '3', recording: '1', aiListening: '2' },
  participants,
  ...more,
});
export const one = (more: object = {}, person: object = {}, around: object = {}): object =>
  asked([patient([yes('telehealth', more)], person), clinician()], around);
export const recorded = (participants: object[], more: object = {}): object =>
  asked(participants, { wants: { recording: true, aiListening: true }, ...more });
export const all = [yes('telehealth'), yes('recording'), yes('ai-listening')];
export const both = [yes('recording'), yes('ai-listening')];
export const sides = (recording: string, aiListening: string): Record<string, unknown> => ({
  recording: { outcome: recording },
  aiListening: { outcome: aiListening },
});
export const TELE = 'consent-policy/telehealth';
export const EVERY = 'consent-policy/everyone-present';
export const MINOR = 'consent-policy/minor';
export const why = (...told: [code: string, rule: string][]): Record<string, unknown> => ({
  reasons: told.map(([code, rule]) => ({ code, rule })),
});
/** Off or barred, with each reason; the visit has none of it. */
export const side = (outcome: string, ...told: [code: string, rule: string][]): Record<string, unknown> => ({
  outcome,
  ...why(...told),
});
export const IN_NY = ['recalled-row', 'recording-law/NY'] as [string, string];
export const lacks = (why: string): Record<string, unknown> => ({
  missing: [{ participant: 'p', kind: 'telehealth', why }],
});
