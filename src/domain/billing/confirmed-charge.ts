// A charge that a person confirmed, as areas that deliver it are given it. It never changes: what undoes it is a
// record of its own.
import { z } from 'zod';
import type { Role } from '#domain/launch';
import { PAYER_KINDS } from '#domain/rules';
import { ChargeHold } from './charge-entry.ts';

export const ChargedLine = z.object({
  code: z.string(),
  /** Code system of `code`: CPT, or HCPCS level II. */
  system: z.string(),
  modifiers: z.array(z.string()),
  units: z.number().int(),
  /** ICD-10-CM, the main one first. */
  diagnoses: z.array(z.object({ code: z.string(), display: z.string().nullable() })),
});
export type ChargedLine = z.infer<typeof ChargedLine>;

export const ConfirmedCharge = z.object({
  id: z.string(),
  visitId: z.string(),
  tenantId: z.string(),
  /** `Patient/…` */
  patient: z.string(),
  /** `Encounter/…`; null: the visit was made of none. */
  encounter: z.string().nullable(),
  lines: z.array(ChargedLine),
  /** CMS place-of-service code; null: the claim has none. */
  placeOfService: z.string().nullable(),
  /** Who gave the care: `Practitioner/…`. */
  performer: z.object({ reference: z.string(), name: z.string().nullable() }),
  /** ISO instants, UTC. */
  occurrence: z.object({ start: z.string(), end: z.string() }),
  /** Day, in the patient's state. */
  serviceDate: z.string(),
  /** As a person said; null: it could not be known. */
  payer: z.object({ kind: z.enum(PAYER_KINDS), name: z.string().nullable() }).nullable(),
  confirmedAt: z.string(),
  confirmedBy: z.object({
    /** `Practitioner/…`; null: the EHR gave no record of this person. */
    reference: z.string().nullable(),
    name: z.string().nullable(),
    /** Whose token may deliver it; null: the EHR never said who they are, by an id_token. */
    iss: z.string().nullable(),
    sub: z.string().nullable(),
    role: z.custom<Role>((role) => role === 'clinician' || role === 'biller'),
  }),
  launchId: z.string(),
  /** Why it still waits for a second person: empty when it may go out. */
  holds: z.array(ChargeHold),
  /** Taken back: it must not go out, and what went out must be credited. */
  withdrawnAt: z.string().nullable(),
  /** Who took it back: its credit is theirs, and goes by their permission. */
  withdrawnBy: z
    .object({
      reference: z.string().nullable(),
      name: z.string().nullable(),
      /** As of `confirmedBy`; null also where it was not kept. */
      iss: z.string().nullable(),
      sub: z.string().nullable(),
      /** HMAC of issuer and subject. */
      personKey: z.string(),
      launchId: z.string().nullable(),
    })
    .nullable(),
  /** `WS-…` */
  reference: z.string(),
});
export type ConfirmedCharge = z.infer<typeof ConfirmedCharge>;

export const CPT_SYSTEM = 'http://www.ama-assn.org/go/cpt';
export const HCPCS_SYSTEM = 'https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets';

/** HCPCS level II begins with a letter; everything else that claims carry is CPT. */
export const systemOfCode = (code: string): string => (/^[A-V]\d{4}$/.test(code) ? HCPCS_SYSTEM : CPT_SYSTEM);
/** Modifiers of two digits are CPT's, as 93 and 95; those with a letter are HCPCS's, as GT and FQ. */
export const systemOfModifier = (modifier: string): string =>
  /^\d\d$/.test(modifier) ? CPT_SYSTEM : HCPCS_SYSTEM;
