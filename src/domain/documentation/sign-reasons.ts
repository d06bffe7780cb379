// Why a note cannot be signed now. Literal codes; words for people stand with the screen.

export const SIGN_REASONS = [
  /** Signing is a clinician's act. */
  'not-a-clinician',
  /** A clinician who neither was responsible for this visit nor took part in it. */
  'not-of-this-visit',
  /** The EHR did not say who this is by a Practitioner of its own: it could not be filed under a name. */
  'no-practitioner',
  'wrong-patient',
  'visit-not-begun',
  /** End the visit first: the lines about times and people are not final. */
  'visit-running',
  /** Another page's text has not been looked at. */
  'conflict',
  /** `data.section` */
  'section-empty',
  /** The note it adds to or replaces was replaced or withdrawn meanwhile. */
  'outdated',
  /** A fact named in it is not one of this visit's. */
  'unknown-fact',
  /** `data.problem`: `half-character`, `nul` or `too-long`. */
  'text',
] as const;
export type SignReasonCode = (typeof SIGN_REASONS)[number];
