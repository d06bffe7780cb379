// A rule pack as it is written: JSON in sections that share source, day and certainty. The same form for
// the packs that ship and for a site's own; docs/rule-packs.md tells it to people.
import { z } from 'zod';
import { CERTAINTIES, Day, State, TOPICS } from '#domain/rules';

/** `2026`, `2026-07` or `2026-07-02`; counts from its first day. */
const AsOf = z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/);

const Provenance = {
  source: z.string().optional(),
  asOf: AsOf.optional(),
  certainty: z.enum(CERTAINTIES).optional(),
  from: Day.optional(),
  to: Day.optional(),
  /** A site's own rows: who verified what, and when. */
  verified: z.strictObject({ by: z.string().min(1), on: Day, what: z.string().min(1) }).optional(),
};

/** `states`: one row for each, its code in place of the `*` of the key. What else it says is up to its kind. */
const Row = z.looseObject({
  ...Provenance,
  kind: z.string(),
  key: z.string(),
  states: z.array(State).optional(),
});
export type PackRow = z.infer<typeof Row>;

export const PackFile = z.strictObject({
  pack: z.string(),
  version: z.string(),
  asOf: Day,
  topics: z.array(z.enum(TOPICS)).min(1),
  about: z.string(),
  /** How long a row without an end stands after its `asOf`. */
  horizon: z.union([z.strictObject({ months: z.int().positive() }), z.enum(['code-year', 'none'])]),
  sections: z.array(z.strictObject({ ...Provenance, rows: z.array(Row) })),
});
export type PackFile = z.infer<typeof PackFile>;
