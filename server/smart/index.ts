// The SMART client: doors, callback, tokens, sessions. Areas see sessions and tokens, never the way in.
export type { LaunchTokens } from '#server/smart/grants';
export type { DeliveryAsk, DeliveryToken, DeliveryTokens, IsNeeded } from './delivery-tokens.ts';
export type { DecideRead, ReadPermission } from './read-permissions.ts';
export { createSmart, type Smart, type SmartNeeds } from './smart.ts';
export type { PersonFacts, ReadPerson, ReadStatement } from './smart-needs.ts';
