// The wire of the rule packs' page. Below /l/<launchId>/api/. Holds rules and no patient.
//
// who                                        method path    input  answer
// supervisor biller privacy-officer tech-admin  GET    rules   –      RulesView
import { z } from 'zod';
import { TOPICS } from './rule-row.ts';

/** Days are ISO days; a row stands on both its days. */
export const RulesView = z.object({
  /** Today, by the server's clock, UTC. */
  today: z.string(),
  packs: z.array(
    z.object({
      pack: z.string(),
      version: z.string(),
      asOf: z.string(),
      topics: z.array(z.enum(TOPICS)),
      about: z.string(),
      /** The site's own: its rows go before the shipped ones. */
      isSite: z.boolean(),
      rows: z.number().int(),
      /** Rows that have run out with none of their name to go on: they say "needs review". */
      ended: z.number().int(),
    }),
  ),
  /** What runs out within `withinDays`, soonest first. */
  withinDays: z.number().int(),
  endings: z.array(z.object({ pack: z.string(), on: z.string(), rows: z.array(z.string()) })),
  /** What the linter found: no rule answers "allowed" by such a row. */
  faults: z.array(z.object({ pack: z.string(), row: z.string(), words: z.string() })),
  /** Consent texts that somebody agreed to in other words than stand under the same version today. */
  changedTexts: z.array(
    z.object({
      kind: z.enum(['telehealth', 'guest', 'recording', 'ai-listening']),
      version: z.string(),
      language: z.enum(['en', 'es']),
      /** When the other words were first answered; ISO instant. */
      firstReadAt: z.string(),
    }),
  ),
  /** Rows of the site's own packs, with who verified what and when. */
  overrides: z.array(
    z.object({
      row: z.string(),
      from: z.string().nullable(),
      to: z.string().nullable(),
      by: z.string(),
      on: z.string(),
      what: z.string(),
    }),
  ),
});
export type RulesView = z.infer<typeof RulesView>;
