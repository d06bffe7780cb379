// A vital sign, home reading or laboratory result, read from an Observation.
export { readObservation } from './observation.ts';
