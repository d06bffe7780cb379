// What a person enters as the charge of a visit: codes, modifiers, units, diagnoses, place of service.
import { z } from 'zod';

/** Procedure code as claims carry it: CPT or HCPCS level II. No words of anybody's code list stand beside it. */
const Code = z.string().regex(/^[0-9A-Z]{5}$/);

/** ICD-10-CM by its shape: letter, digit, digit or A or B, and up to four more behind a point. */
export const DIAGNOSIS_SHAPE = /^[A-Z]\d[\dAB](\.[\dA-Z]{1,4})?$/;

/** `code` as it was picked or typed: its shape is judged by the rule, so that a bent one is told apart from none. */
export const ChargeDiagnosis = z.strictObject({
  code: z.string().trim().min(1).max(20),
  /** As the record or the person calls it. */
  display: z.string().trim().max(300).nullable(),
  /** Id of the Condition in the chart it was picked from; null: typed. */
  problemId: z
    .string()
    .regex(/^[A-Za-z0-9\-.]{1,64}$/)
    .nullable(),
});
export type ChargeDiagnosis = z.infer<typeof ChargeDiagnosis>;

export const ChargeEntryLine = z.strictObject({
  code: Code,
  modifiers: z.array(z.string().regex(/^[0-9A-Z]{2}$/)).max(10),
  units: z.int(),
  /** The main one first. */
  diagnoses: z.array(ChargeDiagnosis).max(20),
});
export type ChargeEntryLine = z.infer<typeof ChargeEntryLine>;

export const ChargeEntry = z.strictObject({
  lines: z.array(ChargeEntryLine).max(12),
  /** CMS place-of-service code; null: the claim has none. */
  placeOfService: z
    .string()
    .regex(/^\d\d$/)
    .nullable(),
});
export type ChargeEntry = z.infer<typeof ChargeEntry>;

/**
 * Why an entry cannot be confirmed. `about`: the code, modifier, diagnosis or field concerned; `rule`, `source` and
 * days where a row of a pack speaks.
 */
export const EntryReason = z.object({
  code: z.enum([
    'not-your-role',
    'never-by-software',
    'nobody-was-seen',
    'no-clinician',
    'visit-not-over',
    'day-ahead',
    'not-confirmed',
    'not-billable',
    'no-lines',
    'line-twice',
    'unknown-code',
    'code-not-valid',
    'not-valid-for-medicare',
    'modifier-unknown',
    'modifier-twice',
    'too-many-modifiers',
    'units-out-of-range',
    'no-diagnosis',
    'diagnosis-shape',
    'too-many-diagnoses',
    'no-place',
    'place-unknown',
    'place-contradicts-record',
  ]),
  about: z.string().nullable(),
  rule: z.string().nullable(),
  source: z.string().nullable(),
  effectiveFrom: z.string().nullable(),
  effectiveTo: z.string().nullable(),
});
export type EntryReason = z.infer<typeof EntryReason>;

/** Why a confirmed charge waits for a second person. The first four are the visit's own marks. */
export const CHARGE_HOLDS = [
  'override',
  'exception',
  'emergency',
  'refused-during-visit',
  /** The rules say that a person must look: payer unknown, sources disagree, a fact is missing. */
  'review-task',
  /** The lines are neither the proposal nor one of its alternatives. */
  'not-as-proposed',
  /** A person changed what the visit's records say. */
  'changed-from-record',
  'two-places',
  /** The law had lapsed on that day. */
  'law-lapse',
] as const;
export const ChargeHold = z.enum(CHARGE_HOLDS);
export type ChargeHold = z.infer<typeof ChargeHold>;
