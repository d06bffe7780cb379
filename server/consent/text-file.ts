// How a consent text is written down, the shipped ones and a site's own, and how counsel's approval is. Shapes alone.
import { z } from 'zod';
import { STATE_CODES } from '#domain/rules';

/** `guest`: what a guest agrees to at the door; the others are asked for by the consent rule. */
export const TEXT_KINDS = ['telehealth', 'guest', 'recording', 'ai-listening'] as const;
export type TextKind = (typeof TEXT_KINDS)[number];

const Line = z.string().trim().min(1).max(2000);
const Version = z
  .string()
  .regex(/^[A-Za-z0-9.]{1,12}$/, 'a version has letters, digits and dots, at most 12 of them');
const State = z.enum(STATE_CODES);
const Words = z.union([
  z.strictObject({ title: Line, paragraphs: z.array(Line).min(1) }),
  z.strictObject({
    title: Line,
    sections: z.array(z.strictObject({ heading: Line.nullable(), paragraphs: z.array(Line).min(1) })).min(1),
  }),
]);

export const TextFile = z.strictObject({
  kind: z.enum(TEXT_KINDS),
  version: Version,
  about: Line.optional(),
  en: Words,
  es: Words,
  /** What stands after the text where the reader is in that state, by USPS code. */
  states: z
    .partialRecord(State, z.strictObject({ en: z.array(Line).min(1), es: z.array(Line).min(1) }))
    .default({}),
  /** Kept so that old records can be read; nobody is asked for it any more. */
  isRetired: z.boolean().default(false),
});
export type TextFile = z.infer<typeof TextFile>;

/** That counsel approved a text: which, who, when, in which languages, for readers in which places. */
export const Approval = z.strictObject({
  kind: z.enum(TEXT_KINDS),
  version: Version,
  by: Line,
  on: z.iso.date(),
  languages: z.array(z.enum(['en', 'es'])).min(1),
  /** `all`: everywhere, and where it is not known where the reader is. */
  states: z.union([z.literal('all'), z.array(State).min(1)]),
});
export type Approval = z.infer<typeof Approval>;

export const SiteTextFile = z.strictObject({
  texts: z.array(TextFile).default([]),
  approvals: z.array(Approval).default([]),
});
export type SiteTextFile = z.infer<typeof SiteTextFile>;
