// The roles of Webside, the only ones, and how a person who came in gets one.

export const ROLES = [
  'clinician',
  'nurse',
  'biller',
  'supervisor',
  'privacy-officer',
  'tech-admin',
  'patient',
  'proxy',
  'guest',
] as const;

export type Role = (typeof ROLES)[number];

/**
 * Who stands behind a session. `null`: a Practitioner the tenant's mapping does not know; may read,
 * and neither admit nor sign.
 */
export type SessionRole = Role | null;
