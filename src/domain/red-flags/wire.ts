// The wire of signs that cannot wait. What a patient tells comes back to them as who answers at once, and never as
// what they told: whoever looks over their shoulder learns nothing from it.
import { z } from 'zod';
import { CrisisLine } from './crisis-line.ts';
import { SignAnswer, URGENCIES } from './red-flag-question.ts';
import { SIGN_WAYS, TOLD_BY } from './sign-word.ts';

const URGENT = ['emergency', 'crisis'] as const;

/** At most one answer a sign counts: the gravest. `words`: why they are here, as they say it. */
export const SignTelling = z.strictObject({
  answers: z.array(SignAnswer).max(60),
  words: z.string().trim().min(1).max(2000).nullable(),
  language: z.enum(['en', 'es']),
});
export type SignTelling = z.infer<typeof SignTelling>;

/** What staff write down of what was said aloud or seen: never a "no". `words`: as it was put, in a few words. */
export const SignWritten = z.strictObject({
  answers: z
    .array(z.strictObject({ flag: z.string().min(1).max(100), said: z.enum(['yes', 'unsure']) }))
    .min(1)
    .max(60),
  words: z.string().trim().min(1).max(300).nullable(),
  toldBy: z.enum(TOLD_BY),
});
export type SignWritten = z.infer<typeof SignWritten>;

/** What is asked of this person here and now; words at `patient.visit.signs.flag.<flag>`. */
export const AskedSignsView = z.object({
  signs: z.array(
    z.object({ flag: z.string(), urgency: z.enum(URGENT), crisisLines: z.array(CrisisLine).readonly() }),
  ),
});
export type AskedSignsView = z.infer<typeof AskedSignsView>;

/** How the caller stands, from their own telling alone. */
export const OwnSignsView = z.object({
  /** `to-hear`: a sign was told, and they have not said yet how they go on. */
  stage: z.enum(['to-ask', 'to-hear', 'told']),
  hasSign: z.boolean(),
  /** The most wanted first; empty with `hasSign`: abroad, where the place's own number helps. */
  crisisLines: z.array(CrisisLine).readonly(),
});
export type OwnSignsView = z.infer<typeof OwnSignsView>;

const Reason = z.object({
  code: z.string(),
  rule: z.string(),
  source: z.string(),
  effectiveFrom: z.string().nullable(),
  effectiveTo: z.string().nullable(),
});

/** What staff see. Words at `staff.visit.signs.flag.<flag>`. */
export const SignsView = z.object({
  urgency: z.enum(URGENCIES),
  isTold: z.boolean(),
  found: z
    .array(
      z.object({
        flag: z.string(),
        urgency: z.enum(URGENT),
        by: z.enum(['answer', 'words']),
        said: z.enum(['yes', 'unsure']).nullable(),
        at: z.string(),
        saidBy: z.string(),
        name: z.string().nullable(),
        toldBy: z.enum(TOLD_BY).nullable(),
        reason: Reason.nullable(),
      }),
    )
    .readonly(),
  open: z.array(z.string()).readonly(),
  /** Own words, as typed, oldest first; never HTML. */
  words: z.array(
    z.object({
      text: z.string(),
      at: z.string(),
      saidBy: z.string(),
      way: z.enum(SIGN_WAYS),
      toldBy: z.enum(TOLD_BY).nullable(),
    }),
  ),
  /** How they went on after they were shown who answers at once; oldest first. */
  wentOn: z.array(z.object({ word: z.enum(['called', 'safe', 'goes-on']), at: z.string() })),
  /** Null: nobody has told anything. */
  lastToldAt: z.string().nullable(),
  /** What `acknowledge` takes: whoever presses has seen this much. */
  upTo: z.number().int(),
  acknowledged: z.object({ by: z.string().nullable(), at: z.string() }).nullable(),
});
export type SignsView = z.infer<typeof SignsView>;

/** For lists: how urgent, since when it is told, and that nobody has acknowledged it yet. */
export const SignsLine = z.object({
  urgency: z.enum(URGENCIES),
  at: z.string().nullable(),
  isNew: z.boolean(),
});
export type SignsLine = z.infer<typeof SignsLine>;
