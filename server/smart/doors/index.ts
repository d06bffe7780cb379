// The pages at the doors and the one page for everything that goes wrong on the way in.
export { createDoorPages, type DoorPages } from './door-pages.ts';
export { type DoorTexts, readDoorTexts } from './door-texts.ts';
export { createFailureLimit, type FailureLimit } from './failure-limit.ts';
export { deleteOldFailures, type EhrSays } from './failure-store.ts';
export { createLaunchLimit, type LaunchLimit } from './launch-limit.ts';
export { languageOf, type Refusal, type RefuseNeeds, refuse, refuseTooMany, showFailure } from './refuse.ts';
