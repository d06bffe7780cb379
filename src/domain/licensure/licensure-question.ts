// The question of the licence rule, as anyone may ask it from outside.
import { z } from 'zod';
import { Day, Instant, QuestionId, State } from '#domain/rules';

export const PROFESSIONS = [
  'physician',
  'nurse',
  'advanced-practice-nurse',
  'physician-assistant',
  'psychologist',
  'professional-counselor',
  'social-worker',
  'physical-therapist',
  'occupational-therapist',
  'speech-language-pathologist',
  'audiologist',
  'dietitian',
  'emergency-medical',
] as const;

export const CREDENTIAL_KINDS = [
  'licence',
  'compact-privilege',
  'multistate-licence',
  'psypact-apit',
  'telehealth-registration',
  'letter-of-qualification',
] as const;
export const CREDENTIAL_STATUSES = [
  'active',
  'expired',
  'suspended',
  'revoked',
  'pending',
  'probation',
] as const;

/** Classes of exception to the rule that care needs authority where the patient is. */
export const EXCEPTION_KINDS = ['federal-va', 'consultation', 'follow-up', 'border', 'emergency'] as const;
export type ExceptionKind = (typeof EXCEPTION_KINDS)[number];

/** A licence, privilege or authorisation of the clinician, as the register holds it. */
export const Credential = z.strictObject({
  kind: z.enum(CREDENTIAL_KINDS),
  /** Where it is good: the issuing state, of a privilege the state it is for. */
  state: State.optional(),
  compact: z.string().optional(),
  status: z.enum(CREDENTIAL_STATUSES),
  /** First and last day, inclusive. */
  from: Day,
  to: Day,
  /** Issued by the state the clinician lives in. */
  residenceState: z.boolean().optional(),
  verifiedOn: Day.optional(),
  source: z.enum(['primary', 'self-reported']).optional(),
});
export type Credential = z.infer<typeof Credential>;

export const LicensureQuestion = z.strictObject({
  id: QuestionId,
  at: Instant,
  profession: z.enum(PROFESSIONS),
  /** Where the patient is at that moment; null: not known. */
  patientState: State.nullish(),
  /** ISO 3166 of two letters; absent: the United States. */
  patientCountry: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  credentials: z.array(Credential),
  exception: z
    .strictObject({
      kind: z.enum(EXCEPTION_KINDS),
      attestedBy: z.string().min(1).optional(),
      attestedAt: Instant.optional(),
      /** A law in one's own words, or the id of the pack's row that speaks of it. */
      rule: z.string().min(1).optional(),
    })
    .optional(),
});
export type LicensureFacts = z.infer<typeof LicensureQuestion>;
