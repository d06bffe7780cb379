// What a person is asked before a charge, field by field. The names are those of the rule's question, so that a
// missing fact names the field that answers it.
import { z } from 'zod';
import { ChargeQuestion } from './charge-question.ts';
import { DecisionMaking } from './decision-making.ts';

const { shape } = ChargeQuestion;

/** Services that a visit can be; care by the month and messages are charged elsewhere. */
export const VISIT_SERVICES = [
  'office-visit',
  'psychotherapy',
  'psychotherapy-crisis',
  'group-psychotherapy',
  'virtual-check-in',
] as const;

export const ChargeAnswers = z
  .strictObject({
    service: z.enum(VISIT_SERVICES),
    serviceDate: shape.serviceDate,
    /** `not-known`: somebody looked, and it cannot be said; a person reviews the charge then. */
    payer: z.union([z.literal('not-known'), shape.payer]),
    patientIsNew: z.boolean(),
    modality: z.enum(['video', 'audio']),
    patientPlace: shape.patientPlace.unwrap(),
    patientState: shape.patientState.unwrap(),
    audioOnlyReason: shape.audioOnlyReason.unwrap(),
    clinicianVideoCapable: z.boolean(),
    /** The billing clinician's own minutes of that day, with the patient and without; never the call's length. */
    totalMinutes: z.number().min(0).max(1440),
    medicalDiscussionMinutes: z.number().min(0).max(1440),
    decisionMaking: DecisionMaking,
    acuteStroke: z.boolean(),
    patientInitiated: z.boolean(),
    relatedVisitDaysAgo: z.int().min(0).nullable(),
    leadsToVisitWithin24h: z.boolean(),
  })
  .partial();
export type ChargeAnswers = z.infer<typeof ChargeAnswers>;

export const CHARGE_FIELDS = ChargeAnswers.keyof().options;
export type ChargeField = (typeof CHARGE_FIELDS)[number];
