// The code systems and extensions by which a charge is said in FHIR. R4's ChargeItem has no place for modifiers nor
// for the place of service: two extensions of ours carry them, defined beside this file.

export const VISIT_CHARGE_PROFILE = 'https://webside.example/fhir/StructureDefinition/webside-visit-charge';
/** One per modifier, in the order of the claim. */
export const MODIFIER_EXTENSION = 'https://webside.example/fhir/StructureDefinition/charge-modifier';
export const PLACE_EXTENSION = 'https://webside.example/fhir/StructureDefinition/charge-place-of-service';
/** Of our reference; it means something inside this installation only. */
export const REFERENCE_SYSTEM = 'urn:webside:reference';

export const ICD_10_CM = 'http://hl7.org/fhir/sid/icd-10-cm';
/** As carin-bb and the Da Vinci guides name CMS’s set. */
export const PLACE_SYSTEM =
  'https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set';

/** Oracle Health Millennium's extensions on ChargeItem (ehr-integration 3.3; the base is recalled). */
const MILLENNIUM = 'https://fhir-ehr.cerner.com/r4/StructureDefinition';
export const ORACLE = {
  billCodeSchedule: `${MILLENNIUM}/bill-code-schedule`,
  modifierCode: `${MILLENNIUM}/modifier-code`,
  priority: `${MILLENNIUM}/priority`,
} as const;
