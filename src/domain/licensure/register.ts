// The credential register on the wire: its lines, and what may be asked of it. It judges no line.
import { z } from 'zod';
import { Credential, PROFESSIONS } from './licensure-question.ts';

const Sentence = z.string().trim().min(1).max(1000);

/** A line of the credential register, entered by hand. Days are inclusive, YYYY-MM-DD. */
export const EnterCredential = z.strictObject({
  /** `Practitioner/<id>` of this EHR. */
  practitioner: z.string().regex(/^Practitioner\/[A-Za-z0-9\-.]{1,64}$/),
  kind: Credential.shape.kind,
  profession: z.enum(PROFESSIONS),
  state: Credential.shape.state.unwrap().nullable(),
  compact: z.string().max(20).nullable(),
  number: z.string().trim().max(60).nullable(),
  status: Credential.shape.status,
  from: z.iso.date(),
  to: z.iso.date(),
  residenceState: z.boolean(),
});
export type EnterCredential = z.infer<typeof EnterCredential>;
export const CREDENTIAL_ORIGINS = ['by-hand', 'file', 'ehr'] as const;
export type CredentialOrigin = (typeof CREDENTIAL_ORIGINS)[number];
export const VerifyCredential = z.strictObject({
  credentialId: z.string().regex(/^[A-Za-z0-9_-]{16,64}$/),
  /** The primary source that was asked: a board's register, Nursys. */
  source: Sentence,
  status: EnterCredential.shape.status,
  to: z.iso.date(),
});
export type VerifyCredential = z.infer<typeof VerifyCredential>;

/** One line of the credential register. */
export const CredentialView = z.object({
  credentialId: z.string(),
  practitioner: z.string(),
  kind: z.string(),
  profession: z.string(),
  state: z.string().nullable(),
  compact: z.string().nullable(),
  number: z.string().nullable(),
  status: z.string(),
  from: z.string(),
  to: z.string(),
  /** Entered by hand, imported from a sheet, or taken over from the EHR (Practitioner.qualification). */
  origin: z.enum(CREDENTIAL_ORIGINS),
  verified: z.object({ by: z.string(), on: z.string(), source: z.string() }).nullable(),
});
export type CredentialView = z.infer<typeof CredentialView>;
export const CredentialsView = z.object({ credentials: z.array(CredentialView) });
export type CredentialsView = z.infer<typeof CredentialsView>;
