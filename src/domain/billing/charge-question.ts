// The question of the billing rule, as anyone may ask it from outside.
import { z } from 'zod';
import { Day, MDM_LEVELS, MODALITIES, PAYER_KINDS, QuestionId, SERVICES, State } from '#domain/rules';

/** Minutes of one day, and of one month. */
const OfDay = z.number().min(0).max(1440).optional();
const OfMonth = z.number().min(0).max(44_640).optional();
const Count = z.int().min(0);

export const ChargeQuestion = z.strictObject({
  id: QuestionId,
  serviceDate: Day,
  payer: z.strictObject({
    kind: z.enum(PAYER_KINDS),
    name: z.string().optional(),
    state: State.optional(),
  }),
  service: z.enum(SERVICES),
  patientIsNew: z.boolean().optional(),
  modality: z.enum(MODALITIES),
  audioOnlyReason: z.enum(['patient-cannot', 'patient-declines', 'none']).optional(),
  clinicianVideoCapable: z.boolean().optional(),
  patientPlace: z
    .enum(['home', 'clinic', 'hospital', 'nursing-facility', 'school', 'work', 'vehicle', 'other'])
    .optional(),
  patientState: State.optional(),
  /** The billing clinician's own time on that date, in minutes. */
  totalMinutes: OfDay,
  medicalDiscussionMinutes: OfDay,
  /** Length of the call: evidence, never the code. */
  callMinutes: OfDay,
  mdm: z.enum(MDM_LEVELS).optional(),
  acuteStroke: z.boolean().optional(),
  deviceDays: Count.max(31).optional(),
  managementMinutes: OfMonth,
  interactiveContact: z.boolean().optional(),
  rpmSetup: z.boolean().optional(),
  staffMinutes: OfMonth,
  clinicianMinutes: OfMonth,
  chronicConditions: Count.optional(),
  patientInitiated: z.boolean().optional(),
  /** Days since the last related visit; null: there was none. */
  relatedVisitDaysAgo: Count.nullish(),
  leadsToVisitWithin24h: z.boolean().optional(),
  cumulativeMinutes7Days: z.number().min(0).max(10_080).optional(),
  /** Codes billed for the same period already. */
  alreadyBilled: z.array(z.string().regex(/^[0-9A-Z]{5}$/)).optional(),
});
export type ChargeFacts = z.infer<typeof ChargeQuestion>;
