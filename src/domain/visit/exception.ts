// A signed exception to the licence rule on the wire: what may be attested where the patient is now, and what was.
// Nothing is decided here.
import { z } from 'zod';
import { EXCEPTION_KINDS } from '#domain/licensure';
import { CERTAINTIES } from '#domain/rules';

/** The row of a pack that speaks of an exception, as it stood when it was read. Days are inclusive. */
const Rule = z.object({
  kind: z.enum(EXCEPTION_KINDS),
  /** Id of the row. */
  rule: z.string(),
  source: z.string(),
  certainty: z.enum(CERTAINTIES),
  effectiveFrom: z.string().nullable(),
  effectiveTo: z.string().nullable(),
  /** What whoever attests vouches for, in the pack's words. */
  conditions: z.array(z.string()),
  pack: z.string(),
  version: z.string(),
});

/** What the visit's clinician signed for. It holds in one state, in this visit, for this clinician. */
export const ExceptionView = Rule.extend({
  exceptionId: z.string(),
  /** USPS code of the place it was signed for. */
  state: z.string(),
  /** Why it applies, in the clinician's words. */
  statement: z.string(),
  by: z.string(),
  at: z.string(),
});
export type ExceptionView = z.infer<typeof ExceptionView>;

/** Why nothing can be attested now; words at `staff.visit.exception.refused.<code>`. */
export const EXCEPTION_REFUSALS = [
  'not-yours',
  'over',
  'place-unknown',
  'outside-united-states',
  'not-needed',
  'barred-licence',
] as const;

export const ExceptionsView = z.object({
  /** Where the patient is now; null: not known, or not in the United States. */
  state: z.string().nullable(),
  /** Null: one of the rules below may be attested. */
  refused: z.enum(EXCEPTION_REFUSALS).nullable(),
  rules: z.array(
    Rule.extend({
      /** The state's own rule; otherwise a class that is known of many states. */
      isOfState: z.boolean(),
      /** Code of why this row does not grant, however it is signed; null: it does. */
      doubt: z.string().nullable(),
    }),
  ),
});
export type ExceptionsView = z.infer<typeof ExceptionsView>;
