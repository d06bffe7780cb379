// Reads a FHIR AllergyIntolerance into one line of the banner.
import type { AllergyIntolerance } from '@medplum/fhirtypes';

export interface AllergyRead {
  /** As the record calls it; null when it names no substance at all. */
  name: string | null;
  /** False for inactive, resolved, refuted and entered-in-error ones. */
  isCurrent: boolean;
  /** The record says: none known (SNOMED CT 716186003). "No known drug allergy" is an allergy line like any other. */
  saysNoneKnown: boolean;
}

const NO_KNOWN_ALLERGY = '716186003';
const OVER = ['inactive', 'resolved'];
const NOT_TRUE = ['refuted', 'entered-in-error'];

export function readAllergy(allergy: AllergyIntolerance): AllergyRead {
  const codes = allergy.code?.coding ?? [];
  const has = (concept: AllergyIntolerance['clinicalStatus'], list: string[]) =>
    concept?.coding?.some(({ code }) => code !== undefined && list.includes(code)) ?? false;
  return {
    name: allergy.code?.text ?? codes.find(({ display }) => display)?.display ?? null,
    isCurrent: !has(allergy.clinicalStatus, OVER) && !has(allergy.verificationStatus, NOT_TRUE),
    saysNoneKnown: codes.some(({ code }) => code === NO_KNOWN_ALLERGY),
  };
}
