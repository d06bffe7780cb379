// Whether the record of somebody who came in has FHIR's own form, in the elements we read. Form alone.
import type { Patient, Practitioner, PractitionerRole, RelatedPerson } from '@medplum/fhirtypes';
import { z } from 'zod';

const text = z.string().optional();
/** `null` holds the place of a part that has extensions only (FHIR R4 JSON, primitive arrays). */
const texts = z.array(z.string().nullable()).optional();
const name = z.looseObject({ use: text, text, family: text, given: texts, prefix: texts, suffix: texts });

const NamedShape = z.looseObject({ name: z.array(name).optional() });
const RoleShape = z.looseObject({
  active: z.boolean().optional(),
  period: z.looseObject({ end: text }).optional(),
  practitioner: z.looseObject({ reference: text, display: text }).optional(),
  code: z.array(z.looseObject({ coding: z.array(z.looseObject({ code: text })).optional() })).optional(),
});

export function isReadablePerson(resource: unknown): resource is Practitioner | Patient | RelatedPerson {
  return NamedShape.safeParse(resource).success;
}

export function isReadableRole(resource: unknown): resource is PractitionerRole {
  const isRole = RoleShape.extend({ resourceType: z.literal('PractitionerRole') });
  return isRole.safeParse(resource).success;
}
