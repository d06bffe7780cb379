// Somebody who answers at once, as it crosses the wire.
import { z } from 'zod';

/** Somebody who answers at once where the patient is. */
export const CrisisLine = z
  .object({
    /** Key of its row: `911`, `988`, `988-veterans` … */
    line: z.string(),
    call: z.string(),
    text: z.string().nullable(),
    /** What to press after the call is answered. */
    press: z.string().nullable(),
    /** What is pressed or sent for Spanish. */
    spanish: z.string().nullable(),
  })
  .readonly();
export type CrisisLine = z.infer<typeof CrisisLine>;
