// A visit at a distance, said as an Encounter for each kind of EHR that takes one, and read back.
export {
  type BuiltEncounter,
  buildEncounterEnd,
  buildTelehealthEncounter,
  listEncounterFaults,
  type PatchStep,
  REFUSED_ELEMENTS,
  TELEHEALTH_ENCOUNTER_PROFILE,
} from './build-telehealth-encounter.ts';
export { EncounterSite, type EncounterVariant, type VisitRecord } from './encounter-facts.ts';
export { readTelehealthEncounter, type TelehealthEncounterRead } from './read-telehealth-encounter.ts';
