// Every way in which coming in can fail. Words for people are in the catalogues (`door.<audience>.error.<code>`).

export const DOOR_FAILURES = [
  'state-unknown',
  'state-used',
  'state-expired',
  'other-browser',
  'cookie-blocked',
  'iss-unknown',
  'iss-missing',
  'launch-missing',
  'launch-token-used',
  'ehr-refused',
  'ehr-down',
  'ehr-slow',
  'ehr-answer-wrong',
  'id-token-invalid',
  'patient-missing',
  'tenant-unknown',
  'tenant-missing',
  'other-person',
  'wrong-door',
  'too-many-failures',
  'guest-not-yet',
  'session-none',
  'session-ended',
  'session-mismatch',
  'internal',
  'not-found',
] as const;

/** Closed: a new way to fail is a new code with its own words. */
export type DoorFailure = (typeof DOOR_FAILURES)[number];

export const DOORS = ['ehr', 'patient', 'staff'] as const;
export type Door = (typeof DOORS)[number];

/** What a person can do about it; the page offers exactly one. */
export type NextStep = 'own-window' | 'try-again' | 'open-again' | 'back-to-launch';

/**
 * The one next step. An EHR's launch token is single-use and short-lived, so an EHR launch that failed
 * after the redirect is opened again from the chart; doors without a token can simply be tried again.
 */
export function decideNextStep(code: DoorFailure, door: Door): NextStep | null {
  if (code === 'cookie-blocked') return 'own-window';
  if (['tenant-unknown', 'tenant-missing', 'iss-unknown', 'iss-missing', 'launch-missing'].includes(code))
    return null;
  if (['too-many-failures', 'guest-not-yet', 'not-found', 'wrong-door'].includes(code)) return null;
  return door === 'ehr' ? 'open-again' : 'try-again';
}
