// The question of the consent rule, as anyone may ask it from outside.
import { z } from 'zod';
import { Instant, QuestionId, State } from '#domain/rules';

const Modality = z.enum(['video', 'audio']);

/** One consent as the record holds it. */
export const GivenConsent = z.strictObject({
  kind: z.enum(['telehealth', 'recording', 'ai-listening']),
  /** Version of the text that was agreed to. */
  version: z.string(),
  givenAt: Instant,
  /** Absent: the text spoke of both. */
  modality: Modality.optional(),
  language: z.string().optional(),
  interpreter: z.boolean().optional(),
  withdrawnAt: Instant.nullish(),
  /** Absent: the person spoke for themself. */
  by: z.enum(['self', 'parent', 'guardian', 'proxy']).optional(),
});
export type GivenConsent = z.infer<typeof GivenConsent>;

export const Participant = z.strictObject({
  ref: z.string(),
  role: z.enum(['patient', 'clinician', 'caregiver', 'interpreter', 'other']),
  /** Where the person is; null: not known. */
  state: State.nullish(),
  ageYears: z.number().min(0).max(150).optional(),
  consents: z.array(GivenConsent),
});
export type Participant = z.infer<typeof Participant>;

export const ConsentQuestion = z.strictObject({
  id: QuestionId,
  at: Instant,
  patientState: State.nullish(),
  modality: Modality,
  wants: z.strictObject({ recording: z.boolean(), aiListening: z.boolean() }),
  /** Versions of the texts in force. */
  currentVersions: z.strictObject({
    telehealth: z.string().optional(),
    recording: z.string().optional(),
    aiListening: z.string().optional(),
  }),
  participants: z.array(Participant),
});
export type ConsentFacts = z.infer<typeof ConsentQuestion>;
