// The chart's rules and wire: what may be said of a record that was read, or not read.
export * from './chart-line.ts';
export * from './chart-rows.ts';
export { type AllergyFacts, type AllergyState, decideAllergyState } from './decide-allergy-state.ts';
