// A vaccination, given or not, read from a US Core Immunization.
export { readImmunization } from './immunization.ts';
