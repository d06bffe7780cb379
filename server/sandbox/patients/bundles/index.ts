// Face: a folder of FHIR bundles as the sandbox's data, in place of its own patients.
export { readBundlesFolder } from './read-folder.ts';
