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

/** Lines of a register that are shown at once, at most. */
export const MOST_CREDENTIALS = 5000;
/** Which part of the register: by place, those that end first on top, and of one person alone. */
export const ListCredentials = z.strictObject({
  from: z.coerce.number().int().min(0).default(0),
  most: z.coerce.number().int().min(1).max(MOST_CREDENTIALS).default(MOST_CREDENTIALS),
  practitioner: EnterCredential.shape.practitioner.optional(),
});
export type ListCredentials = z.infer<typeof ListCredentials>;

export const CredentialsView = z.object({
  credentials: z.array(CredentialView),
  /** Place of the first of these lines, from 0, and how many there are altogether. */
  from: z.number().int(),
  total: z.number().int(),
  /** The site lets the NPI registry be asked; absent: it does not. */
  asksNpiRegistry: z.boolean().optional(),
});
export type CredentialsView = z.infer<typeof CredentialsView>;

/** Ten digits; whether they are an NPI, the server says. */
export const LookUpCredential = z.strictObject({
  credentialId: VerifyCredential.shape.credentialId,
  npi: z.string().regex(/^\d{10}$/),
});
export type LookUpCredential = z.infer<typeof LookUpCredential>;

/** What a source says of a line. It verifies nothing: the clinician told the source. */
export const LookedUp = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    evidence: z.object({
      source: z.literal('nppes'),
      worth: z.literal('self-reported'),
      name: z.string(),
      /** The identifier is in force. Says nothing of any licence. */
      isActive: z.boolean(),
      licences: z.array(
        z.object({
          state: z.string().nullable(),
          number: z.string().nullable(),
          field: z.string(),
          /** State and number are those of the line. */
          matches: z.boolean(),
        }),
      ),
    }),
  }),
  z.object({ ok: z.literal(false), why: z.enum(['no-npi', 'unknown', 'unreachable', 'not-understood']) }),
]);
export type LookedUp = z.infer<typeof LookedUp>;
