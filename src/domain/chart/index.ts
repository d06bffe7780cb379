// The chart's rules: what may be said of a record that was read, or not read.
export { type AllergyFacts, type AllergyState, decideAllergyState } from './decide-allergy-state.ts';
