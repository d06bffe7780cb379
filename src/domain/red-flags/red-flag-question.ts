// The question of the red-flag rule, as anyone may ask it from outside.
import { z } from 'zod';
import { Instant, QuestionId, State } from '#domain/rules';

export const URGENCIES = ['none-found', 'needs-review', 'crisis', 'emergency'] as const;
/** In rising order. `none-found` is no finding that all is well. */
export type Urgency = (typeof URGENCIES)[number];

export function highest(all: readonly Urgency[]): Urgency {
  return all.reduce(
    (one, other) => (URGENCIES.indexOf(other) > URGENCIES.indexOf(one) ? other : one),
    'none-found',
  );
}

/** What a person says of one sign, by the key of its row. */
export const SignAnswer = z.strictObject({
  flag: z.string().max(100),
  said: z.enum(['yes', 'no', 'unsure']),
});
export type SignAnswer = z.infer<typeof SignAnswer>;

export const RedFlagQuestion = z.strictObject({
  id: QuestionId,
  at: Instant,
  /** Where the patient is; null: not known. */
  patientState: State.nullish(),
  /** ISO 3166 of two letters; absent: the United States. */
  patientCountry: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  ageYears: z.int().min(0).max(130).optional(),
  answers: z.array(SignAnswer),
  /** The reason for the visit in the person's own words. */
  reason: z.string().max(4000).optional(),
  /** What somebody has found already; it is never lowered. */
  urgency: z.enum(URGENCIES).optional(),
});
export type RedFlagFacts = z.infer<typeof RedFlagQuestion>;
