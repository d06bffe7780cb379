// What a patient is asked before the waiting room: the answers, one at a time, and which are still missing. It does
// not judge them; the gate does.
import { z } from 'zod';
import { isStateCode, PLACES } from './places.ts';

const Short = z.string().trim().min(1).max(200);
/** Digits as people write them; at least seven of them. */
const PhoneNumber = z
  .string()
  .trim()
  .max(40)
  .regex(/^[+()\d\s.x-]{7,40}$/)
  .refine((text) => text.replace(/\D/g, '').length >= 7);

/** Where the patient says they are. `state` is asked always; it is null only outside the United States. */
export const PatientPlace = z
  .strictObject({
    place: z.enum(PLACES),
    /** Street and town as somebody would tell an ambulance; null: not said. */
    address: z.string().trim().min(1).max(400).nullable(),
    /** USPS code. */
    state: z.string().refine(isStateCode).nullable(),
    /** ISO 3166-1 alpha-2. */
    country: z.string().regex(/^[A-Z]{2}$/),
  })
  .refine((said) => (said.country === 'US') === (said.state !== null), { path: ['state'] });
export type PatientPlace = z.infer<typeof PatientPlace>;

/** A person to call when something happens. `null` number and name: the patient says there is nobody. */
export const EmergencyContact = z.strictObject({
  name: Short.nullable(),
  relation: Short.nullable(),
  number: PhoneNumber.nullable(),
});
export type EmergencyContact = z.infer<typeof EmergencyContact>;

export const DeviceCheck = z.strictObject({
  camera: z.enum(['works', 'denied', 'missing', 'busy', 'not-tried']),
  microphone: z.enum(['works', 'denied', 'missing', 'busy', 'not-tried']),
});

export const CONSENT_GIVERS = ['self', 'parent', 'guardian', 'proxy'] as const;

/**
 * One answer, as POST …/answers takes it: each is stored when it is given, so that a page that dies loses at most
 * the one under the fingers. Answering again replaces the answer; a new place begins a new line of the timeline.
 */
export const CheckInAnswer = z.discriminatedUnion('question', [
  /** "Are you <name>, born <date>?" `false` closes the door: somebody else opened this link. */
  z.strictObject({ question: z.literal('who'), isRight: z.boolean() }),
  z.strictObject({ question: z.literal('where'), answer: PatientPlace }),
  z.strictObject({ question: z.literal('call-back'), number: PhoneNumber }),
  z.strictObject({ question: z.literal('contact'), answer: EmergencyContact }),
  /** `version` and `language` of the text that stood on the screen; an older version is refused with 409. */
  z.strictObject({
    question: z.literal('consent'),
    agreed: z.boolean(),
    version: z.string().max(20),
    language: z.enum(['en', 'es']),
    by: z.enum(CONSENT_GIVERS),
  }),
  z.strictObject({ question: z.literal('devices'), answer: DeviceCheck }),
]);
export type CheckInAnswer = z.infer<typeof CheckInAnswer>;

/** `signs` is answered in words of its own (`TellSigns`): it stands right after the place, and never holds anybody up. */
export const CHECK_IN_QUESTIONS = [
  'who',
  'where',
  'signs',
  'call-back',
  'contact',
  'consent',
  'devices',
] as const;
export type CheckInQuestion = (typeof CHECK_IN_QUESTIONS)[number];

/** Everything answered so far; null: not answered yet. Each `at` is an ISO instant. */
export const CheckInAnswers = z.object({
  who: z.object({ isRight: z.boolean(), at: z.string() }).nullable(),
  where: z.object({ answer: PatientPlace, at: z.string() }).nullable(),
  callBack: z.object({ number: z.string(), at: z.string() }).nullable(),
  contact: z.object({ answer: EmergencyContact, at: z.string() }).nullable(),
  consent: z
    .object({
      agreed: z.boolean(),
      version: z.string(),
      language: z.enum(['en', 'es']),
      by: z.enum(CONSENT_GIVERS),
      at: z.string(),
    })
    .nullable(),
  devices: z.object({ answer: DeviceCheck, at: z.string() }).nullable(),
});
export type CheckInAnswers = z.infer<typeof CheckInAnswers>;

export const NO_ANSWERS: CheckInAnswers = {
  who: null,
  where: null,
  callBack: null,
  contact: null,
  consent: null,
  devices: null,
};

/**
 * The questions without an answer, in the order of the screen. All but `signs` must be answered before the waiting
 * room; what was answered does not matter here: whoever says no to the consent may wait, and is told so by the gate.
 * `isSignsTold` is true where nobody asks about them. `isConsentSaid`: there is a word that still speaks of what is now.
 */
export function listMissing(
  answers: CheckInAnswers,
  { isSignsTold, isConsentSaid }: { isSignsTold: boolean; isConsentSaid: boolean },
): CheckInQuestion[] {
  const given: Record<CheckInQuestion, unknown> = {
    who: answers.who,
    where: answers.where,
    signs: isSignsTold || null,
    'call-back': answers.callBack,
    contact: answers.contact,
    consent: isConsentSaid || null,
    devices: answers.devices,
  };
  return CHECK_IN_QUESTIONS.filter((question) => given[question] === null);
}
