// What a person writes: the text of each section, own minutes, and which facts of the chart stand in it. Text is
// plain, kept letter by letter as typed.
import { z } from 'zod';
import { SECTIONS } from './sections.ts';

/** Of a draft. `entered-in-error` is never a draft: it is signed in one step. */
export const NoteKind = z.enum(['note', 'addendum', 'replacement']);
export type NoteKind = z.infer<typeof NoteKind>;

export const NoteContent = z.strictObject({
  /** A section that is absent is empty. */
  sections: z.partialRecord(z.enum(SECTIONS), z.string()),
  /** Clinician's time on the date of the visit, in whole minutes, as the clinician says; null: not entered. */
  minutes: z.number().int().min(0).max(1440).nullable(),
  /** Facts pulled from the chart, each below the text of its section, in this order. */
  facts: z.array(z.strictObject({ factId: z.string().max(64), section: z.enum(SECTIONS) })).max(100),
});
export type NoteContent = z.infer<typeof NoteContent>;

export const NO_CONTENT: NoteContent = { sections: {}, minutes: null, facts: [] };
