// What a visit is before it is said as an Encounter, and what a site decides about encounters. Data and shapes.
import { z } from 'zod';

/** Epic's Encounter is read only (ehr-integration 2.3): there is nothing to build for it. */
export type EncounterVariant = 'generic' | 'epic' | 'oracle';

export interface VisitRecord {
  /** Our visible reference, `WS-…`. */
  reference: string;
  /** `Patient/…` */
  patient: string;
  /** `Practitioner/…`, who holds the visit. */
  performer: { reference: string; name: string };
  /** ISO instants; `end` null while it goes on. */
  start: string;
  end: string | null;
  /** In the patient's or the clinic's words; null: none was given. */
  reason: string | null;
  /** `Appointment/…` */
  appointment: string | null;
}

const Code = z.strictObject({
  system: z.string().min(1),
  code: z.string().min(1),
  display: z.string().optional(),
});
const ReferenceTo = (type: string) =>
  z.string().regex(new RegExp(`^${type}/[A-Za-z0-9.-]{1,64}$`), `must be ${type}/<id>`);

/** The part of a tenant's `site` that is about encounters. */
export const EncounterSite = z.object({
  /** Oracle Health: of codeSet 71, v2-0004 or SNOMED CT. */
  encounterType: Code.optional(),
  /** Oracle Health wants exactly one of these two. */
  serviceProvider: ReferenceTo('Organization').optional(),
  location: ReferenceTo('Location').optional(),
});
export type EncounterSite = z.infer<typeof EncounterSite>;

/** SNOMED CT, "Telemedicine consultation with patient": what a visit here is where the site says nothing. */
export const USUAL_TYPE = {
  system: 'http://snomed.info/sct',
  code: '448337001',
  display: 'Telemedicine consultation with patient',
};
