// The text a patient is shown before they agree, as it crosses the wire. Which version is in force the server says.
import { z } from 'zod';

export const ConsentTextView = z.object({
  kind: z.enum(['telehealth', 'recording', 'ai-listening']),
  version: z.string(),
  language: z.enum(['en', 'es']),
  title: z.string(),
  paragraphs: z.array(z.string()),
});
export type ConsentTextView = z.infer<typeof ConsentTextView>;
