// Face: the vocabulary the sandbox's records are written in.
export { ALLERGENS, type Allergen, REACTIONS } from './allergens.ts';
export * from './coding.ts';
export { NOTES, PROCEDURES, VISITS, type VisitKind } from './doings.ts';
export { DRUGS, VACCINES } from './drugs.ts';
export {
  HOME_GLUCOSE,
  type Measure,
  measureCode,
  PANELS,
  type Panel,
  SCORES,
  TESTS,
  type TestName,
  VITALS,
} from './measures.ts';
export { PROBLEMS } from './problems.ts';
