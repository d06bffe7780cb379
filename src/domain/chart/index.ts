// The chart's rules and wire: what may be said of a record that was read, or not read.
export * from './chart-line.ts';
export * from './chart-rows.ts';
export { type AllergyFacts, type AllergyState, decideAllergyState } from './decide-allergy-state.ts';
export { decideDraftAccess, decideListAccess } from './decide-list-access.ts';
export {
  type DigestLine,
  type DigestList,
  decideSinceLastVisit,
  type SinceFacts,
  type SinceLastVisit,
} from './decide-since-last-visit.ts';
export { foldRows, orderRows } from './order-rows.ts';
export { type Moment, readMoment } from './read-moment.ts';
export { Remedy } from './remedy.ts';
