// Whether an AllergyIntolerance can be read at all: form alone, not what its words mean.
import type { AllergyIntolerance } from '@medplum/fhirtypes';
import { z } from 'zod';

const text = z.string().optional();
const concept = z
  .looseObject({
    text,
    coding: z.array(z.looseObject({ code: text, display: text })).optional(),
  })
  .optional();

const AllergyShape = z.looseObject({
  // FHIR R4 2.1.3.6: an unknown modifier may turn the meaning round.
  modifierExtension: z.array(z.unknown()).max(0).optional(),
  code: concept,
  clinicalStatus: concept,
  verificationStatus: concept,
});

/** False where the record is of another form than FHIR's, or says that we do not understand it. */
export function isReadableAllergy(resource: unknown): resource is AllergyIntolerance {
  return AllergyShape.safeParse(resource).success;
}
