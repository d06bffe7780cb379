// What each kind of row says, as it is written in a pack. A new kind of fact is a new entry here.
import { z } from 'zod';
import { MDM_LEVELS, MODALITIES, PAYER_KINDS, SERVICES, STATE_CODES } from './vocabulary.ts';

const Code = z.string().regex(/^[0-9A-Z]{5}$/);

export const ROW_KINDS = {
  /** What a compact gives: key its short name. `listIsWhole`: a state without a row is not in it. */
  compact: z.strictObject({
    grants: z.enum(['nothing', 'automatic', 'authorisation', 'privilege']),
    professions: z.array(z.string()),
    isIssuing: z.boolean(),
    listIsWhole: z.boolean(),
  }),
  /** Where a state stands in a compact: key `NLC/AZ`. `member` says nothing about privileges being live. */
  'compact-member': z.strictObject({
    status: z.enum(['live', 'member', 'enacted', 'inbound-only', 'not-member']),
  }),
  /** A state's registration for telehealth from outside: key the state. */
  registration: z.strictObject({ law: z.string(), form: z.string() }),
  /**
   * An exception that a person may attest: key its name (`follow-up`: in every state), or name and state
   * (`follow-up/VT`: the state's own, which goes before). `conditions`: what whoever attests vouches for, one a line.
   */
  exception: z.strictObject({ conditions: z.array(z.string().min(1)).optional() }),
  /** The product's own rule about licences: key its name. */
  'licence-policy': z.strictObject({}),
  /** A state's words on telehealth consent: key the state. Duties only ever add to the default. */
  'telehealth-consent': z.strictObject({
    bound: z.string(),
    form: z.string(),
    law: z.string(),
    duties: z.array(z.enum(['own-audio-consent', 'in-writing'])),
  }),
  /** Class of a state's recording law: key the state. Shown, never a ground to record. */
  'recording-law': z.strictObject({ law: z.enum(['one-party', 'all-party', 'barred']), note: z.string() }),
  /** No recording and no AI listening while anybody is there: key the state. */
  'recording-bar': z.strictObject({}),
  /** The product's own consent rule: key its name. */
  'consent-policy': z.strictObject({ months: z.int().optional(), years: z.int().optional() }),
  /** A visit's level: key the code. `discussionOver`: minutes of medical discussion it must exceed. */
  'em-level': z.strictObject({
    family: z.enum(['office', 'av', 'audio']),
    isNew: z.boolean(),
    mdm: z.enum(MDM_LEVELS),
    minutes: z.int(),
    discussionOver: z.int().optional(),
  }),
  /** Prolonged time: key `medicare/99215` or `other/99215`, the base it belongs to. */
  prolonged: z.strictObject({ addOn: Code, firstUnitAt: z.int(), unitMinutes: z.int() }),
  psychotherapy: z.strictObject({
    min: z.int().nullable(),
    max: z.int().nullable(),
    use: z.enum(['alone', 'with-visit', 'crisis', 'crisis-more', 'group', 'evaluation']),
  }),
  /** Care by the month, check-ins and e-visits: key the code. `counts` says what is counted and from where. */
  'care-code': z.strictObject({
    label: z.string(),
    excludes: z.array(Code).optional(),
    needs: Code.optional(),
    oncePer: z.literal('episode').optional(),
    counts: z
      .strictObject({
        of: z.enum([
          'device-days',
          'management-minutes',
          'staff-minutes',
          'clinician-minutes',
          'discussion-minutes',
          'seven-day-minutes',
        ]),
        from: z.int().optional(),
        to: z.int().optional(),
        each: z.int().optional(),
        after: z.int().optional(),
        most: z.int().optional(),
      })
      .optional(),
  }),
  /** A code that is no longer valid from the row's first day: key the code. */
  'deleted-code': z.strictObject({ replacedBy: z.string() }),
  /**
   * How a payer wants a service claimed: key its name in our words. The first that matches by `order`.
   * `supported`: the level or code the facts support; `fixed`: the codes named here.
   */
  'payer-rule': z.strictObject({
    order: z.int(),
    kinds: z.array(z.enum(PAYER_KINDS)),
    /** Payers by name, in lower case; absent: every payer of the kind. */
    names: z.array(z.string()).optional(),
    /** Of which states' Medicaid; absent: any. */
    plansOf: z.array(z.string()).optional(),
    services: z.array(z.enum([...SERVICES, 'acute-stroke'])),
    modalities: z.array(z.enum(MODALITIES)),
    places: z.array(z.enum(['home', 'away'])),
    answer: z.enum(['supported', 'fixed', 'not-paid', 'as-part-b', 'by-state', 'no-claim']),
    family: z.enum(['office', 'av', 'audio']).optional(),
    codes: z
      .strictObject({ any: Code.optional(), new: Code.optional(), established: Code.optional() })
      .optional(),
    /** `by-modality`: 95 for video, 93 for audio. */
    modifiers: z.union([z.array(z.string()), z.literal('by-modality')]).optional(),
    /** Others that do as well. */
    otherModifiers: z.array(z.string()).optional(),
    /** `by-place`: 10 at home, 02 elsewhere; null: the claim has none. */
    pos: z.enum(['by-place', '02', '10', '11']).nullable().optional(),
    /** A law that must stand on the day: key of `telehealth-law`. */
    law: z.string().optional(),
    demands: z.array(z.literal('audio-facts')).optional(),
    /** Why a person must look although the row is sure. */
    review: z.string().optional(),
    note: z.string().optional(),
    carc: z.string().optional(),
    /** What to do instead, or as well. */
    offer: z.array(z.string()).optional(),
  }),
  'telehealth-law': z.strictObject({ words: z.string() }),
  /** Days on which a law had lapsed and claims were held. */
  'law-lapse': z.strictObject({}),
  /** Place of service: key the code. */
  'place-code': z.strictObject({ place: z.enum(['home', 'away', 'office']) }),
  modifier: z.strictObject({ label: z.string() }),
  /** A claim adjustment reason: key the CARC. */
  denial: z.strictObject({ label: z.string(), cause: z.string(), check: z.string() }),
  /** A way to prescribe a controlled substance without having met: key its name. */
  'prescribing-path': z.strictObject({
    modalities: z.array(z.enum(['video', 'audio'])),
    conditions: z.array(z.string()),
  }),
  'prescribing-policy': z.strictObject({}),
  /** A state's limit beyond federal law: key the state. */
  'state-limit': z.strictObject({ schedules: z.array(z.enum(['II', 'III', 'IV', 'V'])) }),
  /** Federal schedule of a drug: key its RxNorm code. */
  drug: z.strictObject({
    name: z.string(),
    schedule: z.enum(['II', 'III', 'IV', 'V', 'none']),
    isBuprenorphine: z.boolean().optional(),
    stateMaySchedule: z.boolean().optional(),
  }),
  /**
   * A sign that cannot wait for a visit: key its name. `emergency` wants 911, `crisis` a person who listens now.
   * `words`: how people say it, folded to plain small letters; they only ever add to what was answered.
   */
  'red-flag': z.strictObject({
    urgency: z.enum(['emergency', 'crisis']),
    /** `in-words`: never asked in writing, where somebody else may be looking. */
    asked: z.enum(['of-everybody', 'of-children', 'in-words']),
    lines: z.array(z.string()).min(1),
    words: z.strictObject({ en: z.array(z.string()), es: z.array(z.string()) }),
  }),
  /** Who answers at once: key its name. `everywhere`: in the states, the district and the territories. */
  'crisis-line': z.strictObject({
    call: z.string(),
    text: z.string().optional(),
    /** What is pressed or sent for Spanish. */
    spanish: z.string().optional(),
    press: z.string().optional(),
    places: z.union([z.literal('everywhere'), z.array(z.enum(STATE_CODES))]),
  }),
  /** Medicare's national amount in dollars: key the code. Information only. */
  rate: z.strictObject({
    status: z.enum(['A', 'C', 'I', 'R']),
    home: z.number().nullable(),
    facility: z.number().nullable(),
  }),
} as const;

export type RowKind = keyof typeof ROW_KINDS;
export type RowValue<K extends RowKind> = z.output<(typeof ROW_KINDS)[K]>;
