// What the browser is told of its own launch: the answer of GET /l/<launchId>/api/session.
// No token, no EHR address, no health data: the patient's name comes with the banner, by itself.
import { z } from 'zod';
import { ROLES } from './role.ts';

/** Why something is off. `code` is literal; words for people live in the screens. */
export const Reason = z.object({ code: z.string(), data: z.record(z.string(), z.string()) });
export type Reason = z.infer<typeof Reason>;

/** One line of the capability map. */
export const CapabilityLine = z.object({
  /** e.g. `read.allergies`, `write.note`, `session.refresh` */
  id: z.string(),
  group: z.enum(['context', 'read', 'write', 'session']),
  state: z.enum(['on', 'limited', 'off']),
  /** How a write would travel: FHIR create, vendor operation, HL7 v2, or a person. Reads: `fhir`. */
  route: z.enum(['fhir', 'operation', 'hl7v2', 'hand-over', 'none']),
  /** The scope, in SMART v2 spelling, that this line needs; empty where none. */
  scopes: z.array(z.string()),
  reasons: z.array(Reason),
});
export type CapabilityLine = z.infer<typeof CapabilityLine>;

export const SessionView = z.object({
  launchId: z.string(),
  tenant: z.object({ id: z.string(), name: z.string(), vendor: z.enum(['epic', 'oracle', 'generic']) }),
  door: z.enum(['ehr', 'patient', 'staff']),
  role: z.enum(ROLES).nullable(),
  person: z.object({ fhirUser: z.string().nullable(), name: z.string().nullable() }),
  /** Ids only. `null`: the EHR gave none. */
  patientId: z.string().nullable(),
  encounterId: z.string().nullable(),
  /** Show our own banner? Always true unless the EHR said it shows one; the banner is shown all the same. */
  ehrShowsBanner: z.boolean(),
  /** The EHR offers colours: GET /l/<launchId>/api/style has them. */
  offersStyle: z.boolean(),
  intent: z.string().nullable(),
  grantedScopes: z.array(z.string()),
  capabilities: z.array(CapabilityLine),
  locked: z.boolean(),
  /** ISO instants by the server's clock; the screen warns at `warnAt` and expects the lock at `lockAt`. */
  now: z.string(),
  warnAt: z.string(),
  lockAt: z.string(),
  endsAt: z.string(),
});
export type SessionView = z.infer<typeof SessionView>;

/** What the banner says of a patient, fact by fact. */
export const PatientFact = z.enum([
  'name',
  'birthDate',
  'deceased',
  'sex',
  'mrn',
  'language',
  'interpreterNeeded',
]);
export type PatientFact = z.infer<typeof PatientFact>;

/** Answer of GET /l/<launchId>/api/banner: who this launch is about, for staff and for the patient. */
export const BannerView = z.object({
  patientId: z.string(),
  family: z.string().nullable(),
  given: z.array(z.string()),
  /** As recorded: YYYY, YYYY-MM or YYYY-MM-DD. */
  birthDate: z.string().nullable(),
  deceased: z.boolean(),
  sex: z.string().nullable(),
  mrn: z.string().nullable(),
  /** BCP-47 tag of the preferred language, and whether an interpreter is needed (`null`: not recorded). */
  language: z.string().nullable(),
  interpreterNeeded: z.boolean().nullable(),
  /** Facts that are recorded in a form nobody can read; they are null, empty or false above. */
  unreadable: z.array(PatientFact),
  allergies: z.discriminatedUnion('state', [
    z.object({ state: z.literal('recorded'), names: z.array(z.string()) }),
    z.object({ state: z.literal('none-known') }),
    z.object({ state: z.literal('not-recorded') }),
    z.object({ state: z.literal('not-permitted') }),
    z.object({ state: z.literal('could-not-be-read') }),
  ]),
});
export type BannerView = z.infer<typeof BannerView>;
