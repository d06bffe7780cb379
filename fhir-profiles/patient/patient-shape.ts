// Whether a record can be read at all: the elements the banner takes, each in FHIR's own form. What is
// checked is form alone; what the words mean is not its business.
import type { Patient } from '@medplum/fhirtypes';
import { z } from 'zod';

const text = z.string().optional();
const concept = z.looseObject({
  coding: z.array(z.looseObject({ system: text, code: text })).optional(),
});
/** FHIR R4 2.1.3.6: who does not know a modifier extension must not read on as if it were not there. */
const noModifier = z.array(z.unknown()).max(0).optional();

const PatientShape = z.looseObject({
  id: text,
  modifierExtension: noModifier,
  birthDate: text,
  deceasedBoolean: z.boolean().optional(),
  deceasedDateTime: text,
  gender: text,
  name: z
    .array(
      z.looseObject({
        use: text,
        text,
        family: text,
        // `null` holds the place of a part that has extensions only (FHIR R4 JSON, primitive arrays).
        given: z.array(z.string().nullable()).optional(),
        period: z.looseObject({ end: text }).optional(),
      }),
    )
    .optional(),
  identifier: z.array(z.looseObject({ use: text, value: text, type: concept.optional() })).optional(),
  communication: z
    .array(
      z.looseObject({
        modifierExtension: noModifier,
        preferred: z.boolean().optional(),
        language: concept,
      }),
    )
    .optional(),
  extension: z
    .array(
      z.looseObject({
        url: z.string(),
        valueCoding: z.looseObject({ code: text }).optional(),
        valueBoolean: z.boolean().optional(),
      }),
    )
    .optional(),
});

/** False for a record of which a part we would show is of another form, or says we do not understand it. */
export function isReadablePatient(resource: unknown): resource is Patient {
  return PatientShape.safeParse(resource).success;
}
