// Grants: the EHR's tokens, sealed, refreshed once, handed back at the end.
export {
  findGrant,
  insertGrant,
  openTokens,
  type Tokens,
  updateDelivered,
  updateKept,
  updateLetGo,
} from './grant-store.ts';
export { type KeptGrant, listKept, lockGrant, updateAtEnd } from './kept-store.ts';
export { createLaunchTokens, type LaunchTokens, type TokenNeeds } from './launch-tokens.ts';
export { readExpiry } from './read-expiry.ts';
export { type RevokeNeeds, revokeDue } from './revoke-due.ts';
export { tokenUnavailable } from './token-errors.ts';
