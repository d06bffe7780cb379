// The text a person is shown before they agree, as it crosses the wire. Which version is in force the server says.
import { z } from 'zod';

export const ConsentTextView = z.object({
  kind: z.enum(['telehealth', 'recording', 'ai-listening']),
  version: z.string(),
  language: z.enum(['en', 'es']),
  title: z.string(),
  /** In the order of reading; a text without headings is one section. */
  sections: z.array(z.object({ heading: z.string().nullable(), paragraphs: z.array(z.string()) })),
  /** Who of the site's counsel approved these words, for this language and place, and on which day; null: a draft. */
  approval: z.object({ by: z.string(), on: z.string() }).nullable(),
});
export type ConsentTextView = z.infer<typeof ConsentTextView>;
