// What people react to, and how. "No known allergies" is itself a coded statement (SNOMED CT
// 716186003) and differs from a record in which nothing about allergies stands.
import type { AllergyIntolerance, CodeableConcept } from '@medplum/fhirtypes';
import { coding, concept, RXNORM, SNOMED } from './coding.ts';

export interface Allergen {
  code: CodeableConcept;
  category?: NonNullable<AllergyIntolerance['category']>[number];
}

export const ALLERGENS = {
  penicillin: {
    code: concept(
      'Penicillin',
      coding(SNOMED, '764146007', 'Penicillin'),
      coding(RXNORM, '7980', 'penicillin G'),
    ),
    category: 'medication',
  },
  sulfonamide: {
    code: concept('Sulfonamide antibiotics', coding(SNOMED, '387406002', 'Sulfonamide')),
    category: 'medication',
  },
  codeine: { code: concept('Codeine', coding(RXNORM, '2670', 'codeine')), category: 'medication' },
  peanut: { code: concept('Peanut', coding(SNOMED, '762952008', 'Peanut')), category: 'food' },
  egg: { code: concept('Egg', coding(SNOMED, '102263004', 'Eggs (edible)')), category: 'food' },
  latex: { code: concept('Latex', coding(SNOMED, '111088007', 'Latex')), category: 'environment' },
  none: { code: concept('No known allergies', coding(SNOMED, '716186003', 'No known allergy')) },
} satisfies Record<string, Allergen>;

export const REACTIONS = {
  hives: concept('Hives', coding(SNOMED, '126485001', 'Urticaria')),
  anaphylaxis: concept('Anaphylaxis', coding(SNOMED, '39579001', 'Anaphylaxis')),
  rash: concept('Rash', coding(SNOMED, '271807003', 'Eruption of skin')),
  nausea: concept('Nausea', coding(SNOMED, '422587007', 'Nausea')),
} satisfies Record<string, CodeableConcept>;
