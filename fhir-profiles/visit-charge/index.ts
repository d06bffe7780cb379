// A visit's charge said in FHIR: a ChargeItem for each line, Oracle Health's operation, a Claim for clearing houses;
// and read back.
export { buildClaim } from './build-claim.ts';
export {
  type BuiltCharge,
  buildChargeCredit,
  buildOracleCharge,
  buildVisitCharge,
  type OracleChargeSite,
  referenceOfLine,
} from './build-visit-charge.ts';
export { MODIFIER_EXTENSION, PLACE_EXTENSION, VISIT_CHARGE_PROFILE } from './charge-terms.ts';
export { type ChargeItemFacts, readVisitCharge } from './read-visit-charge.ts';
