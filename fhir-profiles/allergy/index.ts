// An allergy as the banner lists it, read from a US Core AllergyIntolerance.
export { type AllergyRead, readAllergy } from './allergy.ts';
export { isReadableAllergy } from './allergy-shape.ts';
