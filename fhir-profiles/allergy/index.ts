// An allergy as the banner and the chart list it, read from a US Core AllergyIntolerance.
export { readAllergy } from './allergy.ts';
