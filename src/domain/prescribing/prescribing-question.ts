// The question of the prescribing rule, as anyone may ask it from outside.
import { z } from 'zod';
import { Day, Instant, QuestionId, State } from '#domain/rules';

export const PrescribingQuestion = z.strictObject({
  id: QuestionId,
  at: Instant,
  patientState: State.nullish(),
  modality: z.enum(['video', 'audio']),
  /** Federal schedule, as the drug's own record says it. */
  schedule: z.enum(['II', 'III', 'IV', 'V', 'none']).optional(),
  /** RxNorm code, of the ingredient where there is one. */
  rxcui: z.string().regex(/^\d+$/).optional(),
  purpose: z.enum(['opioid-use-disorder', 'other']).optional(),
  /** Day of an in-person evaluation by the prescriber; null: there was none. */
  inPersonEvaluationOn: Day.nullish(),
  deaRegisteredIn: z.array(State).optional(),
  pdmpCheckedAt: Instant.nullish(),
  setting: z.enum(['dea-registered-facility', 'with-dea-practitioner', 'va', 'ihs', 'none']).optional(),
});
export type PrescribingFacts = z.infer<typeof PrescribingQuestion>;
