// A visit that was or is, read from a US Core Encounter.
export { readEncounter } from './encounter.ts';
