// The only code that speaks FHIR with an EHR.
export { createEhr, type Ehr, type EhrNeeds } from './ehr.ts';
export { type ChannelNeeds, createEhrChannel, type EhrChannel, type Line } from './ehr-channel.ts';
