// Face: the people of the sandbox EHR and their histories. Knows neither the FHIR server that keeps
// them nor the authorization server that lets them in.
export { readBundlesFolder } from '#server/sandbox/patients/bundles';
export { clinicDay } from '#server/sandbox/patients/record';
export { buildSandboxSeed } from './seed.ts';
