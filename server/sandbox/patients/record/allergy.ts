// Allergies and intolerances (US Core AllergyIntolerance).
import type { AllergyIntolerance, CodeableConcept, Practitioner, Reference } from '@medplum/fhirtypes';
import { ALLERGENS, type Allergen, coding, concept, hl7, usCore } from '#server/sandbox/patients/terms';
import type { Day } from './calendar.ts';
import { add, type Chart, slugOf } from './chart.ts';

export interface AllergyOptions {
  reaction?: CodeableConcept;
  severity?: 'mild' | 'moderate' | 'severe';
  criticality?: AllergyIntolerance['criticality'];
  onset?: Day;
  recorded?: Day;
  verification?: 'confirmed' | 'unconfirmed' | 'refuted' | 'entered-in-error';
  by?: Reference<Practitioner>;
  note?: string;
}

export function addAllergy(
  chart: Chart,
  allergen: Allergen,
  options: AllergyOptions = {},
): AllergyIntolerance {
  const verification = options.verification ?? 'confirmed';
  const clinical = verification === 'refuted' ? 'inactive' : 'active';
  return add<AllergyIntolerance>(chart, {
    resourceType: 'AllergyIntolerance',
    id: chart.newId(`allergy-${slugOf(allergen.code.text ?? '')}`),
    meta: { profile: [usCore('us-core-allergyintolerance')] },
    // R4 invariant ait-2: no clinical status on what was entered in error.
    clinicalStatus:
      verification === 'entered-in-error'
        ? undefined
        : concept(clinical, coding(hl7('allergyintolerance-clinical'), clinical, clinical)),
    verificationStatus: concept(
      verification,
      coding(hl7('allergyintolerance-verification'), verification, verification),
    ),
    type: allergen.category ? 'allergy' : undefined,
    category: allergen.category ? [allergen.category] : undefined,
    criticality: options.criticality,
    code: allergen.code,
    patient: chart.subject,
    onsetDateTime: options.onset,
    recordedDate: options.recorded,
    recorder: options.by,
    note: options.note ? [{ text: options.note }] : undefined,
    reaction: options.reaction
      ? [
          {
            manifestation: [options.reaction],
            ...(options.severity ? { severity: options.severity } : {}),
          },
        ]
      : undefined,
  });
}

/** Somebody asked, and there are none: not the same as an empty list. */
export function addNoKnownAllergies(
  chart: Chart,
  recorded: Day,
  by?: Reference<Practitioner>,
): AllergyIntolerance {
  return addAllergy(chart, ALLERGENS.none, { recorded, ...(by ? { by } : {}) });
}
