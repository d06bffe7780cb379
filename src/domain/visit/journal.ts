// What a visit's journal tells everybody who is in it, in order: that something changed, never what a patient may
// not see of it. Whoever hears "changed" asks for their own view again.
import { z } from 'zod';
import { PARTICIPANT_STATES } from './participant-table.ts';
import { VISIT_STATES } from './visit-state.ts';

export const JournalBody = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('visit.state'), state: z.enum(VISIT_STATES), event: z.string() }),
  z.object({
    kind: z.literal('participant.state'),
    participantId: z.string(),
    state: z.enum(PARTICIPANT_STATES),
    event: z.string(),
    epoch: z.number().int(),
  }),
  /** `gate`, `check-in`, `notice`: staff alone learn more by asking. */
  z.object({
    kind: z.literal('visit.changed'),
    part: z.enum([
      'gate',
      'check-in',
      'signs',
      'location',
      'modality',
      'host',
      'notice',
      'consent',
      'invitation',
      'queue',
      'call',
    ]),
  }),
  z.object({
    kind: z.literal('chat.message'),
    messageId: z.string(),
    participantId: z.string(),
    name: z.string(),
    text: z.string(),
  }),
]);
export type JournalBody = z.infer<typeof JournalBody>;

/** One line of the journal. `sequence` counts from 1 in each visit, without a gap. */
export const JournalEntry = z.object({
  visit: z.string(),
  sequence: z.number().int(),
  at: z.string(),
  body: JournalBody,
});
export type JournalEntry = z.infer<typeof JournalEntry>;
