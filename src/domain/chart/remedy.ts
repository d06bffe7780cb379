// What may help when part of a record is missing. Codes only; the words stand on the screens.
import { z } from 'zod';

/**
 * `try-again`: it may pass by itself. `relaunch`: open Webside again from the chart. `open-in-ehr`: look in the
 * hospital's own system. `ask-analyst`: something is not set up there. `none`: nothing is missing that could come.
 */
export const Remedy = z.enum(['try-again', 'relaunch', 'open-in-ehr', 'ask-analyst', 'none']);
export type Remedy = z.infer<typeof Remedy>;
